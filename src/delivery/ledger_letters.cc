// The part of Ledger that deals with what is given up.
#include <algorithm>
#include <utility>

#include "delivery/ledger.h"

namespace angarium::delivery {

// The one door through which undelivered events leave. Whether the errand goes on, as a dead
// letter.
bool Ledger::give_up(const ErrandPtr& errand, GiveUpReason reason, const Moment& now,
                     Steps& steps) {
  const Delivery& delivery = errand->delivery;
  steps.failures.push_back({delivery, reason, errand->last_attempt});
  if (delivery.dead_letter) {
    steps.tallies.push_back({Tally::Kind::kLetterLost, delivery.dead_letter->route});
    return false;
  }
  const base::Milliseconds age = now.time - delivery.content->ingest_time;
  steps.tallies.push_back({Tally::Kind::kGivenUp, delivery.route, age, reason});
  if (delivery.route->dead_letter_arn.empty()) return false;
  DeadLetter letter{delivery.route,
                    reason,
                    errand->attempts_made,
                    delivery.first_attempt_time,
                    errand->last_attempt.error_code,
                    errand->last_attempt.error_message};
  errand->delivery = to_dead_letter_queue(delivery, std::move(letter), now.time);
  errand->place = Errand::Place::kEnded;
  errand->attempts_made = 0;
  errand->last_attempt = {};
  errand->verdict.reset();
  if (!errand->group.empty()) {
    queue_letter(errand, now, steps);
    return true;
  }
  ++letters_asked_;
  steps.letters.push_back({errand, errand->delivery});
  return true;
}

// A queue of the bus's own partition takes the letter in the commit that forgets the delivery. Any
// other is a target like all targets: through a lane, and by way of the retry queue if it must be.
void Ledger::letter_ready(const ErrandPtr& errand, std::optional<SameCommit> commit,
                          const Moment& now, Steps& steps) {
  --letters_asked_;
  if (commit) {
    letters_.push_back({errand, std::move(*commit), state_of(*errand), errand->stored});
  } else if (errand->stored == Errand::Stored::kInLog) {
    stopping_ ? spill(errand, now.time) : offer(errand, now, steps);
  } else if (stopping_) {
    conclude_queued(errand, {Verdict::Kind::kRetry, now.time, {}});
  } else {
    errand->from_queue = true;
    enter_lane(errand, now, steps);
  }
  settle_steps(now, steps);
}

void Ledger::take_letters(Round& round, size_t& bytes) {
  while (!letters_.empty() && round.letters.size() < limits_.commit_operations_max / 16) {
    const Round::Letter& next = letters_.front();
    bytes += next.errand->delivery.content->bytes();
    if (!round.letters.empty() && bytes > limits_.commit_bytes_max / 2) break;
    if (next.stored == Errand::Stored::kInLog) window_.settle(next.errand->delivery.log_offset);
    round.letters.push_back(std::move(letters_.front()));
    letters_.pop_front();
  }
}

// Not taken: its queue has gone meanwhile. Then the commit put the letter into the retry queue, due
// at once, and the attempt will say what is wrong. `found`: the entry to delete or to release was
// there, or the entry to push was not.
void Ledger::end_letter(const Round::Letter& letter, bool taken, bool found, const Moment& now,
                        Steps& steps) {
  Errand& errand = *letter.errand;
  const SubscriptionId& subscription = errand.delivery.route->subscription;
  const bool was_in_log = letter.stored == Errand::Stored::kInLog;
  if (taken) {
    steps.tallies.push_back({Tally::Kind::kLetterSent, errand.delivery.dead_letter->route});
  }
  if (was_in_log) {
    errand.held = nullptr;
    metrics_.outstanding.add(-1);
    if (taken) return;
  }
  RetryQueue& queue = queues_[subscription];
  if (was_in_log) {
    queue.registered = true;
    metrics_.spilled.add();
  } else {
    queue.in_hand.erase(queue.in_hand.find(errand.delivery.log_offset));
    if (taken) end_queued(subscription, errand.group);
    if (queue.in_hand.empty()) looks_.insert(subscription);
  }
  if (found && (taken || was_in_log)) {
    const auto bytes = static_cast<int64_t>(entry_bytes(*errand.delivery.content));
    taken ? resize(subscription, queue, -1, -bytes) : resize(subscription, queue, 1, bytes);
  }
  if (!taken) queue.next_due = std::min(queue.next_due, now.time);
  consider(subscription, queue, now, steps);
}

}  // namespace angarium::delivery
