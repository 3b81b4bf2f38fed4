#include "bus/engine.h"

#include <atomic>
#include <map>
#include <utility>

#include "base/mutex.h"
#include "base/snapshot.h"
#include "base/uuid.h"
#include "bus/ingest.h"
#include "bus/intake_metrics.h"
#include "bus/scratch_pool.h"
#include "delivery/bus_metrics.h"
#include "store/error.h"

namespace angarium::bus {
namespace {

// A bus that takes events in.
struct OpenBus {
  OpenBus(const Surroundings& surroundings, const BusId& id,
          std::shared_ptr<const CompiledBus> initial)
      : compiled(std::move(initial)),
        metrics(surroundings.metrics, id),
        rate(surroundings.rates ? surroundings.rates->of(id.partition) : nullptr),
        quota(surroundings.quotas ? surroundings.quotas->of(id.partition) : nullptr),
        history(surroundings.histories ? surroundings.histories->history(id) : nullptr) {}
  base::Snapshot<CompiledBus> compiled;
  delivery::BusMetrics metrics;
  const std::shared_ptr<delivery::InvocationRate> rate;  // null: any number
  const std::shared_ptr<delivery::Quota> quota;          // null: none to look at
  const std::shared_ptr<BusHistory> history;             // null: nobody looks
  std::atomic<bool> registered = false;  // a commit of this process has put its registration down
};
using OpenBusPtr = std::shared_ptr<OpenBus>;

// Counts bytes while it lives.
class Held {
 public:
  Held(std::atomic<size_t>& total, size_t bytes) : total_(total), bytes_(bytes) {
    total_ += bytes_;
  }
  ~Held() { total_ -= bytes_; }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

 private:
  std::atomic<size_t>& total_;
  const size_t bytes_;
};

// An event with all that it becomes on its way in: as it came, stored, and as an envelope.
size_t bytes_under_way(const std::vector<Event>& events) {
  size_t bytes = 0;
  for (const Event& event : events) bytes += 3 * event.payload.size() + 1024;
  return bytes;
}

base::Error not_taken(const base::Error& cause) {
  if (cause.is(store::StoreError::kBusy)) {
    return base::Error(BusError::kOverloaded, "too much waits to be stored");
  }
  return base::Error(BusError::kUnavailable, "the event could not be stored: " + cause.message());
}

class Reader final : public delivery::RecordReader {
 public:
  base::Result<std::shared_ptr<const delivery::Content>> content(
      std::string_view stored) const override {
    AG_TRY(event, decode_event(stored));
    return make_content(event);
  }
};

}  // namespace

struct Engine::State {
  State(const Surroundings& surroundings, const Limits& limits);

  using Results = std::vector<base::Result<EventId>>;
  // What the commit that takes events in says besides.
  struct Alongside {
    std::vector<store::Operation> operations = {};
    std::optional<store::Unseen> unseen = {};  // already made: the events have been taken in before
    std::shared_ptr<const BusId> from = {};    // the bus that passed them on; not of the commit
  };
  // Events that one commit takes in.
  struct Chunk {
    std::vector<Accepted> accepted;
    std::vector<size_t> positions;  // of each in the request
    size_t end = 0;                 // the position after the last looked at
  };

  static base::Task<Results> put(std::shared_ptr<State> self, BusId bus, std::vector<Event> events);
  static base::Task<base::Result<EventId>> accept(std::shared_ptr<State> self, BusId bus,
                                                  delivery::Delivery delivery);
  static base::Task<base::Result<EventId>> arrive(std::shared_ptr<State> self, BusId bus,
                                                  Event event, std::optional<store::Key> mark);
  // What has passed another bus already, into one that is open.
  base::Task<base::Result<EventId>> take_further(const BusId& bus, OpenBusPtr open, Event event,
                                                 Alongside alongside);
  static base::Task<base::Result<void>> put_owed(std::shared_ptr<State> self, BusId bus,
                                                 std::vector<OwedEvent> events,
                                                 Alongside alongside);
  base::Result<std::vector<Accepted>> take_owed(std::vector<OwedEvent>& events);
  OpenBusPtr find(const BusId& bus);
  base::Result<OpenBusPtr> admit(const BusId& bus, size_t events);
  // The same for PutEvents, which an account's quota may hold back. What other buses forward is
  // not: two full accounts would wait for one another.
  base::Result<OpenBusPtr> admit_put(const BusId& bus, size_t events);
  base::Result<Accepted> take(Event& event, const OpenBus& bus);
  Chunk take_chunk(std::vector<Event>& events, size_t begin, OpenBus& open, Results& results);
  void count_refused(const BusId& bus, size_t events);
  base::Task<base::Result<void>> commit(const BusId& bus, OpenBus& open,
                                        const std::vector<Accepted>& events, Alongside alongside);
  void committed(const BusId& bus, const OpenBus& open, const std::vector<Accepted>& events,
                 const std::shared_ptr<const BusId>& from, IntakePlan plan,
                 const store::CommitResult& result);

