#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/shape.h"

namespace angarium::services::iam {

struct Tag {
  std::string key = {};
  std::string value = {};
  static const wire::Shape& shape();
};

struct TagUserRequest {
  std::string user_name = {};
  std::vector<Tag> tags = {};
  static const wire::Shape& shape();
};

struct UntagUserRequest {
  std::string user_name = {};
  std::vector<std::string> tag_keys = {};
  static const wire::Shape& shape();
};

struct ListUserTagsRequest {
  std::string user_name = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListUserTagsResponse {
  std::vector<Tag> tags = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct TagRoleRequest {
  std::string role_name = {};
  std::vector<Tag> tags = {};
  static const wire::Shape& shape();
};

struct UntagRoleRequest {
  std::string role_name = {};
  std::vector<std::string> tag_keys = {};
  static const wire::Shape& shape();
};

struct ListRoleTagsRequest {
  std::string role_name = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListRoleTagsResponse {
  std::vector<Tag> tags = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct TagPolicyRequest {
  std::string policy_arn = {};
  std::vector<Tag> tags = {};
  static const wire::Shape& shape();
};

struct UntagPolicyRequest {
  std::string policy_arn = {};
  std::vector<std::string> tag_keys = {};
  static const wire::Shape& shape();
};

struct ListPolicyTagsRequest {
  std::string policy_arn = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListPolicyTagsResponse {
  std::vector<Tag> tags = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct TagOpenIDConnectProviderRequest {
  std::string provider_arn = {};
  std::vector<Tag> tags = {};
  static const wire::Shape& shape();
};

struct UntagOpenIDConnectProviderRequest {
  std::string provider_arn = {};
  std::vector<std::string> tag_keys = {};
  static const wire::Shape& shape();
};

struct ListOpenIDConnectProviderTagsRequest {
  std::string provider_arn = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct ListOpenIDConnectProviderTagsResponse {
  std::vector<Tag> tags = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::iam
