#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/shape.h"

// What the operations on one's own credentials take and answer, and what all sessions have in
// common.
namespace angarium::services::sts {

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;
  base::Time expiration;
  static const wire::Shape& shape();
};

// Of a managed policy.
struct PolicyDescriptor {
  std::string arn;
  static const wire::Shape& shape();
};

struct Tag {
  std::string key;
  std::string value;
  static const wire::Shape& shape();
};

struct GetCallerIdentityRequest {
  static const wire::Shape& shape();
};
struct GetCallerIdentityResponse {
  std::string user_id;
  std::string account;
  std::string arn;
  static const wire::Shape& shape();
};

struct GetAccessKeyInfoRequest {
  std::string access_key_id;
  static const wire::Shape& shape();
};
struct GetAccessKeyInfoResponse {
  std::string account;
  static const wire::Shape& shape();
};

struct GetSessionTokenRequest {
  std::optional<int32_t> duration_seconds;
  static const wire::Shape& shape();
};
struct GetSessionTokenResponse {
  Credentials credentials;
  static const wire::Shape& shape();
};

struct GetFederationTokenRequest {
  std::string name;
  std::string policy;
  std::vector<PolicyDescriptor> policy_arns;
  std::optional<int32_t> duration_seconds;
  std::vector<Tag> tags;
  static const wire::Shape& shape();
};
struct FederatedUser {
  std::string federated_user_id;
  std::string arn;
  static const wire::Shape& shape();
};
struct GetFederationTokenResponse {
  Credentials credentials;
  FederatedUser federated_user;
  std::optional<int32_t> packed_policy_size;
  static const wire::Shape& shape();
};

}  // namespace angarium::services::sts
