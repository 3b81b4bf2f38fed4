#include "services/iam/policy_shapes.h"

#include "services/iam/constraints.h"

namespace angarium::services::iam {

using wire::member;
using wire::Shape;

const Shape& CreatePolicyRequest::shape() {
  using T = CreatePolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_policy_name(member<&T::policy_name>("PolicyName").required()),
      as_policy_path(member<&T::path>("Path")),
      as_policy_document(member<&T::policy_document>("PolicyDocument").required()),
      as_policy_description(member<&T::description>("Description")),
      at_most(member<&T::tags>("Tags"), 50),
  };
  static constexpr Shape kShape{"CreatePolicyRequest", kMembers};
  return kShape;
}

const Shape& PolicyItem::shape() {
  using T = PolicyItem;
  static constexpr wire::Member kMembers[] = {
      member<&T::policy_name>("PolicyName"),
      member<&T::policy_id>("PolicyId"),
      member<&T::arn>("Arn"),
      member<&T::path>("Path"),
      member<&T::default_version_id>("DefaultVersionId"),
      member<&T::attachment_count>("AttachmentCount"),
      member<&T::permissions_boundary_usage_count>("PermissionsBoundaryUsageCount"),
      member<&T::is_attachable>("IsAttachable"),
      member<&T::description>("Description"),
      member<&T::create_date>("CreateDate"),
      member<&T::update_date>("UpdateDate"),
      member<&T::tags>("Tags"),
  };
  static constexpr Shape kShape{"Policy", kMembers};
  return kShape;
}

const Shape& CreatePolicyResponse::shape() {
  using T = CreatePolicyResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::policy>("Policy"),
  };
  static constexpr Shape kShape{"CreatePolicyResponse", kMembers};
  return kShape;
}

const Shape& GetPolicyRequest::shape() {
  using T = GetPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
  };
  static constexpr Shape kShape{"GetPolicyRequest", kMembers};
  return kShape;
}

const Shape& GetPolicyResponse::shape() {
  using T = GetPolicyResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::policy>("Policy"),
  };
  static constexpr Shape kShape{"GetPolicyResponse", kMembers};
  return kShape;
}

const Shape& DeletePolicyRequest::shape() {
  using T = DeletePolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
  };
  static constexpr Shape kShape{"DeletePolicyRequest", kMembers};
  return kShape;
}

const Shape& ListPoliciesRequest::shape() {
  using T = ListPoliciesRequest;
  static constexpr wire::Member kMembers[] = {
      member<&T::scope>("Scope").one_of(kPolicyScopes),
      member<&T::only_attached>("OnlyAttached"),
      as_policy_path(member<&T::path_prefix>("PathPrefix")),
      member<&T::policy_usage_filter>("PolicyUsageFilter").one_of(kPolicyUsages),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListPoliciesRequest", kMembers};
  return kShape;
}

const Shape& ListPoliciesResponse::shape() {
  using T = ListPoliciesResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::policies>("Policies"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListPoliciesResponse", kMembers};
  return kShape;
}

const Shape& ListEntitiesForPolicyRequest::shape() {
  using T = ListEntitiesForPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::policy_arn>("PolicyArn").required()),
      member<&T::entity_filter>("EntityFilter").one_of(kEntityTypes),
      as_path(member<&T::path_prefix>("PathPrefix")),
      member<&T::policy_usage_filter>("PolicyUsageFilter").one_of(kPolicyUsages),
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListEntitiesForPolicyRequest", kMembers};
  return kShape;
}

const Shape& PolicyGroup::shape() {
  using T = PolicyGroup;
  static constexpr wire::Member kMembers[] = {
      member<&T::group_name>("GroupName"),
      member<&T::group_id>("GroupId"),
  };
  static constexpr Shape kShape{"PolicyGroup", kMembers};
  return kShape;
}

const Shape& PolicyUser::shape() {
  using T = PolicyUser;
  static constexpr wire::Member kMembers[] = {
      member<&T::user_name>("UserName"),
      member<&T::user_id>("UserId"),
  };
  static constexpr Shape kShape{"PolicyUser", kMembers};
  return kShape;
}

const Shape& PolicyRole::shape() {
  using T = PolicyRole;
  static constexpr wire::Member kMembers[] = {
      member<&T::role_name>("RoleName"),
      member<&T::role_id>("RoleId"),
  };
  static constexpr Shape kShape{"PolicyRole", kMembers};
  return kShape;
}

const Shape& ListEntitiesForPolicyResponse::shape() {
  using T = ListEntitiesForPolicyResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::policy_groups>("PolicyGroups"),
      member<&T::policy_users>("PolicyUsers"),
      member<&T::policy_roles>("PolicyRoles"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListEntitiesForPolicyResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::iam
