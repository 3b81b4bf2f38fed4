#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/sts/session_shapes.h"
#include "wire/shape.h"

// What the operations that make sessions of roles take and answer.
namespace angarium::services::sts {

struct AssumeRoleRequest {
  std::string role_arn;
  std::string role_session_name;
  std::vector<PolicyDescriptor> policy_arns;
  std::string policy;
  std::optional<int32_t> duration_seconds;
  std::vector<Tag> tags;
  std::vector<std::string> transitive_tag_keys;
  std::string external_id;
  std::string source_identity;
  static const wire::Shape& shape();
};

struct AssumedRoleUser {
  std::string assumed_role_id;
  std::string arn;
  static const wire::Shape& shape();
};

struct AssumeRoleResponse {
  Credentials credentials;
  AssumedRoleUser assumed_role_user;
  std::optional<int32_t> packed_policy_size;
  std::optional<std::string> source_identity;
  static const wire::Shape& shape();
};

struct AssumeRoleWithWebIdentityRequest {
  std::string role_arn;
  std::string role_session_name;
  std::string web_identity_token;
  std::vector<PolicyDescriptor> policy_arns;
  std::string policy;
  std::optional<int32_t> duration_seconds;
  static const wire::Shape& shape();
};

struct AssumeRoleWithWebIdentityResponse {
  Credentials credentials;
  std::string subject;
  AssumedRoleUser assumed_role_user;
  std::optional<int32_t> packed_policy_size;
  std::string provider;
  std::string audience;
  std::optional<std::string> source_identity;
  static const wire::Shape& shape();
};

}  // namespace angarium::services::sts
