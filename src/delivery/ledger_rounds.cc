// The half of Ledger that deals with commits and retry queues.
#include <algorithm>
#include <utility>

#include "delivery/ledger.h"

namespace angarium::delivery {
namespace {

// The largest event a bus takes in, for as long as no entry has been seen.
constexpr size_t kEntryBytesUnknown = 1'310'720;
// What an entry is taken for whose queue was left by a version that did not note sizes.
constexpr uint64_t kEntryBytesGuessed = 2048;
// A queue's size is noted when it has doubled or halved, above this.
constexpr uint64_t kNotedBytesMin = 64 << 10;
// How long a queue waits when its account's attempts hold as much as they may.
constexpr base::Milliseconds kReserveAgain{500};

}  // namespace

void Ledger::adopt(const SubscriptionId& subscription, uint64_t entries, uint64_t bytes,
                   const Moment& now, Steps& steps) {
  RetryQueue& queue = queues_[subscription];
  queue.registered = true;
  queue.adopted = entries > 0;
  queue.bytes_noted = bytes;
  if (bytes == 0) bytes = entries * kEntryBytesGuessed;
  resize(subscription, queue, static_cast<int64_t>(entries), static_cast<int64_t>(bytes));
  looks_.insert(subscription);
  settle_steps(now, steps);
}

void Ledger::came_due(const SubscriptionId& subscription, const Moment& now, Steps& steps) {
  looks_.insert(subscription);
  settle_steps(now, steps);
}

std::vector<SubscriptionId> Ledger::take_looks() {
  std::vector<SubscriptionId> looks(looks_.begin(), looks_.end());
  looks_.clear();
  return looks;
}

void Ledger::looked(const SubscriptionId& subscription, std::optional<base::Time> next_due,
                    const Moment& now, Steps& steps) {
  auto found = queues_.find(subscription);
  if (found == queues_.end()) return;
  RetryQueue& queue = found->second;
  if (!next_due) consider_drop(subscription, queue);
  queue.next_due = next_due.value_or(base::Time::max());
  // Releases that are not durable yet may be due earlier than what the store knows.
  consider(subscription, queue, now, steps);
}

void Ledger::queue_due(const SubscriptionId& subscription, const Moment& now, Steps& steps) {
  auto found = queues_.find(subscription);
  if (found == queues_.end()) return;
  found->second.timer_due = base::Time::max();
  consider(subscription, found->second, now, steps);
  settle_steps(now, steps);
}

// Its bytes are known about: entries that lasted through a restart come and go by their real size.
void Ledger::resize(const SubscriptionId& subscription, RetryQueue& queue, int64_t entries,
                    int64_t bytes) {
  queue.entries = static_cast<uint64_t>(static_cast<int64_t>(queue.entries) + entries);
  if (queue.entries == 0) bytes = -static_cast<int64_t>(queue.bytes);
  bytes = std::max(bytes, -static_cast<int64_t>(queue.bytes));
  queue.bytes = static_cast<uint64_t>(static_cast<int64_t>(queue.bytes) + bytes);
  quota_->add(entries, bytes);
  metrics_.retrying.add(static_cast<double>(entries));
  reset_groups(subscription, queue);
  const uint64_t noted = std::max(queue.bytes_noted, kNotedBytesMin);
  if (queue.bytes > 2 * noted || 2 * std::max(queue.bytes, kNotedBytesMin) < noted) {
    grown_.insert(subscription);
  }
}

size_t Ledger::bytes_of_entry(const RetryQueue& queue) {
  return queue.entry_bytes_max == 0 ? kEntryBytesUnknown : queue.entry_bytes_max;
}

size_t Ledger::lease_room(const RetryQueue& queue) const {
  const size_t places = std::clamp<size_t>(limits_.lane_bytes_max / bytes_of_entry(queue), 1,
                                           limits_.lane_attempts_max);
  return places > queue.in_hand.size() ? places - queue.in_hand.size() : 0;
}

// Asks for a lease when something is due and there is room, or for a timer when it will be.
void Ledger::consider(const SubscriptionId& subscription, RetryQueue& queue, const Moment& now,
                      Steps& steps) {
  if (stopping_ || queue.leasing || queue.next_due == base::Time::max()) return;
  if (queue.next_due <= now.time) {
    if (lease_room(queue) > 0) ready_.insert(subscription);
    return;
  }
  if (queue.next_due >= queue.timer_due) return;
  queue.timer_due = queue.next_due;
  steps.queue_timers.push_back({subscription, queue.next_due});
}

void Ledger::consider_drop(const SubscriptionId& subscription, RetryQueue& queue) {
  if (queue.spills_waiting == 0 && queue.in_hand.empty() && !queue.leasing) {
    empty_.insert(subscription);
  }
}

std::optional<Round> Ledger::begin_round(const Moment& now, Steps& steps) {
  Round round;
  if (!halted_) {
    size_t bytes = 0;
    take_letters(round, bytes);
    take_spills(round, bytes);
    take_updates(round, bytes);
    take_notes(round);
    take_leases(round, now, steps);
    take_drops(round);
    take_cursor(round);
  }
  if (!round.empty()) return round;
  writing_ = !halted_ && has_work();  // a look may have been asked for
  if (writing_) return round;
  settle_steps(now, steps);
  return std::nullopt;
}

// Letters and spills share the bytes of a commit; of each there is at least one.
void Ledger::take_spills(Round& round, size_t& bytes) {
  while (!spills_.empty() && round.spills.size() < limits_.commit_operations_max / 2) {
    Errand& errand = *spills_.front().errand;
    const size_t entry = entry_bytes(*errand.delivery.content);
    if (!round.spills.empty() && bytes + entry > limits_.commit_bytes_max) break;
    bytes += entry;
    const SubscriptionId& subscription = errand.delivery.route->subscription;
    RetryQueue& queue = queues_.at(subscription);
    --queue.spills_waiting;
    if (!std::exchange(queue.registered, true)) round.registrations.push_back({subscription});
    window_.settle(errand.delivery.log_offset);
    round.spills.push_back(std::move(spills_.front()));
    spills_.pop_front();
  }
}

// One that leaves its group brings its event along. There is always room for one such: a commit's
// bytes are half of what the store takes.
void Ledger::take_updates(Round& round, size_t bytes) {
  bool any_leaves = false;
  while (!updates_.empty() && round.updates.size() < limits_.commit_operations_max / 4) {
    const Round::Update& next = updates_.front();
    if (next.leaves_group) {
      bytes += next.bytes;
      if (std::exchange(any_leaves, true) && bytes > limits_.commit_bytes_max) break;
    }
    round.updates.push_back(std::move(updates_.front()));
    updates_.pop_front();
  }
}

void Ledger::take_notes(Round& round) {
  while (!grown_.empty() && round.registrations.size() < limits_.commit_operations_max) {
    const SubscriptionId subscription = *grown_.begin();
    grown_.erase(grown_.begin());
    auto found = queues_.find(subscription);
    if (found == queues_.end() || !found->second.registered || found->second.entries == 0) continue;
    found->second.bytes_noted = found->second.bytes;
    round.registrations.push_back({subscription, found->second.bytes});
  }
}

void Ledger::take_leases(Round& round, const Moment& now, Steps& steps) {
  while (!ready_.empty() && round.leases.size() < limits_.commit_operations_max / 8) {
    const SubscriptionId subscription = *ready_.begin();
    ready_.erase(ready_.begin());
    RetryQueue& queue = queues_.at(subscription);
    const size_t room = lease_room(queue);
    if (stopping_ || room == 0) continue;
    const size_t each = bytes_of_entry(queue);
    std::shared_ptr<Reservation> reserved = Reservation::of(quota_, room * each, each);
    if (!reserved) {
      steps.queue_timers.push_back({subscription, now.time + kReserveAgain});
      continue;
    }
    queue.leasing = true;
    const size_t granted = std::min<size_t>(room, reserved->bytes() / each);
    round.leases.push_back({subscription, granted, std::move(reserved)});
  }
  if (stopping_) ready_.clear();
}

void Ledger::take_drops(Round& round) {
  while (!empty_.empty() && round.drops.size() < limits_.commit_operations_max / 16) {
    const SubscriptionId subscription = *empty_.begin();
    empty_.erase(empty_.begin());
    RetryQueue& queue = queues_.at(subscription);
    if (queue.spills_waiting > 0 || queue.leasing || !queue.in_hand.empty()) continue;
    const bool spilled_now =
        std::any_of(round.spills.begin(), round.spills.end(), [&](const Round::Spill& spill) {
          return spill.errand->delivery.route->subscription == subscription;
        });
    if (spilled_now || !std::exchange(queue.registered, false)) continue;
    round.drops.push_back(subscription);
  }
}

void Ledger::take_cursor(Round& round) {
  const uint64_t ahead = window_.cursor() - written_cursor_;
  const bool due = cursor_due_ || ahead >= limits_.cursor_records_max;
  if (ahead == 0 || (round.empty() && !due)) return;
  cursor_due_ = stopping_;
  round.cursor = window_.cursor();
}

void Ledger::end_round(const Round& round, RoundResult result, const Moment& now, Steps& steps) {
  if (round.cursor) written_cursor_ = *round.cursor;
  for (size_t i = 0; i < round.spills.size(); ++i) {
    end_spill(round.spills[i], result.spill_is_new[i], now, steps);
  }
  for (size_t i = 0; i < round.updates.size(); ++i) {
    end_update(round.updates[i], result.update_found[i], now, steps);
  }
  for (size_t i = 0; i < round.leases.size(); ++i) {
    end_lease(round.leases[i], std::move(result.leased[i]), now, steps);
  }
  for (const SubscriptionId& subscription : round.drops) {
    auto queue = queues_.find(subscription);
    if (queue->second.spills_waiting > 0) continue;  // it comes to exist again
    quota_->add(-static_cast<int64_t>(queue->second.entries),
                -static_cast<int64_t>(queue->second.bytes));
    queues_.erase(queue);
    grown_.erase(subscription);
    ready_.erase(subscription);
    looks_.erase(subscription);
    empty_.erase(subscription);
  }
  for (size_t i = 0; i < round.letters.size(); ++i) {
    end_letter(round.letters[i], result.letters_taken, result.letter_found[i], now, steps);
  }
  settle_steps(now, steps);
}

// The entry may be there already: an earlier run spilled this delivery and died before the cursor
// had passed its record, which was then replayed. Two errands then see to one entry, and the later
// outcome finds it gone.
void Ledger::end_spill(const Round::Spill& spill, bool is_new, const Moment& now, Steps& steps) {
  Errand& errand = *spill.errand;
  const SubscriptionId subscription = errand.delivery.route->subscription;
  RetryQueue& queue = queues_.at(subscription);
  errand.stored = Errand::Stored::kInQueue;
  errand.held = nullptr;
  metrics_.outstanding.add(-1);
  metrics_.spilled.add();
  // While nothing of the queue is unknown, neither is its largest entry.
  if (queue.entries == 0 || queue.entry_bytes_max > 0) {
    queue.entry_bytes_max = std::max(queue.entry_bytes_max, errand.delivery.content->bytes());
  }
  if (is_new) {
    resize(subscription, queue, 1, static_cast<int64_t>(entry_bytes(*errand.delivery.content)));
  }
  queue.next_due = std::min(queue.next_due, spill.not_before);
  const bool in_hand = errand.place == Errand::Place::kRunning || errand.verdict;
  if (in_hand) queue.in_hand.insert(errand.delivery.log_offset);
  if (errand.verdict) conclude(spill.errand, *std::exchange(errand.verdict, {}), now, steps);
  consider(subscription, queue, now, steps);
}

void Ledger::end_update(const Round::Update& update, bool found, const Moment& now, Steps& steps) {
  RetryQueue& queue = queues_.at(update.subscription);
  queue.in_hand.erase(queue.in_hand.find(update.log_offset));
  const auto bytes = static_cast<int64_t>(update.bytes);
  if (!update.release_until || update.leaves_group) end_queued(update.subscription, update.group);
  if (update.release_until) queue.next_due = std::min(queue.next_due, *update.release_until);
  if (!update.release_until && found) resize(update.subscription, queue, -1, -bytes);
  if (update.leaves_group && !found) resize(update.subscription, queue, 1, bytes);  // it is new
  if (queue.in_hand.empty()) looks_.insert(update.subscription);
  consider(update.subscription, queue, now, steps);
}

void Ledger::end_lease(const Round::Lease& lease, std::vector<LeasedEntry> entries,
                       const Moment& now, Steps& steps) {
  RetryQueue& queue = queues_.at(lease.subscription);
  queue.leasing = false;
  if (entries.size() < lease.messages_max) looks_.insert(lease.subscription);
  for (LeasedEntry& entry : entries) {
    if (entry.errand) {
      entry.errand->reserved = lease.reserved->split(entry.errand->delivery.content->bytes());
    }
    take_in(std::move(entry), lease.subscription, queue, now, steps);
  }
  consider(lease.subscription, queue, now, steps);
}

std::optional<GiveUpReason> Ledger::expired(const RetryQueue& queue, const Delivery& delivery,
                                            const Moment& now) const {
  if (is_too_old(delivery, now.time)) return GiveUpReason::kTooOld;
  const QuotaLimits& quota = quota_->limits;
  // A letter that waits for its queue has been given up once and is not given up for room again.
  if (delivery.dead_letter) return std::nullopt;
  if (queue.entries > quota.subscription_retry_events_max ||
      queue.bytes > quota.subscription_retry_bytes_max) {
    return GiveUpReason::kQueueFull;
  }
  return std::nullopt;
}

void Ledger::take_in(LeasedEntry entry, const SubscriptionId& subscription, RetryQueue& queue,
                     const Moment& now, Steps& steps) {
  if (!entry.errand) {
    metrics_.invocations.failed(GiveUpReason::kUnreadable).add();
    queue.in_hand.insert(entry.log_offset);
    updates_.push_back({subscription, entry.log_offset});
    return;
  }
  ErrandPtr errand = std::move(entry.errand);
  const Delivery& delivery = errand->delivery;
  // Its lease has passed while an attempt still runs: that one decides.
  if (queue.in_hand.contains(delivery.log_offset)) return;
  queue.in_hand.insert(delivery.log_offset);
  queue.entry_bytes_max = std::max(queue.entry_bytes_max, delivery.content->bytes());
  if (const auto reason = expired(queue, delivery, now)) {
    errand->from_queue = true;
    return conclude(errand, {Verdict::Kind::kGiveUp, {}, *reason}, now, steps);
  }
  enter_lane(errand, now, steps);
}

// What was leased and has not begun becomes due at once for the next run.
void Ledger::release_waiting(const Moment& now) {
  for (auto& [target, lane] : lanes_) {
    for (const ErrandPtr& errand : lane.take_retried()) {
      const Delivery& delivery = errand->delivery;
      Round::Update update{delivery.route->subscription, delivery.log_offset,
                           entry_bytes(*delivery.content), errand->group, now.time};
      if (delivery.dead_letter) update.state = state_of(*errand);
      updates_.push_back(std::move(update));
    }
  }
}

}  // namespace angarium::delivery
