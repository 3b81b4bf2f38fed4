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
  draft.note_due(lease.queue);
  return found_messages(std::move(*held));
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
  AG_TRY(entries, queue->take_due(lease.messages_max, lease.whole_groups));
  AG_CHECK(queue->lease(entries, lease.until));
  if (!lease.attempt.empty() && !entries.empty()) {
    remember(draft, *queue, lease, draft.now() + lease.remember_for, entries);
  }
  return found_messages(std::move(entries));
}

}  // namespace angarium::store
