#include "services/iam/group_shapes.h"

#include "services/iam/constraints.h"

namespace angarium::services::iam {

using wire::member;
using wire::Shape;

const Shape& CreateGroupRequest::shape() {
  using T = CreateGroupRequest;
  static constexpr wire::Member kMembers[] = {
      as_path(member<&T::path>("Path")),
      as_group_name(member<&T::group_name>("GroupName").required()),
  };
  static constexpr Shape kShape{"CreateGroupRequest", kMembers};
  return kShape;
}

const Shape& GroupItem::shape() {
  using T = GroupItem;
  static constexpr wire::Member kMembers[] = {
      member<&T::path>("Path"),
      member<&T::group_name>("GroupName"),
      member<&T::group_id>("GroupId"),
      member<&T::arn>("Arn"),
      member<&T::create_date>("CreateDate"),
  };
  static constexpr Shape kShape{"Group", kMembers};
  return kShape;
}

const Shape& CreateGroupResponse::shape() {
  using T = CreateGroupResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::group>("Group"),
  };
  static constexpr Shape kShape{"CreateGroupResponse", kMembers};
  return kShape;
}

const Shape& GetGroupRequest::shape() {
  using T = GetGroupRequest;
  static constexpr wire::Member kMembers[] = {
      as_group_name(member<&T::group_name>("GroupName").required()),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"GetGroupRequest", kMembers};
  return kShape;
}

const Shape& GetGroupResponse::shape() {
  using T = GetGroupResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::group>("Group"),
      member<&T::users>("Users"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"GetGroupResponse", kMembers};
  return kShape;
}

const Shape& UpdateGroupRequest::shape() {
  using T = UpdateGroupRequest;
  static constexpr wire::Member kMembers[] = {
      as_group_name(member<&T::group_name>("GroupName").required()),
      as_path(member<&T::new_path>("NewPath")),
      as_group_name(member<&T::new_group_name>("NewGroupName")),
  };
  static constexpr Shape kShape{"UpdateGroupRequest", kMembers};
  return kShape;
}

const Shape& DeleteGroupRequest::shape() {
  using T = DeleteGroupRequest;
  static constexpr wire::Member kMembers[] = {
      as_group_name(member<&T::group_name>("GroupName").required()),
  };
  static constexpr Shape kShape{"DeleteGroupRequest", kMembers};
  return kShape;
}

const Shape& ListGroupsRequest::shape() {
  using T = ListGroupsRequest;
  static constexpr wire::Member kMembers[] = {
      as_path_prefix(member<&T::path_prefix>("PathPrefix")),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListGroupsRequest", kMembers};
  return kShape;
}

const Shape& ListGroupsResponse::shape() {
  using T = ListGroupsResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::groups>("Groups"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListGroupsResponse", kMembers};
  return kShape;
}

const Shape& AddUserToGroupRequest::shape() {
  using T = AddUserToGroupRequest;
  static constexpr wire::Member kMembers[] = {
      as_group_name(member<&T::group_name>("GroupName").required()),
      as_existing_user_name(member<&T::user_name>("UserName").required()),
  };
  static constexpr Shape kShape{"AddUserToGroupRequest", kMembers};
  return kShape;
}

const Shape& RemoveUserFromGroupRequest::shape() {
  using T = RemoveUserFromGroupRequest;
  static constexpr wire::Member kMembers[] = {
      as_group_name(member<&T::group_name>("GroupName").required()),
      as_existing_user_name(member<&T::user_name>("UserName").required()),
  };
  static constexpr Shape kShape{"RemoveUserFromGroupRequest", kMembers};
  return kShape;
}

const Shape& ListGroupsForUserRequest::shape() {
  using T = ListGroupsForUserRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName").required()),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListGroupsForUserRequest", kMembers};
  return kShape;
}

const Shape& ListGroupsForUserResponse::shape() {
  using T = ListGroupsForUserResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::groups>("Groups"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListGroupsForUserResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::iam
