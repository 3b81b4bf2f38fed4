#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "delivery/route.h"
#include "pattern/rule_set.h"

namespace angarium::bus {

using delivery::BusId;
using delivery::RetryPolicy;
using delivery::Route;

// One thing that wants a bus's events: each target of a rule; later an archive, a live tail, a
// subscriber. What it wants is its rule's pattern; where that goes is its route.
struct Subscription {
  std::shared_ptr<const Route> route;
  bool to_bus = false;  // the target is an event bus: subject to the limit on hops
};

// A rule that is enabled: a pattern, and all subscriptions that share it.
struct CompiledRule {
  uint32_t id;  // its id in the RuleSet; unique within the bus while it is published
  std::vector<Subscription> subscriptions;
};

// All that a bus's events are matched against at one moment. Immutable: a change builds the next
// one (RuleIndex::change does not compile the other rules again) and publishes it
// (Engine::publish).
class CompiledBus {
 public:
  // `rules` names the subscriptions of each id in `patterns`; ids that one side lacks match
  // nothing.
  CompiledBus(std::shared_ptr<const pattern::RuleSet> patterns, std::vector<CompiledRule> rules);

  // The subscriptions that want the event, in order of rule ids. `envelope` is what render_envelope
  // gave for an event that passed validate_payload. Pointers live as long as this.
  base::Result<std::vector<const Subscription*>> match(std::string_view envelope,
                                                       pattern::Scratch& scratch) const;

  const std::shared_ptr<const pattern::RuleSet>& patterns() const { return patterns_; }
  const std::vector<CompiledRule>& rules() const { return rules_; }

 private:
  std::shared_ptr<const pattern::RuleSet> patterns_;
  std::vector<CompiledRule> rules_;  // sorted by id
};

}  // namespace angarium::bus
