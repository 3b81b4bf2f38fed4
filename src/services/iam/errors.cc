#include "services/iam/errors.h"

#include <fmt/format.h>

namespace angarium::services::iam {
namespace {

constexpr int kNotFound = 404;
constexpr int kConflict = 409;

}  // namespace

wire::Error no_such_entity(std::string message) {
  return {.code = "NoSuchEntity", .message = std::move(message), .status = kNotFound};
}
wire::Error no_such_user(std::string_view name) {
  return no_such_entity(fmt::format("The user with name {} cannot be found.", name));
}
wire::Error no_such_group(std::string_view name) {
  return no_such_entity(fmt::format("The group with name {} cannot be found.", name));
}
wire::Error no_such_role(std::string_view name) {
  return no_such_entity(fmt::format("The role with name {} cannot be found.", name));
}
wire::Error no_such_policy(std::string_view arn) {
  return no_such_entity(fmt::format("Policy {} does not exist or is not attachable.", arn));
}
wire::Error no_such_version(std::string_view arn, std::string_view version) {
  return no_such_entity(
      fmt::format("Policy {} version {} does not exist or is not attachable.", arn, version));
}
wire::Error no_such_access_key(std::string_view id) {
  return no_such_entity(fmt::format("The Access Key with id {} cannot be found.", id));
}
wire::Error no_such_provider(std::string_view arn) {
  return no_such_entity(fmt::format("OpenIDConnect Provider not found for arn {}", arn));
}
wire::Error no_such_inline_policy(std::string_view kind, std::string_view name) {
  return no_such_entity(fmt::format("The {} policy with name {} cannot be found.", kind, name));
}
wire::Error not_attached(std::string_view arn) {
  return no_such_entity(fmt::format("Policy {} was not found.", arn));
}

wire::Error entity_already_exists(std::string message) {
  return {.code = "EntityAlreadyExists", .message = std::move(message), .status = kConflict};
}
wire::Error already_exists(std::string_view kind, std::string_view name) {
  return entity_already_exists(fmt::format("{} with name {} already exists.", kind, name));
}
wire::Error policy_already_exists(std::string_view name) {
  return entity_already_exists(
      fmt::format("A policy called {} already exists. Duplicate names are not allowed.", name));
}

wire::Error delete_conflict(std::string message) {
  return {.code = "DeleteConflict", .message = std::move(message), .status = kConflict};
}
wire::Error must_first(std::string_view what) {
  return delete_conflict(fmt::format("Cannot delete entity, must {} first.", what));
}

wire::Error limit_exceeded(std::string message) {
  return {.code = "LimitExceeded", .message = std::move(message), .status = kConflict};
}
wire::Error over_quota(std::string_view quota, size_t most) {
  return limit_exceeded(fmt::format("Cannot exceed quota for {}: {}", quota, most));
}

wire::Error malformed_policy(std::string message) {
  return {.code = "MalformedPolicyDocument", .message = std::move(message)};
}
wire::Error invalid_input(std::string message) {
  return {.code = "InvalidInput", .message = std::move(message)};
}
wire::Error validation_error(std::string message) {
  return {.code = "ValidationError", .message = std::move(message)};
}
wire::Error unmodifiable(std::string_view role) {
  return {.code = "UnmodifiableEntity",
          .message = fmt::format("Cannot perform the operation on the protected role '{}' - this "
                                 "role is only modifiable by AWS",
                                 role)};
}

}  // namespace angarium::services::iam
