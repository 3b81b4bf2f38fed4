#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/iam/absent_shapes.h"
#include "services/iam/attachment_shapes.h"
#include "services/iam/policy_shapes.h"
#include "services/iam/policy_version_shapes.h"
#include "services/iam/role_shapes.h"
#include "wire/shape.h"

namespace angarium::services::iam {

struct CreateAccountAliasRequest {
  std::string account_alias = {};
  static const wire::Shape& shape();
};

struct DeleteAccountAliasRequest {
  std::string account_alias = {};
  static const wire::Shape& shape();
};

struct ListAccountAliasesRequest {
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListAccountAliasesResponse {
  std::vector<std::string> account_aliases = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct GetAccountSummaryResponse {
  std::optional<std::map<std::string, int32_t>> summary_map = {};
  static const wire::Shape& shape();
};

struct GetAccountAuthorizationDetailsRequest {
  std::optional<std::vector<std::string>> filter = {};
  std::optional<int32_t> max_items = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct PolicyDetail {
  std::optional<std::string> policy_name = {};
  std::optional<std::string> policy_document = {};
  static const wire::Shape& shape();
};

struct UserDetail {
  std::optional<std::string> path = {};
  std::optional<std::string> user_name = {};
  std::optional<std::string> user_id = {};
  std::optional<std::string> arn = {};
  std::optional<base::Time> create_date = {};
  std::optional<std::vector<PolicyDetail>> user_policy_list = {};
  std::optional<std::vector<std::string>> group_list = {};
  std::optional<std::vector<AttachedPolicy>> attached_managed_policies = {};
  std::optional<AttachedPermissionsBoundary> permissions_boundary = {};
  std::optional<std::vector<Tag>> tags = {};
  static const wire::Shape& shape();
};

struct GroupDetail {
  std::optional<std::string> path = {};
  std::optional<std::string> group_name = {};
  std::optional<std::string> group_id = {};
  std::optional<std::string> arn = {};
  std::optional<base::Time> create_date = {};
  std::optional<std::vector<PolicyDetail>> group_policy_list = {};
  std::optional<std::vector<AttachedPolicy>> attached_managed_policies = {};
  static const wire::Shape& shape();
};

struct RoleDetail {
  std::optional<std::string> path = {};
  std::optional<std::string> role_name = {};
  std::optional<std::string> role_id = {};
  std::optional<std::string> arn = {};
  std::optional<base::Time> create_date = {};
  std::optional<std::string> assume_role_policy_document = {};
  std::optional<std::vector<InstanceProfile>> instance_profile_list = {};
  std::optional<std::vector<PolicyDetail>> role_policy_list = {};
  std::optional<std::vector<AttachedPolicy>> attached_managed_policies = {};
  std::optional<AttachedPermissionsBoundary> permissions_boundary = {};
  std::optional<std::vector<Tag>> tags = {};
  std::optional<RoleLastUsed> role_last_used = {};
  static const wire::Shape& shape();
};

// A policy with its versions, and without its tags: they are no member of AWS's shape.
struct ManagedPolicyDetail : PolicyItem {
  std::optional<std::vector<PolicyVersionItem>> policy_version_list = {};
  static const wire::Shape& shape();
};

struct GetAccountAuthorizationDetailsResponse {
  std::optional<std::vector<UserDetail>> user_detail_list = {};
  std::optional<std::vector<GroupDetail>> group_detail_list = {};
  std::optional<std::vector<RoleDetail>> role_detail_list = {};
  std::optional<std::vector<ManagedPolicyDetail>> policies = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::iam
