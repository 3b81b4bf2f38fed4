#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/iam/user_shapes.h"
#include "wire/shape.h"

namespace angarium::services::iam {

struct CreateRoleRequest {
  std::optional<std::string> path = {};
  std::string role_name = {};
  std::string assume_role_policy_document = {};
  std::optional<std::string> description = {};
  std::optional<int32_t> max_session_duration = {};
  std::optional<std::string> permissions_boundary = {};
  std::optional<std::vector<Tag>> tags = {};
  static const wire::Shape& shape();
};

struct RoleLastUsed {
  std::optional<base::Time> last_used_date = {};
  std::optional<std::string> region = {};
  static const wire::Shape& shape();
};

struct RoleItem {
  std::string path = {};
  std::string role_name = {};
  std::string role_id = {};
  std::string arn = {};
  base::Time create_date = {};
  std::optional<std::string> assume_role_policy_document = {};
  std::optional<std::string> description = {};
  std::optional<int32_t> max_session_duration = {};
  std::optional<AttachedPermissionsBoundary> permissions_boundary = {};
  std::optional<std::vector<Tag>> tags = {};
  std::optional<RoleLastUsed> role_last_used = {};
  static const wire::Shape& shape();
};

struct CreateRoleResponse {
  RoleItem role = {};
  static const wire::Shape& shape();
};

struct GetRoleRequest {
  std::string role_name = {};
  static const wire::Shape& shape();
};

struct GetRoleResponse {
  RoleItem role = {};
  static const wire::Shape& shape();
};

struct UpdateRoleRequest {
  std::string role_name = {};
  std::optional<std::string> description = {};
  std::optional<int32_t> max_session_duration = {};
  static const wire::Shape& shape();
};

struct UpdateRoleResponse {
  static const wire::Shape& shape();
};

struct UpdateRoleDescriptionRequest {
  std::string role_name = {};
  std::string description = {};
  static const wire::Shape& shape();
};

struct UpdateRoleDescriptionResponse {
  std::optional<RoleItem> role = {};
  static const wire::Shape& shape();
};

struct UpdateAssumeRolePolicyRequest {
  std::string role_name = {};
  std::string policy_document = {};
  static const wire::Shape& shape();
};

struct DeleteRoleRequest {
  std::string role_name = {};
  static const wire::Shape& shape();
};

struct ListRolesRequest {
  std::optional<std::string> path_prefix = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListRolesResponse {
  std::vector<RoleItem> roles = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct CreateServiceLinkedRoleRequest {
  std::string aws_service_name = {};
  std::optional<std::string> description = {};
  std::optional<std::string> custom_suffix = {};
  static const wire::Shape& shape();
};

struct CreateServiceLinkedRoleResponse {
  std::optional<RoleItem> role = {};
  static const wire::Shape& shape();
};

struct DeleteServiceLinkedRoleRequest {
  std::string role_name = {};
  static const wire::Shape& shape();
};

struct DeleteServiceLinkedRoleResponse {
  std::string deletion_task_id = {};
  static const wire::Shape& shape();
};

struct GetServiceLinkedRoleDeletionStatusRequest {
  std::string deletion_task_id = {};
  static const wire::Shape& shape();
};

struct RoleUsageType {
  std::optional<std::string> region = {};
  std::optional<std::vector<std::string>> resources = {};
  static const wire::Shape& shape();
};

struct DeletionTaskFailureReasonType {
  std::optional<std::string> reason = {};
  std::optional<std::vector<RoleUsageType>> role_usage_list = {};
  static const wire::Shape& shape();
};

struct GetServiceLinkedRoleDeletionStatusResponse {
  std::string status = {};
  std::optional<DeletionTaskFailureReasonType> reason = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::iam
