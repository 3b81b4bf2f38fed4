#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/shape.h"

namespace angarium::services::iam {

struct AttachUserPolicyRequest {
  std::string user_name = {};
  std::string policy_arn = {};
  static const wire::Shape& shape();
};

struct DetachUserPolicyRequest {
  std::string user_name = {};
  std::string policy_arn = {};
  static const wire::Shape& shape();
};

struct AttachGroupPolicyRequest {
  std::string group_name = {};
  std::string policy_arn = {};
  static const wire::Shape& shape();
};

struct DetachGroupPolicyRequest {
  std::string group_name = {};
  std::string policy_arn = {};
  static const wire::Shape& shape();
};

struct AttachRolePolicyRequest {
  std::string role_name = {};
  std::string policy_arn = {};
  static const wire::Shape& shape();
};

struct DetachRolePolicyRequest {
  std::string role_name = {};
  std::string policy_arn = {};
  static const wire::Shape& shape();
};

struct ListAttachedUserPoliciesRequest {
  std::string user_name = {};
  std::optional<std::string> path_prefix = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct AttachedPolicy {
  std::optional<std::string> policy_name = {};
  std::optional<std::string> policy_arn = {};
  static const wire::Shape& shape();
};

struct ListAttachedUserPoliciesResponse {
  std::optional<std::vector<AttachedPolicy>> attached_policies = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct ListAttachedGroupPoliciesRequest {
  std::string group_name = {};
  std::optional<std::string> path_prefix = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListAttachedGroupPoliciesResponse {
  std::optional<std::vector<AttachedPolicy>> attached_policies = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct ListAttachedRolePoliciesRequest {
  std::string role_name = {};
  std::optional<std::string> path_prefix = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListAttachedRolePoliciesResponse {
  std::optional<std::vector<AttachedPolicy>> attached_policies = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct PutUserPermissionsBoundaryRequest {
  std::string user_name = {};
  std::string permissions_boundary = {};
  static const wire::Shape& shape();
};

struct DeleteUserPermissionsBoundaryRequest {
  std::string user_name = {};
  static const wire::Shape& shape();
};

struct PutRolePermissionsBoundaryRequest {
  std::string role_name = {};
  std::string permissions_boundary = {};
  static const wire::Shape& shape();
};

struct DeleteRolePermissionsBoundaryRequest {
  std::string role_name = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::iam
