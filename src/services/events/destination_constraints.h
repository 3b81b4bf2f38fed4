#pragma once

#include <array>

#include "services/events/constraints.h"

// The limits that the shapes of connections and API destinations share, named as in AWS's model.
namespace angarium::services::events {

inline constexpr std::string_view kConnectionArnPattern =
    R"(^arn:aws([a-z]|\-)*:events:([a-z]|\d|\-)*:([0-9]{12})?:connection\/[\.\-_A-Za-z0-9]+\/)"
    R"([\-A-Za-z0-9]+$)";
inline constexpr std::string_view kEndpointPattern =
    R"(^((%[0-9A-Fa-f]{2}|[-()_.!~*';/?:@\x26=+$,A-Za-z0-9])+)([).!';/?:,])?$)";
inline constexpr std::string_view kAuthHeaderPattern =
    R"(^[ \t]*[^\x00-\x1F:\x7F]+([ \t]+[^\x00-\x1F:\x7F]+)*[ \t]*$)";

// By the numbers of AuthorizationType and ConnectionState (destination_records.h).
inline constexpr std::array<std::string_view, 3> kAuthorizationTypes{
    "BASIC", "OAUTH_CLIENT_CREDENTIALS", "API_KEY"};
inline constexpr std::array<std::string_view, 9> kConnectionStates{
    "CREATING",    "UPDATING",      "DELETING", "AUTHORIZED",         "DEAUTHORIZED",
    "AUTHORIZING", "DEAUTHORIZING", "ACTIVE",   "FAILED_CONNECTIVITY"};

constexpr wire::Member as_destination_name(wire::Member member) {
  return member.length(1, 64).pattern(kNamePattern);
}
// AWS's `.*`: one line.
constexpr wire::Member as_line(wire::Member member) { return at_most(member, 512).pattern(".*"); }
constexpr wire::Member as_connection_arn(wire::Member member) {
  return member.length(1, 1600).pattern(kConnectionArnPattern);
}
constexpr wire::Member as_endpoint(wire::Member member) {
  return member.length(1, 2048).pattern(kEndpointPattern);
}
constexpr wire::Member as_auth_header(wire::Member member) {
  return member.length(1, 512).pattern(kAuthHeaderPattern);
}

}  // namespace angarium::services::events
