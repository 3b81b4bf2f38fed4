#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/result.h"
#include "base/task.h"
#include "bus/error.h"
#include "bus/event.h"
#include "bus/history.h"
#include "bus/limits.h"
#include "bus/subscription.h"
#include "delivery/dispatcher.h"
#include "delivery/target.h"
#include "store/ownership.h"

namespace angarium::bus {

// What the engine works with; all outlive it. `executor` runs deliveries and reads the store, so it
// must not be the one that serves connections.
struct Surroundings {
  store::Ownership& ownership;  // and the store behind it
  base::Executor& executor;
  const base::Clock& clock;
  base::Random& random;
  base::Metrics& metrics;
  delivery::TargetResolver& targets;
  std::shared_ptr<delivery::InvocationRates> rates = {};  // null: any number of invocations
  std::shared_ptr<Histories> histories = {};              // null: nothing is remembered to be seen
  std::shared_ptr<delivery::RuleMetrics> rule_metrics = {};  // null: no numbers per rule
  std::shared_ptr<delivery::Quotas> quotas = {};             // null: the defaults for each bus
};

// An event that is owed to certain subscriptions and to nobody else, whatever its bus's rules say.
struct OwedEvent {
  Event event;
  std::vector<Subscription> to;
};

// The engine: takes events in, decides once what is owed to whom, makes that durable, answers, and
// has it delivered. Knows buses, subscriptions and events; no API and no kind of target. Thread
// safe.
//
// Life: construct, start() (what an earlier run still owed goes on its way), publish each bus, put.
// INVARIANT: an event with an answer is on stable storage together with everything owed for it.
class Engine {
 public:
  Engine(const Surroundings& surroundings, const Limits& limits);
  ~Engine();

  // Finds in the store what earlier runs still owe and goes on delivering it. Once, before put().
  base::Task<base::Result<void>> start();

  // Makes the bus exist with these subscriptions, or replaces them. Every put() that begins after
  // this has returned sees them; one that runs may see either.
  void publish(const BusId& bus, std::shared_ptr<const CompiledBus> compiled);
  // Takes no more events for it. What is owed already is still delivered.
  void remove(const BusId& bus);

  // Takes events in, all in one commit, and answers when it is durable: one result per event, in
  // order. An event that is refused does not stop the others. Runs on the caller's thread up to the
  // commit and goes on as work of the engine's executor.
  base::Task<std::vector<base::Result<EventId>>> put(BusId bus, std::vector<Event> events);

  // Takes in events that are owed to whom each says (a rule that fires by its schedule), in one
  // commit that also does `alongside`, operations of the caller's on the bus's partition. All or
  // nothing: an error means that nothing was done.
  base::Task<base::Result<void>> put_owed(BusId bus, std::vector<OwedEvent> events,
                                          std::vector<store::Operation> alongside);

  // Takes in what another bus delivers: id, time, account and region stay, the hop grows. The same
  // delivery again (delivery::deduplication_key) is answered well and changes nothing.
  base::Task<base::Result<EventId>> accept(BusId bus, delivery::Delivery delivery);

  // Takes in what somebody else's bus has sent by a way of its own: id, time, account and region
  // stay and the hop grows, as in accept(); the account's quota may hold it back, as in put(). When
  // there is a `mark`, the same mark again within delivery::kRememberFor is answered well and
  // changes nothing.
  base::Task<base::Result<EventId>> arrive(BusId bus, Event event, std::optional<store::Key> mark);

  // Takes no more events, lets attempts in flight end for up to `grace`, and writes down what they
  // came to. What did not end stays owed for the next run.
  base::Task<void> stop(base::Milliseconds grace);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace angarium::bus
