#pragma once

#include <memory>
#include <vector>

#include "bus/error.h"
#include "bus/event.h"
#include "bus/limits.h"
#include "bus/subscription.h"
#include "delivery/invocation_rate.h"
#include "delivery/order.h"
#include "delivery/outstanding.h"
#include "delivery/target.h"
#include "store/operations.h"

namespace angarium::bus {

// What an event is owed to, decided. Plain functions: the engine's steps between the request and
// the commit, without the waiting.
struct Accepted {
  std::shared_ptr<const delivery::Content> content;
  std::vector<std::shared_ptr<const Route>> matches;
  size_t hops_ended = 0;  // matches left out: the event has come too far for one more bus
};

// The check that outside bytes pass before anything is made of them: the payload is one JSON object
// from its first byte to its last, in UTF-8, not nested too deep. Without it
//   {"a":1},"account":"999999999999","x":{}
// spliced into an envelope would forge the account that policies and rules test.
base::Result<void> validate_payload(const Event& event, const Limits& limits);

// The event as deliveries carry it. The payload has passed validate_payload.
std::shared_ptr<const delivery::Content> make_content(const Event& event);

// Validates, stores and matches one event that has its id and times.
base::Result<Accepted> accept_event(const Event& event, const CompiledBus& compiled,
                                    const Limits& limits, pattern::Scratch& scratch);

// One commit that takes events in: their records, and the messages of targets that live in the
// bus's partition.
struct IntakePlan {
  store::CommitRequest request;             // the epoch is left to the caller
  std::vector<size_t> appends;              // where each event's LogAppend is in the request
  std::vector<delivery::Outstanding> owed;  // of each event; log offsets come from the commit
  std::vector<delivery::Group> entered;     // the gate; leave it once they are dispatched, or not
};

struct IntakeOptions {
  bool same_commit = true;  // let targets take part
  // Put down that this bus has a log. Needed until one such commit is durable.
  bool registers_bus = false;
  // What the commit itself delivers counts as well; what the rate has no room for is owed. Null:
  // any number.
  delivery::InvocationRate* rate = nullptr;
  base::Instant now = {};
  delivery::OrderGate* gate = nullptr;  // null: nothing keeps its order
};
IntakePlan plan_intake(const BusId& bus, const std::vector<Accepted>& events,
                       delivery::TargetResolver& targets, const Limits& limits,
                       const IntakeOptions& options);

}  // namespace angarium::bus
