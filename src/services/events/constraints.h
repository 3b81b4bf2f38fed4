#pragma once

#include <array>

#include "wire/shape.h"

// The limits that several shapes of the events API share, named as in AWS's model.
namespace angarium::services::events {

inline constexpr std::string_view kBusNameOrArnPattern =
    R"((arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[/\.\-_A-Za-z0-9]+)";
inline constexpr std::string_view kNonPartnerBusNameOrArnPattern =
    R"((arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[\.\-_A-Za-z0-9]+)";
inline constexpr std::string_view kNamePattern = R"([\.\-_A-Za-z0-9]+)";  // of rules and targets
// By the numbers of RuleState (records.h).
inline constexpr std::array<std::string_view, 3> kRuleStates{
    "DISABLED", "ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"};

// AWS's model states some maxima without a minimum; the tables say the same.
constexpr wire::Member at_most(wire::Member member, int64_t characters) {
  return member.length(std::numeric_limits<int64_t>::min(), characters);
}
constexpr wire::Member as_bus_name(wire::Member member) {
  return member.length(1, 256).pattern(R"([/\.\-_A-Za-z0-9]+)");
}
constexpr wire::Member as_bus_name_or_arn(wire::Member member) {
  return member.length(1, 1600).pattern(kBusNameOrArnPattern);
}
constexpr wire::Member as_non_partner_bus_name(wire::Member member) {
  return member.length(1, 256).pattern(kNamePattern);
}
constexpr wire::Member as_rule_name(wire::Member member) {
  return member.length(1, 64).pattern(kNamePattern);
}
constexpr wire::Member as_next_token(wire::Member member) { return member.length(1, 2048); }
constexpr wire::Member as_limit(wire::Member member) { return member.range(1, 100); }
constexpr wire::Member as_description(wire::Member member) { return at_most(member, 512); }
constexpr wire::Member as_pattern(wire::Member member) { return at_most(member, 4096); }
constexpr wire::Member as_schedule(wire::Member member) { return at_most(member, 256); }
constexpr wire::Member as_resource_arn(wire::Member member) { return member.length(1, 1600); }

}  // namespace angarium::services::events
