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
                               const std::optional<LeaseToken>& lease, bool unexpired = false) {
  Found found;
  AG_TRY(queue_draft, QueueDraft::find(draft, queue));
  found.queue = queue_draft;
  if (!found.queue) return found;
  AG_TRY(entry, found.queue->entry(id));
  found.entry = std::move(entry);
  if (!found.entry) return found;
  const Message& message = found.entry->message;
  const bool held = !lease || *lease == message.lease;
  const bool over = unexpired && message.not_before <= draft.now();
  found.outcome = held && !over ? Outcome::kDone : Outcome::kNotLeased;
  return found;
}

// The message that a push would repeat, if any: its sequence and id.
using Earlier = std::optional<std::pair<uint64_t, MessageId>>;

base::Result<Earlier> find_earlier(Draft& draft, const QueueDraft& queue, const MessageId& id) {
  AG_TRY(living, queue.entry(id));
  if (living) return Earlier({living->message.sequence, id});
  AG_TRY(mark, find_mark(draft, queue.message_mark(id)));
  return mark ? Earlier({mark->sequence, id}) : Earlier();
}

base::Result<Earlier> find_same_key(Draft& draft, const QueueDraft& queue,
                                    const std::string& deduplication_key) {
  if (deduplication_key.empty()) return Earlier();
  AG_TRY(mark, find_mark(draft, queue.deduplication_mark(deduplication_key)));
  return mark ? Earlier({mark->sequence, mark->id}) : Earlier();
}

OperationResult repeats(const Earlier& earlier) {
  return {.outcome = Outcome::kDuplicate, .sequence = earlier->first, .id = earlier->second};
}

void remember(Draft& draft, const QueueDraft& queue, const QueuePush& push, uint64_t sequence) {
  if (push.deduplicate_for.count() <= 0) return;
  MarkRecord mark{.expires = draft.now() + push.deduplicate_for, .sequence = sequence};
  if (push.deduplication_key.empty()) {
    make_mark(draft, queue.message_mark(push.id), mark);
    return;
  }
  mark.id = push.id;
  make_mark(draft, queue.deduplication_mark(push.deduplication_key), mark);
}

}  // namespace

base::Result<OperationResult> apply(Draft& draft, const QueuePush& push) {
  AG_TRY(queue, QueueDraft::find_or_create(draft, push.queue));
  if (!push.id_is_new) {
    AG_TRY(earlier, find_earlier(draft, queue, push.id));
    if (earlier) return repeats(earlier);
  }
  AG_TRY(same_key, find_same_key(draft, queue, push.deduplication_key));
  if (same_key) return repeats(same_key);
  Message message;
  message.id = push.id;
  message.body = push.body;
  message.group = push.group;
  message.state = push.state;
  message.sent = draft.now();
  message.not_before = push.not_before;
  AG_TRY(sequence, queue.insert(std::move(message)));
  remember(draft, queue, push, sequence);
  return OperationResult{.sequence = sequence, .id = push.id};
}

base::Result<OperationResult> apply(Draft& draft, const QueueRelease& release) {
  AG_TRY(found, find_entry(draft, release.queue, release.id, release.lease, release.unexpired));
  if (found.outcome != Outcome::kDone) return only(found.outcome);
  const QueueEntry& before = *found.entry;
  QueueEntry after = before;
  after.message.not_before = release.not_before;
  if (release.state) after.message.state = *release.state;
  if (!release.keeps_lease) after.message.lease = 0;
  AG_CHECK(found.queue->replace(before, after));
  // One behind its group may have been what the group waited for.
  if (!after.behind_group) draft.note_due(release.queue, release.not_before);
  if (after.behind_group && before.message.lease != 0) draft.note_due(release.queue, draft.now());
  return OperationResult{};
}

base::Result<OperationResult> apply(Draft& draft, const QueueMove& move) {
  AG_TRY(found, find_entry(draft, move.from, move.id, move.lease));
  if (found.outcome != Outcome::kDone) return only(found.outcome);
  AG_CHECK(found.queue->load_body(*found.entry));
  return move_entry(draft, *found.queue, std::move(*found.entry), move);
}

base::Result<OperationResult> move_entry(Draft& draft, QueueDraft& from, QueueEntry entry,
                                         const QueueMove& move) {
  if (move.from == move.to) {
    return base::Error(StoreError::kInvalid, "a message can't move to the queue it is in");
  }
  AG_CHECK(from.remove(entry));
  Message message = std::move(entry.message);
  if (move.as_new || move.sent_anew) message.sent = draft.now();
  if (move.as_new) {
    message.id = *move.as_new;
    message.first_received.reset();
    message.receive_count = 0;
    message.state.clear();
  }
  if (move.state) message.state = *move.state;
  message.not_before = move.not_before;
  message.lease = 0;
  AG_TRY(to, QueueDraft::find_or_create(draft, move.to));
  AG_TRY(earlier, find_earlier(draft, to, message.id));
  if (earlier) return repeats(earlier);
  OperationResult result{.id = move.as_new.value_or(MessageId())};
  AG_TRY(sequence, to.insert(std::move(message)));
  result.sequence = sequence;
  return result;
}

base::Result<OperationResult> apply(Draft& draft, const QueueDelete& erase) {
  AG_TRY(found, find_entry(draft, erase.queue, erase.id, erase.lease, erase.unexpired));
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
