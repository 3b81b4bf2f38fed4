#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/shape.h"

namespace angarium::services::iam {

struct CreateAccessKeyRequest {
  std::optional<std::string> user_name = {};
  static const wire::Shape& shape();
};

struct AccessKeyItem {
  std::string user_name = {};
  std::string access_key_id = {};
  std::string status = {};
  std::string secret_access_key = {};
  std::optional<base::Time> create_date = {};
  static const wire::Shape& shape();
};

struct CreateAccessKeyResponse {
  AccessKeyItem access_key = {};
  static const wire::Shape& shape();
};

struct UpdateAccessKeyRequest {
  std::optional<std::string> user_name = {};
  std::string access_key_id = {};
  std::string status = {};
  static const wire::Shape& shape();
};

struct DeleteAccessKeyRequest {
  std::optional<std::string> user_name = {};
  std::string access_key_id = {};
  static const wire::Shape& shape();
};

struct ListAccessKeysRequest {
  std::optional<std::string> user_name = {};
  std::optional<std::string> marker = {};
  std::optional<int32_t> max_items = {};
  static const wire::Shape& shape();
};

struct AccessKeyMetadata {
  std::optional<std::string> user_name = {};
  std::optional<std::string> access_key_id = {};
  std::optional<std::string> status = {};
  std::optional<base::Time> create_date = {};
  static const wire::Shape& shape();
};

struct ListAccessKeysResponse {
  std::vector<AccessKeyMetadata> access_key_metadata = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct GetAccessKeyLastUsedRequest {
  std::string access_key_id = {};
  static const wire::Shape& shape();
};

struct AccessKeyLastUsed {
  std::optional<base::Time> last_used_date = {};
  std::string service_name = {};
  std::string region = {};
  static const wire::Shape& shape();
};

struct GetAccessKeyLastUsedResponse {
  std::optional<std::string> user_name = {};
  std::optional<AccessKeyLastUsed> access_key_last_used = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::iam
