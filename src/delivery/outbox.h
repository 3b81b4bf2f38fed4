#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "base/mutex.h"
#include "base/one_shot.h"
#include "base/task.h"
#include "delivery/dispatcher.h"
#include "delivery/failure.h"
#include "delivery/ledger.h"

namespace angarium::delivery {

// The deliveries of one bus at work: does what the Ledger says. Attempts, commits and timers are
// work of the executor and keep the outbox alive; what they report goes into the ledger under the
// lock, and what follows is done after it. Thread safe.
class Outbox : public OrderGate, public std::enable_shared_from_this<Outbox> {
 public:
  Outbox(BusId bus, const Surroundings& surroundings, const Limits& limits,
         std::shared_ptr<std::atomic<size_t>> memory, store::Offset cursor);

  void dispatch(std::vector<Outstanding> records);
  void adopt(const SubscriptionId& retry_queue, uint64_t entries, uint64_t bytes);
  bool is_clear(const Group& group) override;
  void enter(const Group& group) override;
  void leave(const Group& group) override;
  // What the process before was delivering out of these retry queues becomes due at once. `until`:
  // the start and Limits::spill_lease.
  static base::Task<void> release_leases(std::shared_ptr<Outbox> self,
                                         std::vector<SubscriptionId> subscriptions,
                                         base::Time until);
  // Dispatches what the log holds in [from, end) and an earlier run left; after begin_replay(end),
  // which comes before any other dispatch.
  void begin_replay(store::Offset end);
  static base::Task<void> replay(std::shared_ptr<Outbox> self, store::Offset from,
                                 store::Offset end);

  // Starts no more attempts. `quiet` is set once nothing is under way and all is written.
  void stop(base::OneShot<bool> quiet);
  // Writes nothing from now on.
  void halt();

 private:
  // How long a commit that the store refused waits before it is made again.
  static constexpr base::Milliseconds kCommitAgain{200};
  // A timer never sleeps longer, so that a clock that was set is noticed.
  static constexpr base::Seconds kTimerMax{60};

  // Errors that no later commit can get over in this process.
  static bool is_final(const base::Error& error);

  static base::Task<void> carry(std::shared_ptr<Outbox> self, Steps::Start start);
  static base::Task<void> write(std::shared_ptr<Outbox> self);

  // Every change of the ledger: under the lock, and then what follows from it.
  template <class Change>
  void change(Change&& change) {
    Steps steps;
    const Moment moment = now();
    {
      base::MutexLock lock(mutex_);
      change(ledger_, moment, steps);
    }
    perform(std::move(steps));
  }
  void perform(Steps steps);
  void arm(base::Instant due, void (Ledger::*ring)(const Moment&, Steps&));
  void arm_queue(const Steps::QueueTimer& timer);
  base::Task<Attempt> attempt(Delivery delivery);
  void look_at_queues();
  void place(const Steps::Letter& letter);
  base::Task<bool> commit(const Round& round);
  void committed(const Round& round, const RoundRequest& made, store::CommitResult result,
                 bool letters_taken);
  LeasedEntry read_entry(const store::Message& message) const;
  base::Result<ErrandPtr> read_errand(const store::Message& message) const;
  base::Task<base::Result<std::optional<store::DueSpan>>> release_page(SubscriptionId subscription,
                                                                       store::DueSpan span);
  base::Result<store::Offset> replay_page(store::Offset from, store::Offset end);
  Outstanding read_record(const store::LogItem& item) const;
  bool is_busy() AG_EXCLUDES(mutex_);
  bool is_halted() AG_EXCLUDES(mutex_);
  Moment now() const;

  const BusId bus_;
  const Surroundings surroundings_;
  const Limits limits_;
  const std::shared_ptr<std::atomic<size_t>> memory_;
  BusMetrics metrics_;  // its handles are thread safe
  FailureReport failures_;
  const std::shared_ptr<Observer> observer_;  // null: nobody looks

  base::Mutex mutex_;
  Ledger ledger_ AG_GUARDED_BY(mutex_);
  std::vector<base::OneShot<bool>> waiting_for_quiet_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::delivery
