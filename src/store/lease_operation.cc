#include "store/apply.h"
#include "store/queue_draft.h"

namespace angarium::store {

namespace {

OperationResult found_messages(std::vector<QueueEntry> entries) {
  OperationResult result;
  result.messages.reserve(entries.size());
  for (QueueEntry& entry : entries) result.messages.push_back(std::move(entry.message));
  return result;
}

// The entries that an earlier attempt leased, with their bodies; none when one of them was touched
// since.
base::Result<std::optional<std::vector<QueueEntry>>> find_held(const QueueDraft& queue,
                                                               const MarkRecord& mark) {
  std::vector<QueueEntry> entries;
  for (const MarkRecord::Held& held : mark.held) {
    AG_TRY(entry, queue.entry(held.id));
    if (!entry || entry->message.lease != held.lease ||
        entry->message.not_before != mark.held_until) {
      return std::optional<std::vector<QueueEntry>>();
    }
    AG_CHECK(queue.load_body(*entry));
    entries.push_back(std::move(*entry));
  }
  return std::optional(std::move(entries));
}

void remember(Draft& draft, const QueueDraft& queue, const QueueLease& lease, base::Time expires,
              const std::vector<QueueEntry>& entries) {
  MarkRecord mark{.expires = expires};
  mark.held_until = lease.until;
  for (const QueueEntry& entry : entries) {
    mark.held.push_back({entry.message.id, entry.message.lease});
  }
  make_mark(draft, queue.attempt_mark(lease.attempt), mark);
}

base::Result<OperationResult> lease_again(Draft& draft, QueueDraft& queue, const QueueLease& lease,
                                          const MarkRecord& mark) {
  AG_TRY(held, find_held(queue, mark));
  if (!held) return OperationResult{.outcome = Outcome::kNotLeased};
  for (QueueEntry& entry : *held) {
    const QueueEntry before = entry;
    entry.message.not_before = lease.until;
    AG_CHECK(queue.replace(before, entry));
  }
  remember(draft, queue, lease, mark.expires, *held);
  draft.note_due(lease.queue, lease.until);
  return found_messages(std::move(*held));
}

bool is_expired(const QueueLease& lease, const Message& message) {
  return lease.sent_after && message.sent <= *lease.sent_after;
}

bool is_dead(const QueueLease& lease, const Message& message) {
  return lease.dead_letters && message.receive_count >= lease.dead_letters->receives_max;
}

// Removes or moves those of `entries` that can't be leased, and notes them in `result`. How many.
base::Result<size_t> put_aside(Draft& draft, QueueDraft& queue, const QueueLease& lease,
                               const std::vector<QueueEntry>& entries, OperationResult& result) {
  size_t count = 0;
  for (const QueueEntry& met : entries) {
    const bool expired = is_expired(lease, met.message);
    if (!expired && !is_dead(lease, met.message)) continue;
    ++count;
    // As it is by now: it may have come up in its group.
    AG_TRY(entry, queue.entry(met.message.id));
    if (!entry) return base::Error(StoreError::kCorrupt, "a message that was due isn't there");
    if (expired) {
      AG_CHECK(queue.remove(*entry));
      ++result.messages_removed;
      continue;
    }
    entry->message.body = met.message.body;
    QueueMove move{.from = lease.queue,
                   .id = met.message.id,
                   .to = lease.dead_letters->queue,
                   .not_before = draft.now(),
                   .state = lease.dead_letters->state,
                   .sent_anew = lease.dead_letters->sent_anew};
    AG_CHECK(move_entry(draft, queue, std::move(*entry), move));
    ++result.messages_moved;
  }
  return count;
}

// Takes what is due and can be leased. Putting a message aside lets the next of its group come up:
// then it looks again, a bounded number of times.
base::Result<std::vector<QueueEntry>> take_living(Draft& draft, QueueDraft& queue,
                                                  const QueueLease& lease,
                                                  OperationResult& result) {
  constexpr int kRoundsMax = 10;  // each reads as many messages as a lease may
  for (int round = 0; round < kRoundsMax; ++round) {
    const layout::DueKey low = queue.head().low;
    AG_TRY(entries, queue.take_due(lease.messages_max, lease.whole_groups));
    AG_TRY(aside, put_aside(draft, queue, lease, entries, result));
    if (aside == 0) return entries;
    queue.look_again_from(low);
  }
  return std::vector<QueueEntry>();
}

}  // namespace

base::Result<OperationResult> apply(Draft& draft, const QueueLease& lease) {
  AG_TRY(queue, QueueDraft::find(draft, lease.queue));
  if (!queue) return OperationResult{};
  if (!lease.attempt.empty()) {
    AG_TRY(earlier, find_mark(draft, queue->attempt_mark(lease.attempt)));
    // A lease that simply ran out leaves its name free for a new one.
    if (earlier && earlier->held_until > draft.now()) {
      return lease_again(draft, *queue, lease, *earlier);
    }
  }
  OperationResult aside;
  AG_TRY(entries, take_living(draft, *queue, lease, aside));
  AG_CHECK(queue->lease(entries, lease.until));
  if (!lease.attempt.empty() && !entries.empty()) {
    remember(draft, *queue, lease, draft.now() + lease.remember_for, entries);
  }
  OperationResult result = found_messages(std::move(entries));
  result.messages_removed = aside.messages_removed;
  result.messages_moved = aside.messages_moved;
  return result;
}

}  // namespace angarium::store
