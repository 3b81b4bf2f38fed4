#include "simulation/target.h"

#include "base/uuid.h"
#include "delivery/dead_letter.h"
#include "simulation/world.h"
#include "store/error.h"

namespace angarium::simulation {

using delivery::Attempt;
using delivery::Delivery;

StoreQueue::StoreQueue(store::Ownership& ownership, store::Partition partition, std::string name,
                       Manner manner)
    : ownership_(ownership),
      partition_(std::move(partition)),
      name_(std::move(name)),
      manner_(std::move(manner)) {}

store::QueuePush StoreQueue::push(const Delivery& delivery) {
  return {key(name_), store::MessageId(base::uuid(manner_.random)), delivery.content->ingest_time,
          manner_.body(delivery)};
}

base::Task<Attempt> StoreQueue::attempt(Delivery delivery) {
  store::CommitRequest request{partition_, 0, {push(delivery)}, {}};
  if (manner_.sabotage != Sabotage::kNoDeduplication) {
    request.preconditions.push_back(
        store::Unseen{delivery::deduplication_key(delivery), delivery::kRememberFor});
  }
  auto result = co_await ownership_.commit(std::move(request));
  if (result.ok() || result.error().is(store::StoreError::kDuplicate)) {
    co_return Attempt::delivered();
  }
  co_return Attempt::retryable("Store", result.error().message());
}

std::optional<delivery::SameCommit> StoreQueue::same_commit(const Delivery& delivery,
                                                            const store::Partition& partition) {
  if (partition != partition_) return std::nullopt;
  if (delivery.dead_letter && manner_.sabotage == Sabotage::kNoLetters) {
    return delivery::SameCommit{};
  }
  return delivery::SameCommit{{push(delivery)}, {}};
}

base::Task<Attempt> OutsideTarget::attempt(Delivery delivery) {
  if (name_ == "closed") co_return Attempt::permanent("Closed", "nothing gets in here");
  world_.arrived_outside(name_, delivery.content->event_id);
  co_return Attempt::delivered();
}

FaultyTarget::FaultyTarget(World& world, std::string name, std::shared_ptr<delivery::Target> inner,
                           int life)
    : world_(world), name_(std::move(name)), inner_(std::move(inner)), life_(life) {}

base::Task<bool> FaultyTarget::travel() {
  const Faults& faults = world_.faults();
  base::Milliseconds delay{0};
  if (world_.chance(faults.late)) delay = world_.up_to(base::Milliseconds(2'000));
  if (world_.chance(faults.very_late)) delay = world_.up_to(base::Milliseconds(90'000));
  base::Executor& executor = world_.executor();
  if (delay.count() > 0) co_await base::sleep_until(executor, executor.now() + delay);
  co_return world_.is_alive(life_) && !world_.is_dead(name_);
}

base::Task<Attempt> FaultyTarget::reach(const Delivery& delivery) {
  if (name_.starts_with("bus:")) world_.offered(name_, delivery);
  auto attempt = co_await inner_->attempt(delivery);
  co_return attempt;
}

base::Task<Attempt> FaultyTarget::attempt(Delivery delivery) {
  const Faults& faults = world_.faults();
  const bool there = co_await travel();
  if (!there) co_return Attempt::retryable("Dead", "no answer");
  if (world_.chance(faults.refused)) {
    auto refused = Attempt::retryable("Busy", "not now");
    if (world_.chance(0.5)) refused.retry_after = world_.up_to(base::Milliseconds(3'000));
    co_return refused;
  }
  if (world_.chance(faults.lost_before)) co_return Attempt::retryable("Lost", "no answer");
  Attempt ended = co_await reach(delivery);
  if (world_.chance(faults.doubled)) {
    const bool again = co_await travel();
    if (again) ended = co_await reach(delivery);
  }
  if (ended.outcome == Attempt::Outcome::kPermanent) co_return ended;
  if (world_.chance(faults.lost_after)) co_return Attempt::retryable("Lost", "no answer");
  const bool answered = co_await travel();
  if (!answered) co_return Attempt::retryable("Dead", "no answer");
  co_return ended;
}

std::optional<delivery::SameCommit> FaultyTarget::same_commit(const Delivery& delivery,
                                                              const store::Partition& partition) {
  auto part = inner_->same_commit(delivery, partition);
  if (!part || world_.is_orderly()) return part;
  if (world_.chance(world_.faults().declined)) return std::nullopt;
  if (world_.chance(world_.faults().withdrawn)) {
    part->preconditions.push_back(store::KeyPresent{store::Key::of({"withdrawn"})});
  }
  return part;
}

}  // namespace angarium::simulation
