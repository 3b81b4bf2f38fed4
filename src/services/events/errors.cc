#include "services/events/errors.h"

#include <fmt/format.h>

#include "pattern/refusal.h"

namespace angarium::services::events {

wire::Error validation(std::string message) {
  return {.code = "ValidationException", .message = std::move(message)};
}

wire::Error malformed_arn(std::string_view arn) {
  return validation(fmt::format(
      "Parameter {} is not valid. Reason: Provided Arn is not in correct format.", arn));
}

wire::Error not_found(std::string message) {
  return {.code = "ResourceNotFoundException", .message = std::move(message)};
}

wire::Error no_such_bus(const BusId& bus) {
  return not_found(fmt::format("Event bus {} does not exist.", bus.name));
}

wire::Error no_such_rule(const BusId& bus, std::string_view rule) {
  return not_found(fmt::format("Rule {} does not exist on EventBus {}.", rule, bus.name));
}

wire::Error managed_rule(std::string_view rule, std::string_view service) {
  return {.code = "ManagedRuleException",
          .message = fmt::format("Rule {} is managed by {}, which alone may change it. DeleteRule "
                                 "and RemoveTargets do so when Force is given.",
                                 rule, service)};
}

wire::Error rule_exists(const BusId& bus, std::string_view rule) {
  return {.code = "ResourceAlreadyExistsException",
          .message = fmt::format("Rule {} already exists on EventBus {}.", rule, bus.name)};
}

wire::Error bus_exists(std::string_view name) {
  return {.code = "ResourceAlreadyExistsException",
          .message = fmt::format("Event bus {} already exists.", name)};
}

wire::Error no_such_connection(std::string_view verb, std::string_view name) {
  return not_found(
      fmt::format("Failed to {} the connection(s). Connection '{}' does not exist.", verb, name));
}

wire::Error no_such_api_destination(std::string_view verb, std::string_view name) {
  return not_found(fmt::format(
      "Failed to {} the api-destination(s). An api-destination '{}' does not exist.", verb, name));
}

wire::Error connection_exists(std::string_view name) {
  return {.code = "ResourceAlreadyExistsException",
          .message = fmt::format("Connection {} already exists.", name)};
}

wire::Error api_destination_exists(std::string_view name) {
  return {.code = "ResourceAlreadyExistsException",
          .message = fmt::format("An api-destination {} already exists.", name)};
}

wire::Error not_assumable(std::string_view role_arn) {
  return validation(fmt::format(
      "Provided role '{}' cannot be assumed by principal 'events.amazonaws.com'.", role_arn));
}

wire::Error limit_exceeded() {
  return {.code = "LimitExceededException",
          .message = "The requested resource exceeds the maximum number allowed."};
}

wire::Error throttled() { return {.code = "ThrottlingException", .message = "Rate exceeded"}; }

wire::Error policy_too_long() {
  return {.code = "PolicyLengthExceededException",
          .message = "The event bus policy is longer than the maximum length allowed."};
}

wire::Error invalid_pattern(std::string_view reason) {
  return {.code = "InvalidEventPatternException", .message = pattern::refusal_text(reason)};
}

wire::Error invalid_next_token() { return validation("Provided NextToken is not valid."); }

}  // namespace angarium::services::events
