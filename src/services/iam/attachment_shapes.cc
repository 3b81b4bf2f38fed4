#include "services/iam/attachment_shapes.h"

#include "services/iam/constraints.h"

namespace angarium::services::iam {

using wire::member;
using wire::Shape;

const Shape& AttachUserPolicyRequest::shape() {
  using T = AttachUserPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_user_name(member<&T::user_name>("UserName").required()),
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
  };
  static constexpr Shape kShape{"AttachUserPolicyRequest", kMembers};
  return kShape;
}

const Shape& DetachUserPolicyRequest::shape() {
  using T = DetachUserPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_user_name(member<&T::user_name>("UserName").required()),
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
  };
  static constexpr Shape kShape{"DetachUserPolicyRequest", kMembers};
  return kShape;
}

const Shape& AttachGroupPolicyRequest::shape() {
  using T = AttachGroupPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_group_name(member<&T::group_name>("GroupName").required()),
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
  };
  static constexpr Shape kShape{"AttachGroupPolicyRequest", kMembers};
  return kShape;
}

const Shape& DetachGroupPolicyRequest::shape() {
  using T = DetachGroupPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_group_name(member<&T::group_name>("GroupName").required()),
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
  };
  static constexpr Shape kShape{"DetachGroupPolicyRequest", kMembers};
  return kShape;
}

const Shape& AttachRolePolicyRequest::shape() {
  using T = AttachRolePolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
  };
  static constexpr Shape kShape{"AttachRolePolicyRequest", kMembers};
  return kShape;
}

const Shape& DetachRolePolicyRequest::shape() {
  using T = DetachRolePolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
  };
  static constexpr Shape kShape{"DetachRolePolicyRequest", kMembers};
  return kShape;
}

const Shape& ListAttachedUserPoliciesRequest::shape() {
  using T = ListAttachedUserPoliciesRequest;
  static constexpr wire::Member kMembers[] = {
      as_user_name(member<&T::user_name>("UserName").required()),
      as_policy_path(member<&T::path_prefix>("PathPrefix")),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListAttachedUserPoliciesRequest", kMembers};
  return kShape;
}

const Shape& AttachedPolicy::shape() {
  using T = AttachedPolicy;
  static constexpr wire::Member kMembers[] = {
      member<&T::policy_name>("PolicyName"),
      member<&T::policy_arn>("PolicyArn"),
  };
  static constexpr Shape kShape{"AttachedPolicy", kMembers};
  return kShape;
}

const Shape& ListAttachedUserPoliciesResponse::shape() {
  using T = ListAttachedUserPoliciesResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::attached_policies>("AttachedPolicies"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListAttachedUserPoliciesResponse", kMembers};
  return kShape;
}

const Shape& ListAttachedGroupPoliciesRequest::shape() {
  using T = ListAttachedGroupPoliciesRequest;
  static constexpr wire::Member kMembers[] = {
      as_group_name(member<&T::group_name>("GroupName").required()),
      as_policy_path(member<&T::path_prefix>("PathPrefix")),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListAttachedGroupPoliciesRequest", kMembers};
  return kShape;
}

const Shape& ListAttachedGroupPoliciesResponse::shape() {
  using T = ListAttachedGroupPoliciesResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::attached_policies>("AttachedPolicies"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListAttachedGroupPoliciesResponse", kMembers};
  return kShape;
}

const Shape& ListAttachedRolePoliciesRequest::shape() {
  using T = ListAttachedRolePoliciesRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
      as_policy_path(member<&T::path_prefix>("PathPrefix")),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListAttachedRolePoliciesRequest", kMembers};
  return kShape;
}

const Shape& ListAttachedRolePoliciesResponse::shape() {
  using T = ListAttachedRolePoliciesResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::attached_policies>("AttachedPolicies"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListAttachedRolePoliciesResponse", kMembers};
  return kShape;
}

const Shape& PutUserPermissionsBoundaryRequest::shape() {
  using T = PutUserPermissionsBoundaryRequest;
  static constexpr wire::Member kMembers[] = {
      as_user_name(member<&T::user_name>("UserName").required()),
      as_arn(member<&T::permissions_boundary>("PermissionsBoundary").required()),
  };
  static constexpr Shape kShape{"PutUserPermissionsBoundaryRequest", kMembers};
  return kShape;
}

const Shape& DeleteUserPermissionsBoundaryRequest::shape() {
  using T = DeleteUserPermissionsBoundaryRequest;
  static constexpr wire::Member kMembers[] = {
      as_user_name(member<&T::user_name>("UserName").required()),
  };
  static constexpr Shape kShape{"DeleteUserPermissionsBoundaryRequest", kMembers};
  return kShape;
}

const Shape& PutRolePermissionsBoundaryRequest::shape() {
  using T = PutRolePermissionsBoundaryRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
      as_arn(member<&T::permissions_boundary>("PermissionsBoundary").required()),
  };
  static constexpr Shape kShape{"PutRolePermissionsBoundaryRequest", kMembers};
  return kShape;
}

const Shape& DeleteRolePermissionsBoundaryRequest::shape() {
  using T = DeleteRolePermissionsBoundaryRequest;
  static constexpr wire::Member kMembers[] = {
      as_role_name(member<&T::role_name>("RoleName").required()),
  };
  static constexpr Shape kShape{"DeleteRolePermissionsBoundaryRequest", kMembers};
  return kShape;
}

}  // namespace angarium::services::iam
