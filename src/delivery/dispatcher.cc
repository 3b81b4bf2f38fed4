#include "delivery/dispatcher.h"

#include <map>
#include <utility>

#include "base/mutex.h"
#include "base/one_shot.h"
#include "delivery/keys.h"
#include "delivery/outbox.h"
#include "delivery/stored.h"

namespace angarium::delivery {
namespace {

using OutboxPtr = std::shared_ptr<Outbox>;

// Every item under a prefix, page by page.
template <class Use>
base::Result<void> for_each_item(store::Store& store, const store::Partition& partition,
                                 const store::Key& prefix, Use&& use) {
  store::ScanRequest request{prefix, {}};
  while (true) {
    AG_TRY(page, store.scan(partition, request));
    for (const store::TableItem& item : page.items) AG_CHECK(use(item));
    if (!page.more) return {};
    request.after = page.items.back().key;
  }
}

}  // namespace

struct Dispatcher::State {
  State(const Surroundings& surroundings, const Limits& limits)
      : surroundings(surroundings), limits(limits) {}

  OutboxPtr outbox(const BusId& bus, store::Offset cursor);
  std::vector<OutboxPtr> all();
  base::Result<void> recover(const store::Partition& partition);
  base::Result<void> recover_bus(const BusId& bus);
  base::Result<store::Offset> cursor_of(const BusId& bus, const store::LogBounds& bounds);

  const Surroundings surroundings;
  const Limits limits;
  const std::shared_ptr<std::atomic<size_t>> memory = std::make_shared<std::atomic<size_t>>(0);
  base::Mutex mutex;
  std::map<BusId, OutboxPtr> outboxes AG_GUARDED_BY(mutex);
};

// A bus that start() did not find has no log yet: its cursor is 0.
OutboxPtr Dispatcher::State::outbox(const BusId& bus, store::Offset cursor) {
  base::MutexLock lock(mutex);
  OutboxPtr& found = outboxes[bus];
  if (!found) found = std::make_shared<Outbox>(bus, surroundings, limits, memory, cursor);
  return found;
}

std::vector<OutboxPtr> Dispatcher::State::all() {
  base::MutexLock lock(mutex);
  std::vector<OutboxPtr> found;
  for (const auto& [bus, outbox] : outboxes) found.push_back(outbox);
  return found;
}

base::Result<void> Dispatcher::State::recover(const store::Partition& partition) {
  store::Store& store = surroundings.ownership.store();
  return for_each_item(store, partition, Keys::registrations(), [&](const store::TableItem& item) {
    return recover_bus({partition, item.key.parts().back()});
  });
}

base::Result<store::Offset> Dispatcher::State::cursor_of(const BusId& bus,
                                                         const store::LogBounds& bounds) {
  AG_TRY(stored, surroundings.ownership.store().get(bus.partition, Keys::cursor(bus.name)));
  if (!stored) return bounds.floor;
  AG_TRY(cursor, decode_cursor(stored->value));
  return std::max(cursor.next, bounds.floor);
}

base::Result<void> Dispatcher::State::recover_bus(const BusId& bus) {
  store::Store& store = surroundings.ownership.store();
  AG_TRY(bounds, store.log_bounds(bus.partition, Keys::log(bus.name)));
  AG_TRY(cursor, cursor_of(bus, bounds));
  OutboxPtr found = outbox(bus, cursor);
  std::vector<SubscriptionId> retry_queues;
  auto adopt = [&](const store::TableItem& item) -> base::Result<void> {
    const SubscriptionId subscription(item.key.parts().back());
    AG_TRY(counts, store.queue_counts(bus.partition, Keys::retry_queue(bus.name, subscription)));
    AG_TRY(registration, decode_retry_registration(item.value));
    found->adopt(subscription, counts.visible + counts.in_flight + counts.delayed,
                 registration.bytes);
    retry_queues.push_back(subscription);
    return {};
  };
  AG_CHECK(for_each_item(store, bus.partition, Keys::retry_registrations(bus.name), adopt));
  const base::Time leased_until = surroundings.clock.now() + limits.spill_lease;
  base::spawn(surroundings.executor,
              Outbox::release_leases(found, std::move(retry_queues), leased_until));
  found->begin_replay(bounds.end);
  base::spawn(surroundings.executor, Outbox::replay(found, cursor, bounds.end));
  return {};
}

Dispatcher::Dispatcher(const Surroundings& surroundings, const Limits& limits)
    : state_(std::make_shared<State>(surroundings, limits)) {}

Dispatcher::~Dispatcher() {
  for (const OutboxPtr& outbox : state_->all()) outbox->halt();
}

base::Task<base::Result<void>> Dispatcher::start() {
  auto state = state_;
  co_await base::resume_on(state->surroundings.executor);
  auto partitions = state->surroundings.ownership.store().partitions();
  if (!partitions.ok()) co_return partitions.error();
  for (const store::Partition& partition : *partitions) {
    auto recovered = state->recover(partition);
    if (!recovered.ok()) co_return recovered.error();
  }
  co_return base::Result<void>();
}

void Dispatcher::dispatch(const BusId& bus, std::vector<Outstanding> records) {
  state_->outbox(bus, 0)->dispatch(std::move(records));
}

std::shared_ptr<OrderGate> Dispatcher::order_gate(const BusId& bus) {
  return state_->outbox(bus, 0);
}

size_t Dispatcher::bytes_in_memory() const { return *state_->memory; }

base::Task<void> Dispatcher::stop(base::Milliseconds grace) {
  auto state = state_;
  base::Executor& executor = state->surroundings.executor;
  const base::Instant deadline = executor.now() + grace;
  std::vector<base::OneShot<bool>> quiet;
  for (const OutboxPtr& outbox : state->all()) {
    quiet.emplace_back(executor);
    outbox->stop(quiet.back());
    executor.post_at(deadline, [late = quiet.back()]() mutable { late.set(false); });
  }
  for (auto& each : quiet) co_await each;
  for (const OutboxPtr& outbox : state->all()) outbox->halt();
}

}  // namespace angarium::delivery
