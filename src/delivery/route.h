#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "delivery/transform.h"
#include "store/operations.h"

namespace angarium::delivery {

using SubscriptionId = base::Id<struct SubscriptionTag>;
using RuleArn = base::Id<struct RuleTag>;
using TargetArn = base::Id<struct TargetTag>;
using TargetId = base::Id<struct TargetIdTag>;  // the rule owner's name for the target
using RoleArn = base::Id<struct RoleTag>;
using DeadLetterArn = base::Id<struct DeadLetterTag>;

// An event bus of this server.
struct BusId {
  store::Partition partition;
  std::string name;
  friend auto operator<=>(const BusId&, const BusId&) = default;
};

// How long a failing delivery is tried again. The defaults are EventBridge's (User Guide, "Retrying
// event delivery"): 24 hours and up to 185 times.
struct RetryPolicy {
  uint32_t retries_max = 185;  // after the first attempt
  base::Seconds event_age_max{24 * 60 * 60};
  friend bool operator==(const RetryPolicy&, const RetryPolicy&) = default;
};

// Whether the deliveries of a subscription keep the order in which its bus took the events in.
enum class Order : uint8_t {
  kNone,   // as EventBridge: whatever can go, goes
  kGroup,  // within a group, one after the other
};

// What a rule's owner adds to the calls of an HTTP endpoint; each value may be a JSONPath into the
// event.
struct HttpParameters {
  std::vector<std::string> path_values = {};  // for the endpoint's `*`, in turn
  std::map<std::string, std::string> headers = {};
  std::map<std::string, std::string> query = {};
  friend bool operator==(const HttpParameters&, const HttpParameters&) = default;
};

// All that delivery knows of a subscription: where its events go, and on whose behalf. Immutable
// once published; stored with what is owed, so that a later change of the rule changes nothing owed
// before.
struct Route {
  // Stable while the subscription lives, unique within its bus; names its retry queue. At most
  // kSubscriptionIdBytesMax bytes.
  SubscriptionId subscription;
  RuleArn rule_arn;
  TargetArn target_arn;
  TargetId target_id;
  RoleArn role_arn;  // empty: the rule itself is the principal
  RetryPolicy retry_policy = {};
  std::string message_group_id = {};                // for a FIFO queue; empty: none
  std::shared_ptr<const Transform> transform = {};  // null: the target receives the whole event
  DeadLetterArn dead_letter_arn = {};               // the queue for what is given up; empty: none
  Order order = Order::kNone;
  HttpParameters http = {};  // for an HTTP endpoint
  // What the target's kind is told beside the event, as PutTargets spells it: JSON,
  // {"KinesisParameters": {...}}; empty: nothing.
  std::string parameters = {};
  friend bool operator==(const Route& a, const Route& b);
};

inline constexpr size_t kSubscriptionIdBytesMax = 512;  // a rule's and a target's name, with room

}  // namespace angarium::delivery
