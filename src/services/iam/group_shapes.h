#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/iam/user_shapes.h"
#include "wire/shape.h"

namespace angarium::services::iam {

struct CreateGroupRequest {
  std::optional<std::string> path = {};
  std::string group_name = {};
  static const wire::Shape& shape();
};

struct GroupItem {
  std::string path = {};
  std::string group_name = {};
  std::string group_id = {};
  std::string arn = {};
  base::Time create_date = {};
  static const wire::Shape& shape();
};

struct CreateGroupResponse {
  GroupItem group = {};
  static const wire::Shape& shape();
};

struct GetGroupRequest {
  std::string group_name = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct GetGroupResponse {
  GroupItem group = {};
  std::vector<UserItem> users = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct UpdateGroupRequest {
  std::string group_name = {};
  std::optional<std::string> new_path = {};
  std::optional<std::string> new_group_name = {};
  static const wire::Shape& shape();
};

struct DeleteGroupRequest {
  std::string group_name = {};
  static const wire::Shape& shape();
};

struct ListGroupsRequest {
  std::optional<std::string> path_prefix = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListGroupsResponse {
  std::vector<GroupItem> groups = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct AddUserToGroupRequest {
  std::string group_name = {};
  std::string user_name = {};
  static const wire::Shape& shape();
};

struct RemoveUserFromGroupRequest {
  std::string group_name = {};
  std::string user_name = {};
  static const wire::Shape& shape();
};

struct ListGroupsForUserRequest {
  std::string user_name = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListGroupsForUserResponse {
  std::vector<GroupItem> groups = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::iam
