#include "store/apply.h"
#include "store/queue_draft.h"

namespace angarium::store {

namespace {

OperationResult only(Outcome outcome) { return OperationResult{.outcome = outcome}; }

// An entry that an operation may act on, in its queue, or why it may not.
struct Found {
  std::optional<QueueDraft> queue;
  std::optional<QueueEntry> entry;
  Outcome outcome = Outcome::kNotFound;
};

base::Result<Found> find_entry(Draft& draft, const Key& queue, const MessageId& id,
                               const std::optional<LeaseToken>& lease) {
  Found found;
  AG_TRY(queue_draft, QueueDraft::find(draft, queue));
  found.queue = queue_draft;
  if (!found.queue) return found;
  AG_TRY(entry, found.queue->entry(id));
  found.entry = std::move(entry);
  if (!found.entry) return found;
  const bool held = !lease || *lease == found.entry->message.lease;
  found.outcome = held ? Outcome::kDone : Outcome::kNotLeased;
  return found;
}

// The sequence of the message that `id` would repeat, if any.
base::Result<std::optional<uint64_t>> find_earlier(Draft& draft, const QueueDraft& queue,
                                                   const MessageId& id) {
  AG_TRY(living, queue.entry(id));
  if (living) return std::optional<uint64_t>(living->message.sequence);
  AG_TRY(mark, find_mark(draft, queue.message_mark(id)));
  if (mark) return std::optional<uint64_t>(mark->sequence);
  return std::optional<uint64_t>();
}

}  // namespace

base::Result<OperationResult> apply(Draft& draft, const QueuePush& push) {
  AG_TRY(queue, QueueDraft::find_or_create(draft, push.queue));
  AG_TRY(earlier, find_earlier(draft, queue, push.id));
  if (earlier) return OperationResult{.outcome = Outcome::kDuplicate, .sequence = *earlier};
  Message message;
  message.id = push.id;
  message.body = push.body;
  message.group = push.group;
  message.state = push.state;
  message.sent = draft.now();
  message.not_before = push.not_before;
  AG_TRY(sequence, queue.insert(std::move(message)));
  if (push.deduplicate_for.count() > 0) {
    make_mark(draft, queue.message_mark(push.id), {draft.now() + push.deduplicate_for, sequence});
  }
  return OperationResult{.sequence = sequence};
}

base::Result<OperationResult> apply(Draft& draft, const QueueLease& lease) {
  AG_TRY(queue, QueueDraft::find(draft, lease.queue));
  if (!queue) return OperationResult{};
  AG_TRY(entries, queue->take_due(lease.messages_max));
  OperationResult result;
  for (QueueEntry& entry : entries) {
    const QueueEntry before = entry;
    Message& message = entry.message;
    message.not_before = lease.until;
    message.lease = draft.draw_number();
    ++message.receive_count;
    if (!message.first_received) message.first_received = draft.now();
    queue->replace(before, entry);
    result.messages.push_back(std::move(message));
  }
  return result;
}

base::Result<OperationResult> apply(Draft& draft, const QueueRelease& release) {
  AG_TRY(found, find_entry(draft, release.queue, release.id, release.lease));
  if (found.outcome != Outcome::kDone) return only(found.outcome);
  QueueEntry after = *found.entry;
  after.message.not_before = release.not_before;
  if (release.state) after.message.state = *release.state;
  if (!release.keeps_lease) after.message.lease = 0;
  found.queue->replace(*found.entry, after);
  if (!after.behind_group) draft.note_due(release.queue);
  return OperationResult{};
}

base::Result<OperationResult> apply(Draft& draft, const QueueMove& move) {
  AG_TRY(found, find_entry(draft, move.from, move.id, move.lease));
  if (found.outcome != Outcome::kDone) return only(found.outcome);
  if (move.from == move.to) {
    return base::Error(StoreError::kInvalid, "a message can't move to the queue it is in");
  }
  AG_CHECK(found.queue->load_body(*found.entry));
  AG_CHECK(found.queue->remove(*found.entry));
  AG_TRY(to, QueueDraft::find_or_create(draft, move.to));
  AG_TRY(earlier, find_earlier(draft, to, move.id));
  if (earlier) return OperationResult{.outcome = Outcome::kDuplicate, .sequence = *earlier};
  Message message = std::move(found.entry->message);
  message.not_before = move.not_before;
  message.lease = 0;
  AG_TRY(sequence, to.insert(std::move(message)));
  return OperationResult{.sequence = sequence};
}

base::Result<OperationResult> apply(Draft& draft, const QueueDelete& erase) {
  AG_TRY(found, find_entry(draft, erase.queue, erase.id, erase.lease));
  if (found.outcome != Outcome::kDone) return only(found.outcome);
  AG_CHECK(found.queue->remove(*found.entry));
  return OperationResult{};
}

base::Result<OperationResult> apply(Draft& draft, const QueueExpire& expire) {
  AG_TRY(queue, QueueDraft::find(draft, expire.queue));
  if (!queue) return only(Outcome::kNotFound);
  AG_TRY(removed, queue->remove_due(expire.due_by, expire.messages_max));
  return OperationResult{.messages_removed = removed};
}

base::Result<OperationResult> apply(Draft& draft, const QueuePurge& purge) {
  AG_TRY(queue, QueueDraft::find(draft, purge.queue));
  if (!queue) return only(Outcome::kNotFound);
  AG_CHECK(queue->purge());
  return OperationResult{};
}

base::Result<OperationResult> apply(Draft& draft, const QueueDrop& drop) {
  AG_TRY(queue, QueueDraft::find(draft, drop.queue));
  if (!queue) return only(Outcome::kNotFound);
  AG_CHECK(queue->drop());
  return OperationResult{};
}

}  // namespace angarium::store
