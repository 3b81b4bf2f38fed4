#include "services/events/limits.h"

#include <algorithm>
#include <iterator>

namespace angarium::services::events {

std::span<const QuotaKey> quota_keys() {
  // The largest values keep a bus's rules and one event's deliveries in memory. What AWS's model or
  // the engine limits by itself can be lowered, not raised.
  static constexpr QuotaKey kKeys[] = {
      {"event_buses", &Limits::buses_max, 0, 10'000},
      {"rules_per_event_bus", &Limits::rules_per_bus_max, 0, 10'000},
      {"wildcard_rules_per_event_bus", &Limits::wildcard_rules_per_bus_max, 0, 10'000},
      {"targets_per_rule", &Limits::targets_per_rule_max, 1, 100},
      {"targets_per_request", &Limits::targets_per_request_max, 1, 100},
      {"event_pattern_characters", &Limits::pattern_characters_max, 1, 4096},
      {"event_pattern_alternatives", &Limits::pattern_alternatives_max, 1, 1000},
      {"event_bus_policy_characters", &Limits::policy_characters_max, 1, 65'536},
      {"put_events_bytes", &Limits::put_events_bytes_max, 1, 1 << 20},
      {"event_json_nesting", &Limits::event_depth_max, 1, 1000},
      {"put_events_per_second", &Limits::put_events_per_second_max, 0, 1'000'000'000},
      {"retry_events", &Limits::retry_events_max, 1, 1'000'000'000},
      {"retry_bytes", &Limits::retry_bytes_max, 1 << 20, size_t{1} << 50},
      {"retry_events_per_target", &Limits::target_retry_events_max, 1, 1'000'000'000},
      {"retry_bytes_per_target", &Limits::target_retry_bytes_max, 1 << 20, size_t{1} << 50},
      // Not less than the largest entry takes.
      {"attempt_bytes", &Limits::attempt_bytes_max, 8 << 20, size_t{1} << 40},
      {"attempts_per_target", &Limits::attempts_per_target_max, 1, 1'000},
      {"invocations_per_second", &Limits::invocations_per_second_max, 0, 1'000'000'000},
      {"connections", &Limits::connections_max, 0, 100'000},
      {"api_destinations", &Limits::api_destinations_max, 0, 100'000},
      {"api_destination_invocations_per_second",
       &Limits::api_destination_invocations_per_second_max, 1, 1'000'000},
  };
  return kKeys;
}

delivery::QuotaLimits Limits::delivery() const {
  return {.retry_events_max = retry_events_max,
          .retry_bytes_max = retry_bytes_max,
          .subscription_retry_events_max = target_retry_events_max,
          .subscription_retry_bytes_max = target_retry_bytes_max,
          .attempt_bytes_max = attempt_bytes_max,
          .lane_attempts_max = attempts_per_target_max};
}

const Limits& Quotas::of(const base::AccountId& account) const {
  auto found = accounts.find(account);
  return found == accounts.end() ? defaults : found->second;
}

size_t Quotas::matches_per_event_max() const {
  auto most = [](const Limits& limits) {
    return limits.rules_per_bus_max * limits.targets_per_rule_max;
  };
  size_t matches = most(defaults);
  for (const auto& [account, limits] : accounts) matches = std::max(matches, most(limits));
  return matches;
}

}  // namespace angarium::services::events
