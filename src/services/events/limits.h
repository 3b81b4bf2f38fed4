#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string_view>

#include "base/id.h"
#include "delivery/quota.h"

namespace angarium::services::events {

// EventBridge's quotas ("Amazon EventBridge quotas" in its User Guide) of one account in each
// region, with AWS's defaults.
struct Limits {
  size_t buses_max = 100;  // beside `default`
  size_t rules_per_bus_max = 300;
  size_t wildcard_rules_per_bus_max = 30;
  size_t targets_per_rule_max = 5;
  size_t targets_per_request_max = 10;  // of PutTargets and RemoveTargets
  size_t pattern_characters_max = 2048;
  size_t pattern_alternatives_max = 1000;  // what `$or` multiplies out to
  size_t policy_characters_max = 10'240;
  // Of all entries of one PutEvents together, counted as AWS counts (put_events.cc). AWS documents
  // a limit for "the entry" and enforces it on the request: "Total size of the entries in the
  // request is over the limit."
  size_t put_events_bytes_max = 1 << 20;
  size_t event_depth_max = 1000;  // JSON nesting of a detail
  // Calls of PutEvents in one region; as many may come at once. 0: any number. AWS's large regions
  // have 10,000.
  size_t put_events_per_second_max = 10'000;
  // Events sent to targets in one region; as many may be sent at once. Beyond it deliveries wait.
  // 0: any number. AWS's large regions have 18,750, which here nobody needs: lanes and retry queues
  // already keep one account's deliveries from holding up another's.
  size_t invocations_per_second_max = 0;
  size_t connections_max = 3000;
  size_t api_destinations_max = 3000;
  // Calls of one API destination; what its own limit leaves beyond it waits.
  size_t api_destination_invocations_per_second_max = 300;
  // What may wait in retry queues, and attempts (delivery/quota.h says why these numbers).
  size_t retry_events_max = delivery::QuotaLimits{}.retry_events_max;
  size_t retry_bytes_max = delivery::QuotaLimits{}.retry_bytes_max;
  size_t target_retry_events_max = delivery::QuotaLimits{}.subscription_retry_events_max;
  size_t target_retry_bytes_max = delivery::QuotaLimits{}.subscription_retry_bytes_max;
  size_t attempt_bytes_max = delivery::QuotaLimits{}.attempt_bytes_max;
  size_t attempts_per_target_max = delivery::QuotaLimits{}.lane_attempts_max;

  delivery::QuotaLimits delivery() const;

  friend bool operator==(const Limits&, const Limits&) = default;
};

// A quota that can be configured: its name there, and the values that it may have.
struct QuotaKey {
  std::string_view name;
  size_t Limits::*member;
  size_t min;
  size_t max;
};
std::span<const QuotaKey> quota_keys();

// The limits of all accounts: the same for all but those that have their own. A plain value.
struct Quotas {
  Limits defaults = {};
  std::map<base::AccountId, Limits> accounts = {};

  const Limits& of(const base::AccountId& account) const;
  // The most events owed by one event on any bus: what the engine must be able to bear.
  size_t matches_per_event_max() const;
};

}  // namespace angarium::services::events
