#pragma once

#include <cstddef>

namespace angarium::services::events {

// EventBridge's quotas ("Amazon EventBridge quotas" in its User Guide). All of it is configuration.
struct Limits {
  size_t buses_max = 100;  // per account and region, beside `default`
  size_t rules_per_bus_max = 300;
  size_t targets_per_rule_max = 5;
  size_t targets_per_request_max = 10;  // of PutTargets and RemoveTargets
  size_t pattern_characters_max = 2048;
  size_t policy_characters_max = 10'240;
  // Of all entries of one PutEvents together, counted as AWS counts (put_events.cc). AWS documents
  // a limit for "the entry" and enforces it on the request: "Total size of the entries in the
  // request is over the limit."
  size_t put_events_bytes_max = 1 << 20;
};

}  // namespace angarium::services::events
