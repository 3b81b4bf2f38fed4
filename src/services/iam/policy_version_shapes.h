#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/shape.h"

namespace angarium::services::iam {

struct CreatePolicyVersionRequest {
  std::string policy_arn = {};
  std::string policy_document = {};
  std::optional<bool> set_as_default = {};
  static const wire::Shape& shape();
};

struct PolicyVersionItem {
  std::optional<std::string> document = {};
  std::optional<std::string> version_id = {};
  std::optional<bool> is_default_version = {};
  std::optional<base::Time> create_date = {};
  static const wire::Shape& shape();
};

struct CreatePolicyVersionResponse {
  std::optional<PolicyVersionItem> policy_version = {};
  static const wire::Shape& shape();
};

struct GetPolicyVersionRequest {
  std::string policy_arn = {};
  std::string version_id = {};
  static const wire::Shape& shape();
};

struct GetPolicyVersionResponse {
  std::optional<PolicyVersionItem> policy_version = {};
  static const wire::Shape& shape();
};

struct ListPolicyVersionsRequest {
  std::string policy_arn = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListPolicyVersionsResponse {
  std::optional<std::vector<PolicyVersionItem>> versions = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct SetDefaultPolicyVersionRequest {
  std::string policy_arn = {};
  std::string version_id = {};
  static const wire::Shape& shape();
};

struct DeletePolicyVersionRequest {
  std::string policy_arn = {};
  std::string version_id = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::iam
