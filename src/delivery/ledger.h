#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/random.h"
#include "delivery/bus_metrics.h"
#include "delivery/failure.h"
#include "delivery/invocation_rate.h"
#include "delivery/lane.h"
#include "delivery/order.h"
#include "delivery/outstanding.h"
#include "delivery/quota.h"
#include "delivery/round.h"
#include "delivery/window.h"

namespace angarium::delivery {

struct Moment {
  base::Instant instant;  // for spans
  base::Time time;        // for what is stored
};

// What to do once the ledger's lock is released.
struct Steps {
  struct Start {
    ErrandPtr errand;
    Delivery delivery;  // as of now: the errand may change while the attempt runs
  };
  struct QueueTimer {
    SubscriptionId subscription;
    base::Time due;
  };
  // A dead letter: whether its queue can take it in a commit of the bus, has to be asked. Then:
  // letter_ready.
  using Letter = Start;
  std::vector<Start> attempts;
  std::vector<Failure> failures;
  std::vector<Tally> tallies;
  std::vector<Letter> letters;
  std::vector<QueueTimer> queue_timers;       // then: queue_due
  std::optional<base::Instant> spill_timer;   // then: spill_due
  std::optional<base::Instant> rate_timer;    // then: rate_due
  std::optional<base::Instant> cursor_timer;  // then: cursor_due
  bool write = false;  // begin writing rounds: begin_round until it gives none
  bool quiet = false;  // stopped, and nothing is under way any more
};

// An entry that a lease found, read again. `errand` is null when its bytes can't be read.
struct LeasedEntry {
  store::Offset log_offset = 0;
  ErrandPtr errand;
};

// What a round's commit found, in the order of the round's own lists.
struct RoundResult {
  std::vector<bool> spill_is_new;  // false: the entry was there, see Ledger::end_spill
  std::vector<bool> update_found;  // false: the entry was gone
  std::vector<std::vector<LeasedEntry>> leased;
  bool letters_taken = true;       // false: they are in their retry queues
  std::vector<bool> letter_found;  // see Ledger::end_letter
};

// The books of one bus: what is owed, what is under way, what has to be written. Decides everything
// and does nothing: each call says in Steps what is to be done. No I/O, no clock; not thread safe.
//
// INVARIANT: the cursor of a round covers a record only if each of its deliveries has ended or is
// spilled by this round or an earlier one.
class Ledger {
 public:
  // `random` outlives it; `rate` bounds attempts, null: any number; `quota` is the account's;
  // `memory` counts the bytes of events held.
  Ledger(BusId bus, const Limits& limits, base::Random& random, BusMetrics metrics,
         std::shared_ptr<InvocationRate> rate, std::shared_ptr<Quota> quota,
         std::shared_ptr<std::atomic<size_t>> memory, store::Offset cursor);

  void add(Outstanding record, const Moment& now, Steps& steps);
  void attempt_ended(const ErrandPtr& errand, Attempt attempt, const Moment& now, Steps& steps);
  // `commit`: with which the letter's queue takes it; none: it has to be attempted.
  void letter_ready(const ErrandPtr& errand, std::optional<SameCommit> commit, const Moment& now,
                    Steps& steps);
  void spill_due(const Moment& now, Steps& steps);
  void rate_due(const Moment& now, Steps& steps);
  void cursor_due(const Moment& now, Steps& steps);
  void queue_due(const SubscriptionId& subscription, const Moment& now, Steps& steps);

  // A retry queue that an earlier run left, and about how much it holds.
  void adopt(const SubscriptionId& subscription, uint64_t entries, uint64_t bytes,
             const Moment& now, Steps& steps);
  // Entries of it have become due that nobody here has released.
  void came_due(const SubscriptionId& subscription, const Moment& now, Steps& steps);

  // The retry queues whose next due time has to be read from the store, before the next round.
  std::vector<SubscriptionId> take_looks();
  void looked(const SubscriptionId& subscription, std::optional<base::Time> next_due,
              const Moment& now, Steps& steps);

  // The next commit; none when there is nothing to write. Each is followed by end_round once
  // durable.
  std::optional<Round> begin_round(const Moment& now, Steps& steps);
  void end_round(const Round& round, RoundResult result, const Moment& now, Steps& steps);

  // See OrderGate.
  bool is_clear(const Group& group) const;
  void enter(const Group& group);
  void leave(const Group& group);
  // The log up to `end` is dispatched again, from here to end_replay().
  void begin_replay(store::Offset end);
  void end_replay(const Moment& now, Steps& steps);

  // Starts nothing more; what is under way is still written down.
  void stop(const Moment& now, Steps& steps);
  // Nothing is written any more: the store is gone, or the partition has another owner.
  void halt(Steps& steps);
  bool halted() const { return halted_; }
  size_t spills_waiting() const { return spills_.size(); }

 private:
  // What is known of one subscription's retry queue.
  struct RetryQueue {
    bool registered = false;  // in the store, by a durable round or the one under way
    bool leasing = false;     // in the round under way
    bool adopted = false;     // an earlier run left entries, of groups that nobody has counted
    base::Time next_due = base::Time::max();
    base::Time timer_due = base::Time::max();
    // Entries with an errand whose outcome is not written yet; twice for the two of end_spill.
    std::multiset<store::Offset> in_hand;
    size_t spills_waiting = 0;
    uint64_t entries = 0;
    uint64_t bytes = 0;          // of its entries, about
    uint64_t bytes_noted = 0;    // in its registration
    size_t entry_bytes_max = 0;  // the largest in memory seen; 0: none yet
  };

