#include "store/queue_draft.h"

#include <algorithm>

namespace angarium::store {

namespace {

// Bodies up to this size lie in the entry: one record less to write and to read, for a few bytes
// more when a lease writes the entry again. Beyond, the second copy costs more than the record.
constexpr size_t kBodyInsideMax = 1'024;

// A queue that holds at most this many messages is erased key by key. Each erased range costs
// readers a little until compaction, and a client may create and delete small queues all day.
constexpr uint64_t kEraseOneByOneMax = 32;
constexpr size_t kKeysPerMessageMax = 5;

bool is_leased(const Message& message) { return message.lease != 0; }

bool is_counted(const QueueEntry& entry) { return !entry.behind_group || is_leased(entry.message); }

}  // namespace

base::Result<std::optional<QueueDraft>> QueueDraft::find(Draft& draft, const Key& queue) {
  AG_TRY(head, draft.queues().find(draft.overlay(), queue));
  if (!head) return std::optional<QueueDraft>();
  return std::optional<QueueDraft>(QueueDraft(draft, queue, *head));
}

base::Result<QueueDraft> QueueDraft::find_or_create(Draft& draft, const Key& queue) {
  AG_TRY(found, find(draft, queue));
  if (found) return *found;
  QueueHead& head = draft.queues().create(queue);
  head.id = draft.draw_number();
  head.generation = draft.draw_number();
  return QueueDraft(draft, queue, head);
}

base::Result<std::optional<QueueEntry>> QueueDraft::entry(const MessageId& id) const {
  AG_TRY(stored, draft_->overlay().get(place_.entry(id)));
  if (!stored) return std::optional<QueueEntry>();
  AG_TRY(entry, QueueEntry::decode(*stored, id));
  return std::optional<QueueEntry>(std::move(entry));
}

base::Result<void> QueueDraft::load_body(QueueEntry& entry) const {
  if (entry.body_inside) return {};
  AG_TRY(stored, draft_->overlay().get(place_.body(entry.message.sequence)));
  if (!stored) return base::Error(StoreError::kCorrupt, "a message lacks its body");
  entry.message.body = std::move(*stored);
  draft_->overlay().add_bytes(entry.message.body.size());
  return {};
}

void QueueDraft::index(base::Time due, uint64_t sequence, const MessageId& id) {
  draft_->overlay().put_new(place_.due(due, sequence), id.text());
  head_->low = std::min(head_->low, layout::DueKey{due, sequence});
}

void QueueDraft::unindex(base::Time due, uint64_t sequence) {
  draft_->overlay().erase(place_.due(due, sequence));
}

void QueueDraft::count(const QueueEntry& entry) {
  const Message& message = entry.message;
  if (!is_counted(entry)) return;
  head_->later.add(message.not_before, is_leased(message), draft_->now());
}

void QueueDraft::uncount(const QueueEntry& entry) {
  if (is_counted(entry)) head_->later.remove(entry.message.not_before, is_leased(entry.message));
}

void QueueDraft::write(const QueueEntry& entry) {
  draft_->overlay().put(place_.entry(entry.message.id), entry.encode());
  draft_->queues().touch(queue_);
}

// What an item of the due index, or of a group's members, names.
base::Result<QueueEntry> QueueDraft::entry_named(const Item& item) const {
  AG_TRY(found, this->entry(MessageId(item.value)));
  if (!found) {
    return base::Error(StoreError::kCorrupt, "a queue's order names a message that isn't there");
  }
  return std::move(*found);
}

base::Result<uint64_t> QueueDraft::insert(Message message) {
  message.sequence = ++head_->last_sequence;
  ++head_->total;
  QueueEntry entry{std::move(message)};
  if (entry.message.group.empty()) {
    index(entry.message.not_before, entry.message.sequence, entry.message.id);
  } else {
    AG_TRY(behind_group, join_group(entry.message));
    entry.behind_group = behind_group;
  }
  entry.body_inside = entry.message.body.size() <= kBodyInsideMax;
  if (!entry.body_inside) {
    draft_->overlay().put(place_.body(entry.message.sequence), entry.message.body);
  }
  write(entry);
  count(entry);
  if (!entry.behind_group) draft_->note_due(queue_, entry.message.not_before);
  return entry.message.sequence;
}

base::Result<void> QueueDraft::remove(const QueueEntry& entry) {
  const Message& message = entry.message;
  if (message.group.empty()) {
    unindex(message.not_before, message.sequence);
  } else {
    AG_CHECK(leave_group(entry));
  }
  draft_->overlay().erase(place_.entry(message.id));
  if (!entry.body_inside) draft_->overlay().erase(place_.body(message.sequence));
  --head_->total;
  uncount(entry);
  draft_->queues().touch(queue_);
  // Empty: the next scan has nothing to skip.
  if (head_->total == 0) head_->low = QueueHead{}.low;
  return {};
}

base::Result<void> QueueDraft::replace(const QueueEntry& before, const QueueEntry& after) {
  const Message& message = after.message;
  write(after);
  uncount(before);
  count(after);
  if (message.group.empty()) {
    unindex(before.message.not_before, message.sequence);
    index(message.not_before, message.sequence, message.id);
    return {};
  }
  const bool was_leased = is_leased(before.message);
  if (after.behind_group && !was_leased && !is_leased(message)) return {};
  AG_TRY(group, open_group(message.group));
  if (after.behind_group) {
    group.note_leased(message.sequence,
                      is_leased(message) ? std::optional(message.not_before) : std::nullopt);
  } else {
    group.head_not_before = message.not_before;
  }
  close_group(message.group, group);
  return {};
}

// In rounds: what is removed may bring up the next of its group.
base::Result<size_t> QueueDraft::remove_due(base::Time by, size_t messages_max) {
  size_t removed = 0;
  const std::string end = place_.due(by + base::Milliseconds(1), 0);
  while (removed < messages_max && head_->total > 0) {
    AG_TRY(due, draft_->overlay().scan(place_.due(head_->low.due, head_->low.sequence), end,
                                       messages_max - removed));
    if (due.empty()) break;
    // Before the removals: the next of a group may be due earlier than this.
    const layout::DueKey last = layout::parse_due(due.back().key);
    head_->low = {last.due, last.sequence + 1};
    for (const Item& item : due) {
      AG_TRY(entry, entry_named(item));
      AG_CHECK(remove(entry));
    }
    removed += due.size();
  }
  return removed;
}

base::Result<void> QueueDraft::erase_contents() {
  if (head_->total == 0) return {};
  if (head_->total > kEraseOneByOneMax) {
    draft_->overlay().erase_range(place_.begin(), place_.end());
    return {};
  }
  AG_TRY(contents, draft_->overlay().scan(place_.begin(), place_.end(),
                                          kEraseOneByOneMax * kKeysPerMessageMax));
  for (Item& item : contents) draft_->overlay().erase(std::move(item.key));
  return {};
}

base::Result<void> QueueDraft::purge() {
  if (head_->total == 0) return {};
  AG_CHECK(erase_contents());
  head_->generation = draft_->draw_number();
  head_->total = 0;
  head_->later.clear();
  head_->low = QueueHead{}.low;
  place_.number = head_->generation;
  draft_->queues().touch(queue_);
  return {};
}

base::Result<void> QueueDraft::drop() {
  AG_CHECK(erase_contents());
  draft_->queues().drop(queue_);
  return {};
}

}  // namespace angarium::store
