#pragma once

#include <string>
#include <string_view>

#include "services/events/names.h"
#include "wire/error.h"

// The errors of the events API, with the texts that AWS uses (recorded from the service).
namespace angarium::services::events {

wire::Error validation(std::string message);
// "Provided Arn is not in correct format."
wire::Error malformed_arn(std::string_view arn);
wire::Error not_found(std::string message);
wire::Error no_such_bus(const BusId& bus);
wire::Error no_such_rule(const BusId& bus, std::string_view rule);
wire::Error managed_rule(std::string_view rule, std::string_view service);
wire::Error rule_exists(const BusId& bus, std::string_view rule);
wire::Error bus_exists(std::string_view name);
// `verb`: what failed, "describe".
wire::Error no_such_connection(std::string_view verb, std::string_view name);
wire::Error no_such_api_destination(std::string_view verb, std::string_view name);
wire::Error connection_exists(std::string_view name);
wire::Error api_destination_exists(std::string_view name);
wire::Error not_assumable(std::string_view role_arn);
wire::Error limit_exceeded();
wire::Error throttled();
wire::Error policy_too_long();
wire::Error invalid_pattern(std::string_view reason);
wire::Error invalid_next_token();

}  // namespace angarium::services::events
