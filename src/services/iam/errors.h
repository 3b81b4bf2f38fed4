#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "wire/error.h"

// The errors that IAM answers, in AWS's words where they are known. Source: IAM API reference,
// "Errors" of each operation.
namespace angarium::services::iam {

// ---- NoSuchEntity, 404
wire::Error no_such_user(std::string_view name);
wire::Error no_such_group(std::string_view name);
wire::Error no_such_role(std::string_view name);
wire::Error no_such_policy(std::string_view arn);
wire::Error no_such_version(std::string_view arn, std::string_view version);
wire::Error no_such_access_key(std::string_view id);
wire::Error no_such_provider(std::string_view arn);
// `kind` is "user", "group" or "role".
wire::Error no_such_inline_policy(std::string_view kind, std::string_view name);
wire::Error not_attached(std::string_view arn);
wire::Error no_such_entity(std::string message);

// ---- EntityAlreadyExists, 409. `kind` is "User", "Group", "Role".
wire::Error already_exists(std::string_view kind, std::string_view name);
wire::Error policy_already_exists(std::string_view name);
wire::Error entity_already_exists(std::string message);

// ---- DeleteConflict, 409
wire::Error must_first(std::string_view what);  // "detach all policies"
wire::Error delete_conflict(std::string message);

// ---- LimitExceeded, 409
wire::Error over_quota(std::string_view quota, size_t most);
wire::Error limit_exceeded(std::string message);

// ---- 400
wire::Error malformed_policy(std::string message);
wire::Error invalid_input(std::string message);
wire::Error validation_error(std::string message);
wire::Error unmodifiable(std::string_view role);  // of a role that a service owns

}  // namespace angarium::services::iam
