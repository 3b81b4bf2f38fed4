#include "services/iam/inline_policy_shapes.h"

#include "services/iam/constraints.h"

namespace angarium::services::iam {

using wire::member;
using wire::Shape;

const Shape& PutUserPolicyRequest::shape() {
  using T = PutUserPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName").required()),
      as_policy_name(member<&T::policy_name>("PolicyName").required()),
      as_policy_document(member<&T::policy_document>("PolicyDocument").required()),
  };
  static constexpr Shape kShape{"PutUserPolicyRequest", kMembers};
  return kShape;
}

const Shape& GetUserPolicyRequest::shape() {
  using T = GetUserPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName").required()),
      as_policy_name(member<&T::policy_name>("PolicyName").required()),
  };
  static constexpr Shape kShape{"GetUserPolicyRequest", kMembers};
  return kShape;
}

const Shape& GetUserPolicyResponse::shape() {
  using T = GetUserPolicyResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::user_name>("UserName"),
      member<&T::policy_name>("PolicyName"),
      member<&T::policy_document>("PolicyDocument"),
  };
  static constexpr Shape kShape{"GetUserPolicyResponse", kMembers};
  return kShape;
}

const Shape& DeleteUserPolicyRequest::shape() {
  using T = DeleteUserPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName").required()),
      as_policy_name(member<&T::policy_name>("PolicyName").required()),
  };
  static constexpr Shape kShape{"DeleteUserPolicyRequest", kMembers};
  return kShape;
}

const Shape& PutGroupPolicyRequest::shape() {
  using T = PutGroupPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_group_name(member<&T::group_name>("GroupName").required()),
      as_policy_name(member<&T::policy_name>("PolicyName").required()),
      as_policy_document(member<&T::policy_document>("PolicyDocument").required()),
  };
  static constexpr Shape kShape{"PutGroupPolicyRequest", kMembers};
  return kShape;
}

const Shape& GetGroupPolicyRequest::shape() {
  using T = GetGroupPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_group_name(member<&T::group_name>("GroupName").required()),
      as_policy_name(member<&T::policy_name>("PolicyName").required()),
  };
  static constexpr Shape kShape{"GetGroupPolicyRequest", kMembers};
  return kShape;
}

const Shape& GetGroupPolicyResponse::shape() {
  using T = GetGroupPolicyResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::group_name>("GroupName"),
      member<&T::policy_name>("PolicyName"),
      member<&T::policy_document>("PolicyDocument"),
  };
  static constexpr Shape kShape{"GetGroupPolicyResponse", kMembers};
  return kShape;
}

const Shape& DeleteGroupPolicyRequest::shape() {
  using T = DeleteGroupPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_group_name(member<&T::group_name>("GroupName").required()),
      as_policy_name(member<&T::policy_name>("PolicyName").required()),
  };
  static constexpr Shape kShape{"DeleteGroupPolicyRequest", kMembers};
  return kShape;
}

const Shape& PutRolePolicyRequest::shape() {
  using T = PutRolePolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
      as_policy_name(member<&T::policy_name>("PolicyName").required()),
      as_policy_document(member<&T::policy_document>("PolicyDocument").required()),
  };
  static constexpr Shape kShape{"PutRolePolicyRequest", kMembers};
  return kShape;
}

const Shape& GetRolePolicyRequest::shape() {
  using T = GetRolePolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
      as_policy_name(member<&T::policy_name>("PolicyName").required()),
  };
  static constexpr Shape kShape{"GetRolePolicyRequest", kMembers};
  return kShape;
}

const Shape& GetRolePolicyResponse::shape() {
  using T = GetRolePolicyResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::role_name>("RoleName"),
      member<&T::policy_name>("PolicyName"),
      member<&T::policy_document>("PolicyDocument"),
  };
  static constexpr Shape kShape{"GetRolePolicyResponse", kMembers};
  return kShape;
}

const Shape& DeleteRolePolicyRequest::shape() {
  using T = DeleteRolePolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
      as_policy_name(member<&T::policy_name>("PolicyName").required()),
  };
  static constexpr Shape kShape{"DeleteRolePolicyRequest", kMembers};
  return kShape;
}

const Shape& ListUserPoliciesRequest::shape() {
  using T = ListUserPoliciesRequest;
  static constexpr wire::Member kMembers[] = {
      as_existing_user_name(member<&T::user_name>("UserName").required()),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListUserPoliciesRequest", kMembers};
  return kShape;
}

const Shape& ListUserPoliciesResponse::shape() {
  using T = ListUserPoliciesResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::policy_names>("PolicyNames"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListUserPoliciesResponse", kMembers};
  return kShape;
}

const Shape& ListGroupPoliciesRequest::shape() {
  using T = ListGroupPoliciesRequest;
  static constexpr wire::Member kMembers[] = {
      as_group_name(member<&T::group_name>("GroupName").required()),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListGroupPoliciesRequest", kMembers};
  return kShape;
}

const Shape& ListGroupPoliciesResponse::shape() {
  using T = ListGroupPoliciesResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::policy_names>("PolicyNames"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListGroupPoliciesResponse", kMembers};
  return kShape;
}

const Shape& ListRolePoliciesRequest::shape() {
  using T = ListRolePoliciesRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListRolePoliciesRequest", kMembers};
  return kShape;
}

const Shape& ListRolePoliciesResponse::shape() {
  using T = ListRolePoliciesResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::policy_names>("PolicyNames"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListRolePoliciesResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::iam
