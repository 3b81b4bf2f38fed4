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

void QueueDraft::index(const QueueEntry& entry) {
  const Message& message = entry.message;
  draft_->overlay().put(place_.due(message.not_before, message.sequence), message.id.text());
  head_->later.add(message.not_before, is_leased(message), draft_->now());
  const layout::DueKey due{message.not_before, message.sequence};
  head_->low = std::min(head_->low, due);
}

void QueueDraft::unindex(const QueueEntry& entry) {
  const Message& message = entry.message;
  draft_->overlay().erase(place_.due(message.not_before, message.sequence));
  head_->later.remove(message.not_before, is_leased(message));
}

void QueueDraft::write(const QueueEntry& entry) {
  draft_->overlay().put(place_.entry(entry.message.id), entry.encode());
  draft_->queues().touch(queue_);
}

base::Result<uint64_t> QueueDraft::insert(Message message) {
  message.sequence = ++head_->last_sequence;
  ++head_->total;
  AG_TRY(behind_group, join_group(message));
  QueueEntry entry{std::move(message), true, behind_group};
  entry.body_inside = entry.message.body.size() <= kBodyInsideMax;
  if (!entry.body_inside) {
    draft_->overlay().put(place_.body(entry.message.sequence), entry.message.body);
  }
  write(entry);
  if (!behind_group) {
    index(entry);
    draft_->note_due(queue_);
  }
  return entry.message.sequence;
}

base::Result<void> QueueDraft::remove(const QueueEntry& entry) {
  draft_->overlay().erase(place_.entry(entry.message.id));
  if (!entry.body_inside) draft_->overlay().erase(place_.body(entry.message.sequence));
  --head_->total;
  if (!entry.behind_group) unindex(entry);
  draft_->queues().touch(queue_);
  AG_CHECK(leave_group(entry));
  // Empty: the next scan has nothing to skip.
  if (head_->total == 0) head_->low = QueueHead{}.low;
  return {};
}

void QueueDraft::replace(const QueueEntry& before, const QueueEntry& after) {
  write(after);
  if (before.behind_group) return;
  unindex(before);
  index(after);
}

// True when others of the group are already here. The first one becomes the group's head.
base::Result<bool> QueueDraft::join_group(const Message& message) {
  if (message.group.empty()) return false;
  draft_->overlay().put(place_.group_member(message.group, message.sequence), message.id.text());
  AG_TRY(head, draft_->overlay().get(place_.group_head(message.group)));
  if (head) return true;
  draft_->overlay().put(place_.group_head(message.group), message.id.text());
  return false;
}

// Members are erased in order, so the search for the next begins past all that were.
base::Result<void> QueueDraft::leave_group(const QueueEntry& entry) {
  const Message& message = entry.message;
  if (message.group.empty()) return {};
  draft_->overlay().erase(place_.group_member(message.group, message.sequence));
  if (entry.behind_group) return {};
  AG_TRY(next, draft_->overlay().scan(place_.group_member(message.group, message.sequence + 1),
                                      place_.group_member(message.group, UINT64_MAX), 1));
  if (next.empty()) {
    draft_->overlay().erase(place_.group_head(message.group));
    return {};
  }
  AG_TRY(heir, this->entry(MessageId(next[0].value)));
  if (!heir) return base::Error(StoreError::kCorrupt, "a group names a message that isn't there");
  heir->behind_group = false;
  draft_->overlay().put(place_.group_head(message.group), next[0].value);
  write(*heir);
  index(*heir);
  draft_->note_due(queue_);
  return {};
}

base::Result<std::vector<QueueEntry>> QueueDraft::take_due(size_t messages_max) {
  std::vector<QueueEntry> entries;
  if (head_->total == 0 || messages_max == 0) return entries;
  const std::string end = place_.due(draft_->now() + base::Milliseconds(1), 0);
  AG_TRY(due, draft_->overlay().scan(place_.due(head_->low.due, head_->low.sequence), end,
                                     messages_max));
  size_t bytes = 0;
  for (const Item& item : due) {
    AG_TRY(entry, this->entry(MessageId(item.value)));
    if (!entry)
      return base::Error(StoreError::kCorrupt, "a queue's order names a message that isn't there");
    AG_CHECK(load_body(*entry));
    if (!entries.empty() && bytes + entry->message.body.size() > draft_->limits().lease_bytes_max)
      break;
    bytes += entry->message.body.size();
    entries.push_back(std::move(*entry));
  }
  if (due.size() < messages_max && entries.size() == due.size()) {
    head_->low = {draft_->now() + base::Milliseconds(1), 0};
  } else {
    const Message& last = entries.back().message;
    head_->low = {last.not_before, last.sequence + 1};
  }
  return entries;
}

base::Result<size_t> QueueDraft::remove_due(base::Time by, size_t messages_max) {
  if (head_->total == 0) return size_t{0};
  AG_TRY(due, draft_->overlay().scan(place_.due(head_->low.due, head_->low.sequence),
                                     place_.due(by + base::Milliseconds(1), 0), messages_max));
  if (due.empty()) return size_t{0};
  // Before the removals: one may bring up the next of a group, due earlier than this.
  const layout::DueKey last = layout::parse_due(due.back().key);
  head_->low = {last.due, last.sequence + 1};
  for (const Item& item : due) {
    AG_TRY(entry, this->entry(MessageId(item.value)));
    if (!entry) {
      return base::Error(StoreError::kCorrupt, "a queue's order names a message that isn't there");
    }
    AG_CHECK(remove(*entry));
  }
  return due.size();
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
