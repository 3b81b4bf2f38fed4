#include "services/iam/account_shapes.h"

#include "services/iam/constraints.h"

namespace angarium::services::iam {

using wire::member;
using wire::Shape;

const Shape& CreateAccountAliasRequest::shape() {
  using T = CreateAccountAliasRequest;
  static constexpr wire::Member kMembers[] = {
      as_account_alias(member<&T::account_alias>("AccountAlias").required()),
  };
  static constexpr Shape kShape{"CreateAccountAliasRequest", kMembers};
  return kShape;
}

const Shape& DeleteAccountAliasRequest::shape() {
  using T = DeleteAccountAliasRequest;
  static constexpr wire::Member kMembers[] = {
      as_account_alias(member<&T::account_alias>("AccountAlias").required()),
  };
  static constexpr Shape kShape{"DeleteAccountAliasRequest", kMembers};
  return kShape;
}

const Shape& ListAccountAliasesRequest::shape() {
  using T = ListAccountAliasesRequest;
  static constexpr wire::Member kMembers[] = {
      as_marker(member<&T::marker>("Marker")),
      as_max_items(member<&T::max_items>("MaxItems")),
  };
  static constexpr Shape kShape{"ListAccountAliasesRequest", kMembers};
  return kShape;
}

const Shape& ListAccountAliasesResponse::shape() {
  using T = ListAccountAliasesResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::account_aliases>("AccountAliases"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"ListAccountAliasesResponse", kMembers};
  return kShape;
}

const Shape& GetAccountSummaryResponse::shape() {
  using T = GetAccountSummaryResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::summary_map>("SummaryMap"),
  };
  static constexpr Shape kShape{"GetAccountSummaryResponse", kMembers};
  return kShape;
}

const Shape& GetAccountAuthorizationDetailsRequest::shape() {
  using T = GetAccountAuthorizationDetailsRequest;
  static constexpr wire::Member kMembers[] = {
      member<&T::filter>("Filter").each(wire::Constraint{}.one_of(kEntityTypes)),
      as_max_items(member<&T::max_items>("MaxItems")),
      as_marker(member<&T::marker>("Marker")),
  };
  static constexpr Shape kShape{"GetAccountAuthorizationDetailsRequest", kMembers};
  return kShape;
}

const Shape& PolicyDetail::shape() {
  using T = PolicyDetail;
  static constexpr wire::Member kMembers[] = {
      member<&T::policy_name>("PolicyName"),
      member<&T::policy_document>("PolicyDocument"),
  };
  static constexpr Shape kShape{"PolicyDetail", kMembers};
  return kShape;
}

const Shape& UserDetail::shape() {
  using T = UserDetail;
  static constexpr wire::Member kMembers[] = {
      member<&T::path>("Path"),
      member<&T::user_name>("UserName"),
      member<&T::user_id>("UserId"),
      member<&T::arn>("Arn"),
      member<&T::create_date>("CreateDate"),
      member<&T::user_policy_list>("UserPolicyList"),
      member<&T::group_list>("GroupList"),
      member<&T::attached_managed_policies>("AttachedManagedPolicies"),
      member<&T::permissions_boundary>("PermissionsBoundary"),
      member<&T::tags>("Tags"),
  };
  static constexpr Shape kShape{"UserDetail", kMembers};
  return kShape;
}

const Shape& GroupDetail::shape() {
  using T = GroupDetail;
  static constexpr wire::Member kMembers[] = {
      member<&T::path>("Path"),
      member<&T::group_name>("GroupName"),
      member<&T::group_id>("GroupId"),
      member<&T::arn>("Arn"),
      member<&T::create_date>("CreateDate"),
      member<&T::group_policy_list>("GroupPolicyList"),
      member<&T::attached_managed_policies>("AttachedManagedPolicies"),
  };
  static constexpr Shape kShape{"GroupDetail", kMembers};
  return kShape;
}

const Shape& RoleDetail::shape() {
  using T = RoleDetail;
  static constexpr wire::Member kMembers[] = {
      member<&T::path>("Path"),
      member<&T::role_name>("RoleName"),
      member<&T::role_id>("RoleId"),
      member<&T::arn>("Arn"),
      member<&T::create_date>("CreateDate"),
      member<&T::assume_role_policy_document>("AssumeRolePolicyDocument"),
      member<&T::instance_profile_list>("InstanceProfileList"),
      member<&T::role_policy_list>("RolePolicyList"),
      member<&T::attached_managed_policies>("AttachedManagedPolicies"),
      member<&T::permissions_boundary>("PermissionsBoundary"),
      member<&T::tags>("Tags"),
      member<&T::role_last_used>("RoleLastUsed"),
  };
  static constexpr Shape kShape{"RoleDetail", kMembers};
  return kShape;
}

const Shape& ManagedPolicyDetail::shape() {
  using T = ManagedPolicyDetail;
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
      member<&T::policy_version_list>("PolicyVersionList"),
  };
  static constexpr Shape kShape{"ManagedPolicyDetail", kMembers};
  return kShape;
}

const Shape& GetAccountAuthorizationDetailsResponse::shape() {
  using T = GetAccountAuthorizationDetailsResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::user_detail_list>("UserDetailList"),
      member<&T::group_detail_list>("GroupDetailList"),
      member<&T::role_detail_list>("RoleDetailList"),
      member<&T::policies>("Policies"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"GetAccountAuthorizationDetailsResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::iam
