#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/shape.h"

namespace angarium::services::iam {

struct PutUserPolicyRequest {
  std::string user_name = {};
  std::string policy_name = {};
  std::string policy_document = {};
  static const wire::Shape& shape();
};

struct GetUserPolicyRequest {
  std::string user_name = {};
  std::string policy_name = {};
  static const wire::Shape& shape();
};

struct GetUserPolicyResponse {
  std::string user_name = {};
  std::string policy_name = {};
  std::string policy_document = {};
  static const wire::Shape& shape();
};

struct DeleteUserPolicyRequest {
  std::string user_name = {};
  std::string policy_name = {};
  static const wire::Shape& shape();
};

struct PutGroupPolicyRequest {
  std::string group_name = {};
  std::string policy_name = {};
  std::string policy_document = {};
  static const wire::Shape& shape();
};

struct GetGroupPolicyRequest {
  std::string group_name = {};
  std::string policy_name = {};
  static const wire::Shape& shape();
};

struct GetGroupPolicyResponse {
  std::string group_name = {};
  std::string policy_name = {};
  std::string policy_document = {};
  static const wire::Shape& shape();
};

struct DeleteGroupPolicyRequest {
  std::string group_name = {};
  std::string policy_name = {};
  static const wire::Shape& shape();
};

struct PutRolePolicyRequest {
  std::string role_name = {};
  std::string policy_name = {};
  std::string policy_document = {};
  static const wire::Shape& shape();
};

struct GetRolePolicyRequest {
  std::string role_name = {};
  std::string policy_name = {};
  static const wire::Shape& shape();
};

struct GetRolePolicyResponse {
  std::string role_name = {};
  std::string policy_name = {};
  std::string policy_document = {};
  static const wire::Shape& shape();
};

struct DeleteRolePolicyRequest {
  std::string role_name = {};
  std::string policy_name = {};
  static const wire::Shape& shape();
};

struct ListUserPoliciesRequest {
  std::string user_name = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListUserPoliciesResponse {
  std::vector<std::string> policy_names = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct ListGroupPoliciesRequest {
  std::string group_name = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListGroupPoliciesResponse {
  std::vector<std::string> policy_names = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct ListRolePoliciesRequest {
  std::string role_name = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListRolePoliciesResponse {
  std::vector<std::string> policy_names = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::iam
