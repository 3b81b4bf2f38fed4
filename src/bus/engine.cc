#include "bus/engine.h"

#include <atomic>
#include <map>
#include <utility>

#include "base/mutex.h"
#include "base/snapshot.h"
#include "bus/ingest.h"
#include "bus/scratch_pool.h"
#include "delivery/bus_metrics.h"
#include "store/error.h"

namespace angarium::bus {
namespace {

// A bus that takes events in.
struct OpenBus {
  OpenBus(base::Metrics& metrics, const BusId& id, std::shared_ptr<const CompiledBus> initial)
      : compiled(std::move(initial)), metrics(metrics, id) {}
  base::Snapshot<CompiledBus> compiled;
  delivery::BusMetrics metrics;
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

base::Error unavailable(const base::Error& cause) {
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
  using Duplicates = std::optional<store::Unseen>;

  static base::Task<Results> put(std::shared_ptr<State> self, BusId bus, std::vector<Event> events);
  static base::Task<base::Result<EventId>> accept(std::shared_ptr<State> self, BusId bus,
                                                  delivery::Delivery delivery);
  OpenBusPtr find(const BusId& bus);
  base::Result<OpenBusPtr> admit(const BusId& bus, size_t events);
  base::Result<Accepted> take(Event& event, const OpenBus& bus);
  void count(const OpenBus& bus, const std::vector<Accepted>& events, size_t delivered);
  base::Task<base::Result<void>> commit(const BusId& bus, OpenBus& open,
                                        const std::vector<Accepted>& events, Duplicates unseen);
  void committed(const BusId& bus, IntakePlan plan, const store::CommitResult& result);

  const Surroundings surroundings;
  const Limits limits;
  const Reader reader;
  delivery::Dispatcher dispatcher;
  ScratchPool scratches;
  std::atomic<size_t> bytes_under_way = 0;
  std::atomic<bool> stopped = false;
  base::Mutex mutex;
  std::map<BusId, OpenBusPtr> buses AG_GUARDED_BY(mutex);
};

Engine::State::State(const Surroundings& surroundings, const Limits& limits)
    : surroundings(surroundings),
      limits(limits),
      dispatcher({surroundings.ownership, surroundings.executor, surroundings.clock,
                  surroundings.random, surroundings.metrics, surroundings.targets, reader},
                 limits.delivery) {}

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

base::Result<Accepted> Engine::State::take(Event& event, const OpenBus& bus) {
  if (event.id.empty()) event.id = EventId(base::uuid(surroundings.random));
  event.ingest_time = surroundings.clock.now();
  ScratchPool::Loan scratch = scratches.take();
  return accept_event(event, *bus.compiled.load(), limits, *scratch);
}

base::Task<Engine::State::Results> Engine::State::put(std::shared_ptr<State> self, BusId bus,
                                                      std::vector<Event> events) {
  Results results(events.size());
  auto open = self->admit(bus, events.size());
  if (!open.ok()) {
    for (auto& result : results) result = open.error();
    if (OpenBusPtr known = self->find(bus)) {
      known->metrics.events_refused.add(static_cast<double>(events.size()));
    }
    co_return results;
  }
  const Held held(self->bytes_under_way, bus::bytes_under_way(events));
  size_t next = 0;
  while (next < events.size()) {
    // As many as fit into one commit; those that are refused take no room.
    std::vector<Accepted> accepted;
    std::vector<size_t> positions;
    size_t bytes = 0;
    while (next < events.size()) {
      const size_t event_bytes = events[next].payload.size();
      if (!accepted.empty() && bytes + event_bytes > self->limits.commit_bytes_max) break;
      auto taken = self->take(events[next], **open);
      if (taken.ok()) {
        bytes += event_bytes;
        results[next] = events[next].id;
        accepted.push_back(std::move(*taken));
        positions.push_back(next);
      } else {
        results[next] = taken.error();
        (*open)->metrics.events_refused.add();
      }
      ++next;
    }
    if (accepted.empty()) continue;
    auto stored = co_await self->commit(bus, **open, accepted, std::nullopt);
    if (stored.ok()) continue;
    for (size_t position : positions) results[position] = stored.error();
  }
  co_return results;
}

base::Task<base::Result<EventId>> Engine::State::accept(std::shared_ptr<State> self, BusId bus,
                                                        delivery::Delivery delivery) {
  auto open = self->admit(bus, 1);
  if (!open.ok()) co_return open.error();
  auto event = decode_event(delivery.content->stored);
  if (!event.ok()) co_return base::Error(BusError::kMalformedDetail, event.error().message());
  const Held held(self->bytes_under_way, 3 * event->payload.size() + 1024);
  ++event->hop;
  auto taken = self->take(*event, **open);
  if (!taken.ok()) {
    (*open)->metrics.events_refused.add();
    co_return taken.error();
  }
  std::vector<Accepted> accepted;
  accepted.push_back(std::move(*taken));
  Duplicates unseen = store::Unseen{deduplication_key(delivery), delivery::kRememberFor};
  auto stored = co_await self->commit(bus, **open, accepted, std::move(unseen));
  if (!stored.ok()) co_return stored.error();
  co_return event->id;
}

// Makes the events durable with all that is owed, and hands what the commit did not deliver on.
base::Task<base::Result<void>> Engine::State::commit(const BusId& bus, OpenBus& open,
                                                     const std::vector<Accepted>& events,
                                                     Duplicates unseen) {
  IntakeOptions options{true, !open.registered};
  while (true) {
    IntakePlan plan = plan_intake(bus, events, surroundings.targets, limits, options);
    if (unseen) plan.request.preconditions.push_back(*unseen);
    const size_t delivered = plan.delivered;
    auto result = co_await surroundings.ownership.commit(std::move(plan.request));
    if (result.ok()) {
      open.registered = true;
      count(open, events, delivered);
      committed(bus, std::move(plan), *result);
      co_return base::Result<void>();
    }
    if (unseen && result.error().is(store::StoreError::kDuplicate)) co_return base::Result<void>();
    const bool stale_target = result.error().is(store::StoreError::kPreconditionFailed);
    if (!stale_target || !options.same_commit) {
      open.metrics.events_refused.add(static_cast<double>(events.size()));
      co_return unavailable(result.error());
    }
    options.same_commit = false;  // a queue was deleted meanwhile: its attempt will say so
  }
}

void Engine::State::count(const OpenBus& bus, const std::vector<Accepted>& events,
                          size_t delivered) {
  delivery::BusMetrics metrics = bus.metrics;
  size_t matched = 0, matches = 0, hops_ended = 0;
  for (const Accepted& event : events) {
    matched += event.matches.empty() ? 0 : 1;
    matches += event.matches.size();
    hops_ended += event.hops_ended;
  }
  metrics.events.add(static_cast<double>(events.size()));
  metrics.events_matched.add(static_cast<double>(matched));
  metrics.matches.add(static_cast<double>(matches));
  metrics.hops_ended.add(static_cast<double>(hops_ended));
  metrics.delivered.add(static_cast<double>(delivered));
}

void Engine::State::committed(const BusId& bus, IntakePlan plan,
                              const store::CommitResult& result) {
  for (size_t i = 0; i < plan.owed.size(); ++i) {
    plan.owed[i].log_offset = result.operations.at(plan.appends[i]).offset;
  }
  dispatcher.dispatch(bus, std::move(plan.owed));
}

Engine::Engine(const Surroundings& surroundings, const Limits& limits)
    : state_(std::make_shared<State>(surroundings, limits)) {}

Engine::~Engine() { state_->stopped = true; }

base::Task<base::Result<void>> Engine::start() { return state_->dispatcher.start(); }

void Engine::publish(const BusId& bus, std::shared_ptr<const CompiledBus> compiled) {
  OpenBusPtr open = state_->find(bus);
  if (!open) {
    auto made = std::make_shared<OpenBus>(state_->surroundings.metrics, bus, compiled);
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

base::Task<base::Result<EventId>> Engine::accept(BusId bus, delivery::Delivery delivery) {
  return State::accept(state_, std::move(bus), std::move(delivery));
}

base::Task<void> Engine::stop(base::Milliseconds grace) {
  state_->stopped = true;
  return state_->dispatcher.stop(grace);
}

}  // namespace angarium::bus