  const Surroundings surroundings;
  const Limits limits;
  delivery::Dispatcher dispatcher;
  base::Counter events_without_bus;
  ScratchPool scratches;
  std::atomic<size_t> bytes_under_way = 0;
  std::atomic<bool> stopped = false;
  base::Mutex mutex;
  std::map<BusId, OpenBusPtr> buses AG_GUARDED_BY(mutex);
};

Engine::State::State(const Surroundings& surroundings, const Limits& limits)
    : surroundings(surroundings),
      limits(limits),
      dispatcher({.ownership = surroundings.ownership,
                  .executor = surroundings.executor,
                  .clock = surroundings.clock,
                  .random = surroundings.random,
                  .metrics = surroundings.metrics,
                  .targets = surroundings.targets,
                  .reader = std::make_shared<const Reader>(),
                  .rates = surroundings.rates,
                  .observers = surroundings.histories,
                  .rule_metrics = surroundings.rule_metrics,
                  .quotas = surroundings.quotas},
                 limits.delivery),
      events_without_bus(surroundings.metrics.counter("angarium_events_without_bus_total",
                                                      "Events put to a bus that does not exist")) {}

OpenBusPtr Engine::State::find(const BusId& bus) {
  base::MutexLock lock(mutex);
  auto found = buses.find(bus);
  return found == buses.end() ? nullptr : found->second;
}

base::Result<OpenBusPtr> Engine::State::admit(const BusId& bus, size_t events) {
  if (stopped) return base::Error(BusError::kStopped, "the server is shutting down");
  if (events > limits.events_per_put_max) {
    return base::Error(BusError::kTooManyEvents, "more events than one request may carry");
  }
  OpenBusPtr open = find(bus);
  if (!open)
    return base::Error(BusError::kNoSuchBus, "event bus `" + bus.name + "` does not exist");
  if (bytes_under_way + dispatcher.bytes_in_memory() > limits.memory_bytes_max) {
    return base::Error(BusError::kOverloaded, "too many events are under way");
  }
  return open;
}

base::Result<OpenBusPtr> Engine::State::admit_put(const BusId& bus, size_t events) {
  AG_TRY(open, admit(bus, events));
  if (open->quota && open->quota->is_full()) {
    return base::Error(BusError::kOverQuota,
                       "too many of the account's events wait to be delivered");
  }
  return open;
}

base::Result<Accepted> Engine::State::take(Event& event, const OpenBus& bus) {
  if (event.id.empty()) event.id = EventId(base::uuid(surroundings.random));
  event.ingest_time = surroundings.clock.now();
  ScratchPool::Loan scratch = scratches.take();
  return accept_event(event, *bus.compiled.load(), limits, *scratch);
}

void Engine::State::count_refused(const BusId& bus, size_t events) {
  const auto count = static_cast<double>(events);
  OpenBusPtr open = find(bus);
  if (open) {
    open->metrics.events_refused.add(count);
  } else {
    events_without_bus.add(count);
  }
}

// The next events, as many as fit into one commit; those that are refused take no room.
Engine::State::Chunk Engine::State::take_chunk(std::vector<Event>& events, size_t begin,
                                               OpenBus& open, Results& results) {
  Chunk chunk;
  size_t bytes = 0;
  for (chunk.end = begin; chunk.end < events.size(); ++chunk.end) {
    Event& event = events[chunk.end];
    const bool fits = bytes + event.payload.size() <= limits.commit_bytes_max;
    if (!fits && !chunk.accepted.empty()) break;
    auto taken = take(event, open);
    if (!taken.ok()) {
      open.metrics.events_refused.add();
      results[chunk.end] = taken.error();
      continue;
    }
    bytes += event.payload.size();
    chunk.accepted.push_back(std::move(*taken));
    chunk.positions.push_back(chunk.end);
    results[chunk.end] = event.id;
  }
  return chunk;
}

base::Task<Engine::State::Results> Engine::State::put(std::shared_ptr<State> self, BusId bus,
                                                      std::vector<Event> events) {
  auto open = self->admit_put(bus, events.size());
  if (!open.ok()) {
    self->count_refused(bus, events.size());
    co_return Results(events.size(), open.error());
  }
  const Held held(self->bytes_under_way, bus::bytes_under_way(events));
  Results results(events.size());
  for (size_t next = 0; next < events.size();) {
    const Chunk chunk = self->take_chunk(events, next, **open, results);
    next = chunk.end;
    if (chunk.accepted.empty()) continue;
    Alongside nothing;
    auto stored = co_await self->commit(bus, **open, chunk.accepted, std::move(nothing));
    if (stored.ok()) continue;
    for (size_t position : chunk.positions) results[position] = stored.error();
  }
  co_return results;
}

base::Task<base::Result<EventId>> Engine::State::accept(std::shared_ptr<State> self, BusId bus,
                                                        delivery::Delivery delivery) {
  auto open = self->admit(bus, 1);
  if (!open.ok()) {
    self->count_refused(bus, 1);
    co_return open.error();
  }
  auto event = decode_event(delivery.content->stored);
  if (!event.ok()) co_return base::Error(BusError::kMalformedDetail, event.error().message());
  Alongside alongside;
  alongside.unseen = store::Unseen{deduplication_key(delivery), delivery::kRememberFor};
  alongside.from = std::make_shared<const BusId>(delivery.bus);
  auto id =
      co_await self->take_further(bus, std::move(*open), std::move(*event), std::move(alongside));
  co_return id;
}

base::Task<base::Result<EventId>> Engine::State::arrive(std::shared_ptr<State> self, BusId bus,
                                                        Event event,
                                                        std::optional<store::Key> mark) {
  auto open = self->admit_put(bus, 1);
  if (!open.ok()) {
    self->count_refused(bus, 1);
    co_return open.error();
  }
  Alongside alongside;
  if (mark) alongside.unseen = store::Unseen{std::move(*mark), delivery::kRememberFor};
  auto id =
      co_await self->take_further(bus, std::move(*open), std::move(event), std::move(alongside));
  co_return id;
}

base::Task<base::Result<EventId>> Engine::State::take_further(const BusId& bus, OpenBusPtr open,
                                                              Event event, Alongside alongside) {
  const Held held(bytes_under_way, 3 * event.payload.size() + 1024);
  ++event.hop;
  auto taken = take(event, *open);
  if (!taken.ok()) {
    open->metrics.events_refused.add();
    co_return taken.error();
  }
  std::vector<Accepted> accepted;
  accepted.push_back(std::move(*taken));
  auto stored = co_await commit(bus, *open, accepted, std::move(alongside));
  if (!stored.ok()) co_return stored.error();
  co_return event.id;
}

base::Result<std::vector<Accepted>> Engine::State::take_owed(std::vector<OwedEvent>& events) {
  std::vector<Accepted> accepted;
  size_t bytes = 0;
  for (OwedEvent& owed : events) {
    Event& event = owed.event;
    if (event.id.empty()) event.id = EventId(base::uuid(surroundings.random));
    event.ingest_time = surroundings.clock.now();
    AG_CHECK(validate_payload(event, limits));
    accepted.push_back({make_content(event), {}});
    for (const Subscription& to : owed.to) accepted.back().matches.push_back(to.route);
    bytes += accepted.back().content->stored.size();
  }
  if (bytes > limits.commit_bytes_max) {
    return base::Error(BusError::kEventTooLarge, "the events are too large for one commit");
  }
  return accepted;
}

base::Task<base::Result<void>> Engine::State::put_owed(std::shared_ptr<State> self, BusId bus,
                                                       std::vector<OwedEvent> events,
                                                       Alongside alongside) {
  auto open = self->admit(bus, events.size());
  if (!open.ok()) co_return open.error();
  auto accepted = self->take_owed(events);
  if (!accepted.ok()) co_return accepted.error();
  auto stored = co_await self->commit(bus, **open, *accepted, std::move(alongside));
  co_return stored;
}

// Makes the events durable with all that is owed, and hands what the commit did not deliver on.
base::Task<base::Result<void>> Engine::State::commit(const BusId& bus, OpenBus& open,
                                                     const std::vector<Accepted>& events,
                                                     Alongside alongside) {
  const auto gate = dispatcher.order_gate(bus);
  IntakeOptions options{true, !open.registered, open.rate.get(), {}, gate.get()};
  while (true) {
    options.now = surroundings.executor.now();
    IntakePlan plan = plan_intake(bus, events, surroundings.targets, limits, options);
    for (const auto& each : alongside.operations) plan.request.operations.push_back(each);
    if (alongside.unseen) plan.request.preconditions.push_back(*alongside.unseen);
    const base::Time begun = surroundings.clock.now();
    auto result = co_await surroundings.ownership.commit(std::move(plan.request));
    const std::vector<delivery::Group> entered = std::move(plan.entered);
    if (result.ok()) {
      open.registered = true;
      count_intake(bus, open.metrics, surroundings.rule_metrics.get(), events, plan, begun,
                   surroundings.clock.now());
      committed(bus, open, events, alongside.from, std::move(plan), *result);
    }
    for (const delivery::Group& group : entered) gate->leave(group);
    if (result.ok()) co_return base::Result<void>();
    const bool is_repeated = alongside.unseen && result.error().is(store::StoreError::kDuplicate);
    if (is_repeated) co_return base::Result<void>();
    const bool stale_target = result.error().is(store::StoreError::kPreconditionFailed);
    if (!stale_target || !options.same_commit) {
      open.metrics.events_refused.add(static_cast<double>(events.size()));
      co_return not_taken(result.error());
    }
    options.same_commit = false;  // a queue was deleted meanwhile: its attempt will say so
  }
}

void Engine::State::committed(const BusId& bus, const OpenBus& open,
                              const std::vector<Accepted>& events,
                              const std::shared_ptr<const BusId>& from, IntakePlan plan,
                              const store::CommitResult& result) {
  for (size_t i = 0; i < plan.owed.size(); ++i) {
    plan.owed[i].log_offset = result.operations.at(plan.appends[i]).offset;
  }
  if (open.history) open.history->took_in(events, plan, from, surroundings.clock.now());
  dispatcher.dispatch(bus, std::move(plan.owed));
}

Engine::Engine(const Surroundings& surroundings, const Limits& limits)
    : state_(std::make_shared<State>(surroundings, limits)) {}

Engine::~Engine() { state_->stopped = true; }

base::Task<base::Result<void>> Engine::start() { return state_->dispatcher.start(); }

void Engine::publish(const BusId& bus, std::shared_ptr<const CompiledBus> compiled) {
  OpenBusPtr open = state_->find(bus);
  if (!open) {
    auto made = std::make_shared<OpenBus>(state_->surroundings, bus, compiled);
    base::MutexLock lock(state_->mutex);
    open = state_->buses.try_emplace(bus, std::move(made)).first->second;
  }
  open->compiled.store(std::move(compiled));
}

void Engine::remove(const BusId& bus) {
  base::MutexLock lock(state_->mutex);
  state_->buses.erase(bus);
}

base::Task<std::vector<base::Result<EventId>>> Engine::put(BusId bus, std::vector<Event> events) {
  return State::put(state_, std::move(bus), std::move(events));
}

base::Task<base::Result<void>> Engine::put_owed(BusId bus, std::vector<OwedEvent> events,
                                                std::vector<store::Operation> alongside) {
  State::Alongside besides{std::move(alongside)};
  return State::put_owed(state_, std::move(bus), std::move(events), std::move(besides));
}

base::Task<base::Result<EventId>> Engine::accept(BusId bus, delivery::Delivery delivery) {
  return State::accept(state_, std::move(bus), std::move(delivery));
}

base::Task<base::Result<EventId>> Engine::arrive(BusId bus, Event event,
                                                 std::optional<store::Key> mark) {
  return State::arrive(state_, std::move(bus), std::move(event), std::move(mark));
}

base::Task<void> Engine::stop(base::Milliseconds grace) {
  state_->stopped = true;
  return state_->dispatcher.stop(grace);
}

}  // namespace angarium::bus
