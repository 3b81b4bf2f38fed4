#pragma once

#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/result.h"
#include "base/task.h"
#include "delivery/invocation_metrics.h"
#include "delivery/invocation_rate.h"
#include "delivery/limits.h"
#include "delivery/observer.h"
#include "delivery/order.h"
#include "delivery/outstanding.h"
#include "delivery/quota.h"
#include "delivery/target.h"
#include "store/ownership.h"

namespace angarium::delivery {

// Reads what a bus stored, for deliveries that outlived the memory of the process. bus/ implements
// it.
class RecordReader {
 public:
  virtual ~RecordReader() = default;
  // From Content::stored.
  virtual base::Result<std::shared_ptr<const Content>> content(std::string_view stored) const = 0;
};

struct Surroundings {
  store::Ownership& ownership;  // and the store behind it
  base::Executor& executor;     // runs attempts and reads the store
  const base::Clock& clock;
  base::Random& random;
  base::Metrics& metrics;
  TargetResolver& targets;
  std::shared_ptr<const RecordReader>
      reader;  // deliveries under way outlive the bus that made them
  std::shared_ptr<InvocationRates> rates = {};     // null: any number
  std::shared_ptr<Observers> observers = {};       // null: nobody looks
  std::shared_ptr<RuleMetrics> rule_metrics = {};  // null: no numbers per rule
  std::shared_ptr<Quotas> quotas = {};             // null: the defaults, for each bus its own
};

// Sees to it that what buses owe is delivered: tries at once from memory, moves what takes longer
// than 100 ms, or finds no room, to the retry queue of its subscription, and goes on trying from
// there. All it must not forget is in the store: the log above the bus's cursor, and the retry
// queues. docs/formats/bus.md has the bytes. Thread safe.
//
// INVARIANT: the cursor of a bus passes a record only in or after the commit that holds all that is
// still owed for it.
class Dispatcher {
 public:
  Dispatcher(const Surroundings& surroundings, const Limits& limits);
  ~Dispatcher();

  // Finds in the store what earlier runs left and goes on with it. Once, before dispatch().
  base::Task<base::Result<void>> start();

  // Takes over what a commit to the bus's log owes: every record of the log comes here once, also
  // those that owe nothing; the order of the calls may differ from that of the log.
  void dispatch(const BusId& bus, std::vector<Outstanding> records);

  // Asked before a commit to the bus's log delivers what keeps its order.
  std::shared_ptr<OrderGate> order_gate(const BusId& bus);

  // Bytes of events with a delivery that has neither ended nor reached a retry queue. They go down
  // within the 100 ms and a commit, whatever the targets do, so this is what to hold senders back
  // by.
  size_t bytes_in_memory() const;

  // Starts no more attempts, waits up to `grace` for those in flight, and writes down what they
  // came to. What did not end stays owed for the next run.
  base::Task<void> stop(base::Milliseconds grace);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace angarium::delivery
