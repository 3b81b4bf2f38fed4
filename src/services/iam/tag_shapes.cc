#include "services/iam/tag_shapes.h"

#include "services/iam/constraints.h"

namespace angarium::services::iam {

using wire::member;
using wire::Shape;

const Shape& Tag::shape() {
  using T = Tag;
  static constexpr wire::Member kMembers[] = {
      as_tag_key(member<&T::key>("Key").required()),
      as_tag_value(member<&T::value>("Value").required()),
  };
  static constexpr Shape kShape{"Tag", kMembers};
  return kShape;
}

const Shape& TagUserRequest::shape() {
  using T = TagUserRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName").required()),
      at_most(member<&T::tags>("Tags").required(), 50),
  };
  static constexpr Shape kShape{"TagUserRequest", kMembers};
  return kShape;
}

const Shape& UntagUserRequest::shape() {
  using T = UntagUserRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName").required()),
      at_most(member<&T::tag_keys>("TagKeys").required(), 50).each(kTagKey),
  };
  static constexpr Shape kShape{"UntagUserRequest", kMembers};
  return kShape;
}

const Shape& ListUserTagsRequest::shape() {
  using T = ListUserTagsRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName").required()),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListUserTagsRequest", kMembers};
  return kShape;
}

const Shape& ListUserTagsResponse::shape() {
  using T = ListUserTagsResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::tags>("Tags"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListUserTagsResponse", kMembers};
  return kShape;
}

const Shape& TagRoleRequest::shape() {
  using T = TagRoleRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
      at_most(member<&T::tags>("Tags").required(), 50),
  };
  static constexpr Shape kShape{"TagRoleRequest", kMembers};
  return kShape;
}

const Shape& UntagRoleRequest::shape() {
  using T = UntagRoleRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
      at_most(member<&T::tag_keys>("TagKeys").required(), 50).each(kTagKey),
  };
  static constexpr Shape kShape{"UntagRoleRequest", kMembers};
  return kShape;
}

const Shape& ListRoleTagsRequest::shape() {
  using T = ListRoleTagsRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListRoleTagsRequest", kMembers};
  return kShape;
}

const Shape& ListRoleTagsResponse::shape() {
  using T = ListRoleTagsResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::tags>("Tags"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListRoleTagsResponse", kMembers};
  return kShape;
}

const Shape& TagPolicyRequest::shape() {
  using T = TagPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
      at_most(member<&T::tags>("Tags").required(), 50),
  };
  static constexpr Shape kShape{"TagPolicyRequest", kMembers};
  return kShape;
}

const Shape& UntagPolicyRequest::shape() {
  using T = UntagPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
      at_most(member<&T::tag_keys>("TagKeys").required(), 50).each(kTagKey),
  };
  static constexpr Shape kShape{"UntagPolicyRequest", kMembers};
  return kShape;
}

const Shape& ListPolicyTagsRequest::shape() {
  using T = ListPolicyTagsRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListPolicyTagsRequest", kMembers};
  return kShape;
}

const Shape& ListPolicyTagsResponse::shape() {
  using T = ListPolicyTagsResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::tags>("Tags"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListPolicyTagsResponse", kMembers};
  return kShape;
}

const Shape& TagOpenIDConnectProviderRequest::shape() {
  using T = TagOpenIDConnectProviderRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::provider_arn>("OpenIDConnectProviderArn").required()),
      at_most(member<&T::tags>("Tags").required(), 50),
  };
  static constexpr Shape kShape{"TagOpenIDConnectProviderRequest", kMembers};
  return kShape;
}

const Shape& UntagOpenIDConnectProviderRequest::shape() {
  using T = UntagOpenIDConnectProviderRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::provider_arn>("OpenIDConnectProviderArn").required()),
      at_most(member<&T::tag_keys>("TagKeys").required(), 50).each(kTagKey),
  };
  static constexpr Shape kShape{"UntagOpenIDConnectProviderRequest", kMembers};
  return kShape;
}

const Shape& ListOpenIDConnectProviderTagsRequest::shape() {
  using T = ListOpenIDConnectProviderTagsRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::provider_arn>("OpenIDConnectProviderArn").required()),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListOpenIDConnectProviderTagsRequest", kMembers};
  return kShape;
}

const Shape& ListOpenIDConnectProviderTagsResponse::shape() {
  using T = ListOpenIDConnectProviderTagsResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::tags>("Tags"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListOpenIDConnectProviderTagsResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::iam
