#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/iam/tag_shapes.h"
#include "wire/shape.h"

namespace angarium::services::iam {

struct CreateUserRequest {
  std::optional<std::string> path = {};
  std::string user_name = {};
  std::optional<std::string> permissions_boundary = {};
  std::optional<std::vector<Tag>> tags = {};
  static const wire::Shape& shape();
};

struct AttachedPermissionsBoundary {
  std::optional<std::string> permissions_boundary_type = {};
  std::optional<std::string> permissions_boundary_arn = {};
  static const wire::Shape& shape();
};

struct UserItem {
  std::string path = {};
  std::string user_name = {};
  std::string user_id = {};
  std::string arn = {};
  base::Time create_date = {};
  std::optional<base::Time> password_last_used = {};
  std::optional<AttachedPermissionsBoundary> permissions_boundary = {};
  std::optional<std::vector<Tag>> tags = {};
  static const wire::Shape& shape();
};

struct CreateUserResponse {
  std::optional<UserItem> user = {};
  static const wire::Shape& shape();
};

struct GetUserRequest {
  std::optional<std::string> user_name = {};
  static const wire::Shape& shape();
};

struct GetUserResponse {
  UserItem user = {};
  static const wire::Shape& shape();
};

struct UpdateUserRequest {
  std::string user_name = {};
  std::optional<std::string> new_path = {};
  std::optional<std::string> new_user_name = {};
  static const wire::Shape& shape();
};

struct DeleteUserRequest {
  std::string user_name = {};
  static const wire::Shape& shape();
};

struct ListUsersRequest {
  std::optional<std::string> path_prefix = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListUsersResponse {
  std::vector<UserItem> users = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::iam
