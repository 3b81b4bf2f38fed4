#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/iam/tag_shapes.h"
#include "wire/shape.h"

namespace angarium::services::iam {

struct CreatePolicyRequest {
  std::string policy_name = {};
  std::optional<std::string> path = {};
  std::string policy_document = {};
  std::optional<std::string> description = {};
  std::optional<std::vector<Tag>> tags = {};
  static const wire::Shape& shape();
};

struct PolicyItem {
  std::optional<std::string> policy_name = {};
  std::optional<std::string> policy_id = {};
  std::optional<std::string> arn = {};
  std::optional<std::string> path = {};
  std::optional<std::string> default_version_id = {};
  std::optional<int32_t> attachment_count = {};
  std::optional<int32_t> permissions_boundary_usage_count = {};
  std::optional<bool> is_attachable = {};
  std::optional<std::string> description = {};
  std::optional<base::Time> create_date = {};
  std::optional<base::Time> update_date = {};
  std::optional<std::vector<Tag>> tags = {};
  static const wire::Shape& shape();
};

struct CreatePolicyResponse {
  std::optional<PolicyItem> policy = {};
  static const wire::Shape& shape();
};

struct GetPolicyRequest {
  std::string policy_arn = {};
  static const wire::Shape& shape();
};

struct GetPolicyResponse {
  std::optional<PolicyItem> policy = {};
  static const wire::Shape& shape();
};

struct DeletePolicyRequest {
  std::string policy_arn = {};
  static const wire::Shape& shape();
};

struct ListPoliciesRequest {
  std::optional<std::string> scope = {};
  std::optional<bool> only_attached = {};
  std::optional<std::string> path_prefix = {};
  std::optional<std::string> policy_usage_filter = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListPoliciesResponse {
  std::optional<std::vector<PolicyItem>> policies = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct ListEntitiesForPolicyRequest {
  std::string policy_arn = {};
  std::optional<std::string> entity_filter = {};
  std::optional<std::string> path_prefix = {};
  std::optional<std::string> policy_usage_filter = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct PolicyGroup {
  std::optional<std::string> group_name = {};
  std::optional<std::string> group_id = {};
  static const wire::Shape& shape();
};

struct PolicyUser {
  std::optional<std::string> user_name = {};
  std::optional<std::string> user_id = {};
  static const wire::Shape& shape();
};

struct PolicyRole {
  std::optional<std::string> role_name = {};
  std::optional<std::string> role_id = {};
  static const wire::Shape& shape();
};

struct ListEntitiesForPolicyResponse {
  std::optional<std::vector<PolicyGroup>> policy_groups = {};
  std::optional<std::vector<PolicyUser>> policy_users = {};
  std::optional<std::vector<PolicyRole>> policy_roles = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::iam