  // A group of an ordered subscription (ledger_order.cc).
  struct GroupLine {
    std::deque<ErrandPtr> line;  // in the log only; the first is in its lane
    size_t queued = 0;           // in the retry queue, or on their way into it
    size_t entered = 0;          // of commits that are being made
  };
  using Groups = std::map<Group, GroupLine>;

  void offer(const ErrandPtr& errand, const Moment& now, Steps& steps);
  void offer_in_order(const ErrandPtr& errand, const Moment& now, Steps& steps);
  void spill_group(const Group& group, const Moment& now, Steps& steps);
  void end_first(const ErrandPtr& errand, const std::string& name, bool goes_to_queue,
                 const Moment& now, Steps& steps);
  void end_in_queue(const ErrandPtr& errand, const Moment& now, Steps& steps);
  void queue_letter(const ErrandPtr& errand, const Moment& now, Steps& steps);
  void end_queued(const SubscriptionId& subscription, const std::string& name);
  void reset_groups(const SubscriptionId& subscription, RetryQueue& queue);
  void forget_if_idle(Groups::iterator group);
  void enter_lane(const ErrandPtr& errand, const Moment& now, Steps& steps);
  void leave_lane(const ErrandPtr& errand, const Moment& now, Steps& steps);
  void start_next(Lane& lane, const Moment& now, Steps& steps);
  // One attempt of a lane that can start one; or, when the rate is spent, a time to go on. False:
  // the account's attempts hold too much already, and the lane waits.
  bool start_one(Lane& lane, const Moment& now, Steps& steps);
  void spill(const ErrandPtr& errand, base::Time not_before);
  void spill_under_way(const ErrandPtr& errand, const Moment& now);
  void count(const Errand& errand, const Verdict& verdict, const Moment& now, Steps& steps);
  void conclude(const ErrandPtr& errand, const Verdict& verdict, const Moment& now, Steps& steps);
  void conclude_queued(const ErrandPtr& errand, const Verdict& verdict);
  bool give_up(const ErrandPtr& errand, GiveUpReason reason, const Moment& now, Steps& steps);
  void consider(const SubscriptionId& subscription, RetryQueue& queue, const Moment& now,
                Steps& steps);
  void consider_drop(const SubscriptionId& subscription, RetryQueue& queue);
  static size_t bytes_of_entry(const RetryQueue& queue);
  size_t lease_room(const RetryQueue& queue) const;
  void resize(const SubscriptionId& subscription, RetryQueue& queue, int64_t entries,
              int64_t bytes);
  void take_letters(Round& round, size_t& bytes);
  void take_spills(Round& round, size_t& bytes);
  void take_updates(Round& round, size_t bytes);
  void take_notes(Round& round);
  void take_leases(Round& round, const Moment& now, Steps& steps);
  void take_drops(Round& round);
  void take_cursor(Round& round);
  void end_spill(const Round::Spill& spill, bool is_new, const Moment& now, Steps& steps);
  void end_letter(const Round::Letter& letter, bool taken, bool found, const Moment& now,
                  Steps& steps);
  void end_update(const Round::Update& update, bool found, const Moment& now, Steps& steps);
  void end_lease(const Round::Lease& lease, std::vector<LeasedEntry> entries, const Moment& now,
                 Steps& steps);
  std::optional<GiveUpReason> expired(const RetryQueue& queue, const Delivery& delivery,
                                      const Moment& now) const;
  void take_in(LeasedEntry entry, const SubscriptionId& subscription, RetryQueue& queue,
               const Moment& now, Steps& steps);
  void release_waiting(const Moment& now);
  bool has_work() const;
  // Ends every public call: begins writing, arms timers, notices that all is quiet.
  void settle_steps(const Moment& now, Steps& steps);

  const BusId bus_;
  Limits limits_;
  base::Random& random_;
  BusMetrics metrics_;
  const std::shared_ptr<InvocationRate> rate_;
  const std::shared_ptr<Quota> quota_;
  std::shared_ptr<std::atomic<size_t>> memory_;

  Window window_;
  std::map<TargetArn, Lane> lanes_;
  size_t running_ = 0;
  struct SpillTime {
    base::Instant due;
    std::weak_ptr<Errand> errand;
  };
  std::deque<SpillTime> spill_line_;  // in the order of time: all wait equally long
  bool spill_timer_armed_ = false;
  std::optional<base::Instant> rate_due_;  // lanes wait until then
  bool rate_timer_armed_ = false;
  TargetArn rate_turn_;  // where the lanes begin to take their turns

  std::map<SubscriptionId, RetryQueue> queues_;
  std::set<SubscriptionId> looks_;  // queues whose next due time is not known
  std::set<SubscriptionId> ready_;  // queues with something due and room for it
  std::set<SubscriptionId> empty_;  // queues that can be dropped
  std::set<SubscriptionId> grown_;  // queues whose size is to be noted, with the next round

  Groups groups_;
  bool is_replaying_ = false;
  store::Offset replay_end_ = 0;
  std::deque<ErrandPtr> held_back_;  // of groups, younger than what is replayed

  std::deque<Round::Spill> spills_;
  std::deque<Round::Update> updates_;
  std::deque<Round::Letter> letters_;
  size_t letters_asked_ = 0;  // letter_ready is owed for so many
  store::Offset written_cursor_;
  bool cursor_timer_armed_ = false;
  bool cursor_due_ = false;
  bool writing_ = false;
  bool stopping_ = false;
  bool halted_ = false;
};

}  // namespace angarium::delivery
