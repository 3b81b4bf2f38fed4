#include "services/iam/user_shapes.h"

#include "services/iam/constraints.h"

namespace angarium::services::iam {

using wire::member;
using wire::Shape;

const Shape& CreateUserRequest::shape() {
  using T = CreateUserRequest;
  static constexpr wire::Member kMembers[] = {
      as_path(member<&T::path>("Path")),
      as_user_name(member<&T::user_name>("UserName").required()),
      as_arn(member<&T::permissions_boundary>("PermissionsBoundary")),
      at_most(member<&T::tags>("Tags"), 50),
  };
  static constexpr Shape kShape{"CreateUserRequest", kMembers};
  return kShape;
}

const Shape& AttachedPermissionsBoundary::shape() {
  using T = AttachedPermissionsBoundary;
  static constexpr wire::Member kMembers[] = {
      member<&T::permissions_boundary_type>("PermissionsBoundaryType"),
      member<&T::permissions_boundary_arn>("PermissionsBoundaryArn"),
  };
  static constexpr Shape kShape{"AttachedPermissionsBoundary", kMembers};
  return kShape;
}

const Shape& UserItem::shape() {
  using T = UserItem;
  static constexpr wire::Member kMembers[] = {
      member<&T::path>("Path"),
      member<&T::user_name>("UserName"),
      member<&T::user_id>("UserId"),
      member<&T::arn>("Arn"),
      member<&T::create_date>("CreateDate"),
      member<&T::password_last_used>("PasswordLastUsed"),
      member<&T::permissions_boundary>("PermissionsBoundary"),
      member<&T::tags>("Tags"),
  };
  static constexpr Shape kShape{"User", kMembers};
  return kShape;
}

const Shape& CreateUserResponse::shape() {
  using T = CreateUserResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::user>("User"),
  };
  static constexpr Shape kShape{"CreateUserResponse", kMembers};
  return kShape;
}

const Shape& GetUserRequest::shape() {
  using T = GetUserRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName")),
  };
  static constexpr Shape kShape{"GetUserRequest", kMembers};
  return kShape;
}

const Shape& GetUserResponse::shape() {
  using T = GetUserResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::user>("User"),
  };
  static constexpr Shape kShape{"GetUserResponse", kMembers};
  return kShape;
}

const Shape& UpdateUserRequest::shape() {
  using T = UpdateUserRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName").required()),
      as_path(member<&T::new_path>("NewPath")),
      as_user_name(member<&T::new_user_name>("NewUserName")),
  };
  static constexpr Shape kShape{"UpdateUserRequest", kMembers};
  return kShape;
}

const Shape& DeleteUserRequest::shape() {
  using T = DeleteUserRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName").required()),
  };
  static constexpr Shape kShape{"DeleteUserRequest", kMembers};
  return kShape;
}

const Shape& ListUsersRequest::shape() {
  using T = ListUsersRequest;
  static constexpr wire::Member kMembers[] = {
      as_path_prefix(member<&T::path_prefix>("PathPrefix")),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListUsersRequest", kMembers};
  return kShape;
}

const Shape& ListUsersResponse::shape() {
  using T = ListUsersResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::users>("Users"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListUsersResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::iam
