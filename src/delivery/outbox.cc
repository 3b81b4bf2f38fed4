#include "delivery/outbox.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "delivery/keys.h"

namespace angarium::delivery {

Outbox::Outbox(BusId bus, const Surroundings& surroundings, const Limits& limits,
               std::shared_ptr<std::atomic<size_t>> memory, store::Offset cursor)
    : bus_(std::move(bus)),
      surroundings_(surroundings),
      limits_(limits),
      memory_(std::move(memory)),
      metrics_(surroundings.metrics, bus_),
      observer_(surroundings.observers ? surroundings.observers->of(bus_) : nullptr),
      ledger_(bus_, limits_, surroundings_.random, metrics_,
              surroundings.rates ? surroundings.rates->of(bus_.partition) : nullptr,
              surroundings.quotas ? surroundings.quotas->of(bus_.partition)
                                  : std::make_shared<Quota>(QuotaLimits{}),
              memory_, cursor) {}

Moment Outbox::now() const { return {surroundings_.executor.now(), surroundings_.clock.now()}; }

void Outbox::dispatch(std::vector<Outstanding> records) {
  change([&](Ledger& ledger, const Moment& now, Steps& steps) {
    for (Outstanding& record : records) ledger.add(std::move(record), now, steps);
  });
}

void Outbox::adopt(const SubscriptionId& retry_queue, uint64_t entries, uint64_t bytes) {
  change([&](Ledger& ledger, const Moment& now, Steps& steps) {
    ledger.adopt(retry_queue, entries, bytes, now, steps);
  });
}

bool Outbox::is_clear(const Group& group) {
  base::MutexLock lock(mutex_);
  return ledger_.is_clear(group);
}

void Outbox::enter(const Group& group) {
  base::MutexLock lock(mutex_);
  ledger_.enter(group);
}

void Outbox::leave(const Group& group) {
  base::MutexLock lock(mutex_);
  ledger_.leave(group);
}

void Outbox::begin_replay(store::Offset end) {
  base::MutexLock lock(mutex_);
  ledger_.begin_replay(end);
}

void Outbox::stop(base::OneShot<bool> quiet) {
  bool halted = false;
  {
    base::MutexLock lock(mutex_);
    halted = ledger_.halted();
    if (!halted) waiting_for_quiet_.push_back(quiet);
  }
  if (halted) return void(quiet.set(true));
  change([](Ledger& ledger, const Moment& now, Steps& steps) { ledger.stop(now, steps); });
}

void Outbox::halt() {
  change([](Ledger& ledger, const Moment&, Steps& steps) { ledger.halt(steps); });
}

bool Outbox::is_halted() {
  base::MutexLock lock(mutex_);
  return ledger_.halted();
}

void Outbox::perform(Steps steps) {
  const base::Time time = surroundings_.clock.now();
  for (const Failure& failure : steps.failures) {
    failures_.add(failure, time);
    if (observer_) observer_->given_up(failure, time);
  }
  if (surroundings_.rule_metrics) surroundings_.rule_metrics->add(bus_, steps.tallies);
  for (const Tally& tally : steps.tallies) metrics_.invocations.add(tally);
  for (const Steps::Letter& letter : steps.letters) place(letter);
  for (Steps::Start& start : steps.attempts) {
    base::spawn(surroundings_.executor, carry(shared_from_this(), std::move(start)));
  }
  if (steps.write) base::spawn(surroundings_.executor, write(shared_from_this()));
  if (steps.spill_timer) arm(*steps.spill_timer, &Ledger::spill_due);
  if (steps.rate_timer) arm(*steps.rate_timer, &Ledger::rate_due);
  if (steps.cursor_timer) arm(*steps.cursor_timer, &Ledger::cursor_due);
  for (const Steps::QueueTimer& timer : steps.queue_timers) arm_queue(timer);
  if (!steps.quiet) return;
  std::vector<base::OneShot<bool>> waiting;
  {
    base::MutexLock lock(mutex_);
    waiting.swap(waiting_for_quiet_);
  }
  for (auto& quiet : waiting) quiet.set(true);
}

// Whether a dead letter's queue can take it in a commit of this bus.
void Outbox::place(const Steps::Letter& letter) {
  std::optional<SameCommit> commit;
  auto target = surroundings_.targets.resolve(*letter.delivery.route, bus_);
  if (target.ok()) commit = (*target)->same_commit(letter.delivery, bus_.partition);
  change([&](Ledger& ledger, const Moment& now, Steps& steps) {
    ledger.letter_ready(letter.errand, std::move(commit), now, steps);
  });
}

void Outbox::arm(base::Instant due, void (Ledger::*ring)(const Moment&, Steps&)) {
  surroundings_.executor.post_at(due, [weak = weak_from_this(), ring] {
    auto self = weak.lock();
    if (!self) return;
    self->change(
        [ring](Ledger& ledger, const Moment& now, Steps& steps) { (ledger.*ring)(now, steps); });
  });
}

void Outbox::arm_queue(const Steps::QueueTimer& timer) {
  const base::Milliseconds wait = std::clamp<base::Milliseconds>(
      timer.due - surroundings_.clock.now(), base::Milliseconds(0), kTimerMax);
  surroundings_.executor.post_at(
      surroundings_.executor.now() + wait,
      [weak = weak_from_this(), subscription = timer.subscription] {
        auto self = weak.lock();
        if (!self) return;
        self->change([&](Ledger& ledger, const Moment& now, Steps& steps) {
          ledger.queue_due(subscription, now, steps);
        });
      });
}

base::Task<void> Outbox::carry(std::shared_ptr<Outbox> self, Steps::Start start) {
  const base::Time began = self->surroundings_.clock.now();
  const Delivery delivery = start.delivery;
  Attempt ended = co_await self->attempt(std::move(start.delivery));
  if (self->observer_) {
    self->observer_->attempted(delivery, ended, began, self->surroundings_.clock.now());
  }
  self->change([&](Ledger& ledger, const Moment& now, Steps& steps) {
    ledger.attempt_ended(start.errand, std::move(ended), now, steps);
  });
}

base::Task<Attempt> Outbox::attempt(Delivery delivery) {
  auto target = surroundings_.targets.resolve(*delivery.route, bus_);
  if (!target.ok()) {
    co_return Attempt::permanent(std::string(target.error().code_name()), target.error().message());
  }
  try {
    Attempt ended = co_await (*target)->attempt(std::move(delivery));
    co_return ended;
  } catch (const std::exception& exception) {
    base::log(base::LogLevel::kError, "a target threw", {{"what", exception.what()}});
  }
  co_return Attempt::retryable("InternalFailure", "The attempt failed inside the server.");
}

}  // namespace angarium::delivery
