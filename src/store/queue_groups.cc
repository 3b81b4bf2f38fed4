#include "store/queue_draft.h"

namespace angarium::store {

base::Result<std::optional<GroupRecord>> QueueDraft::read_group(const std::string& group) const {
  AG_TRY(stored, draft_->overlay().get(place_.group_head(group)));
  if (!stored) return std::optional<GroupRecord>();
  AG_TRY(record, GroupRecord::decode(*stored));
  if (GroupRecord::is_old_form(*stored)) {
    AG_TRY(head, entry_named({{}, *stored}));
    record.head_sequence = head.message.sequence;
    record.head_not_before = head.message.not_before;
  }
  return std::optional<GroupRecord>(std::move(record));
}

base::Result<GroupRecord> QueueDraft::open_group(const std::string& group) {
  AG_TRY(record, read_group(group));
  if (!record) return base::Error(StoreError::kCorrupt, "a message's group isn't there");
  unindex(record->due(), record->head_sequence);
  return std::move(*record);
}

void QueueDraft::close_group(const std::string& group, const GroupRecord& record) {
  index(record.due(), record.head_sequence, record.head);
  draft_->overlay().put(place_.group_head(group), record.encode());
}

// True when others of the group are already here. The first one becomes the group's head.
base::Result<bool> QueueDraft::join_group(const Message& message) {
  const std::string place = place_.group_head(message.group);
  draft_->overlay().put(place_.group_member(message.group, message.sequence), message.id.text());
  AG_TRY(record, read_group(message.group));
  if (!record) {
    close_group(message.group, {message.id, message.sequence, message.not_before, 1, {}});
    return false;
  }
  if (record->members > 0) {
    ++record->members;
    draft_->overlay().put(place, record->encode());
  }
  return true;
}

base::Result<void> QueueDraft::leave_group(const QueueEntry& entry) {
  const Message& message = entry.message;
  draft_->overlay().erase(place_.group_member(message.group, message.sequence));
  AG_TRY(record, open_group(message.group));
  const base::Time before = record.due();
  const bool was_last = record.members == 1;
  if (record.members > 0) --record.members;
  if (entry.behind_group) {
    record.note_leased(message.sequence, std::nullopt);
  } else {
    bool has_heir = false;
    if (!was_last) {
      AG_TRY(passed_on, pass_on_group(message.group, record));
      has_heir = passed_on;
    }
    if (!has_heir) {
      draft_->overlay().erase(place_.group_head(message.group));
      return {};
    }
  }
  close_group(message.group, record);
  if (!entry.behind_group || record.due() < before) draft_->note_due(queue_, record.due());
  return {};
}

// Makes the next member the head; false when there is none. Members are erased in order, so the
// search begins past all that were.
base::Result<bool> QueueDraft::pass_on_group(const std::string& group, GroupRecord& record) {
  AG_TRY(next, draft_->overlay().scan(place_.group_member(group, record.head_sequence + 1),
                                      place_.group_member(group, UINT64_MAX), 1));
  if (next.empty()) return false;
  AG_TRY(heir, entry_named(next[0]));
  uncount(heir);
  heir.behind_group = false;
  count(heir);
  write(heir);
  record.head = heir.message.id;
  record.head_sequence = heir.message.sequence;
  record.head_not_before = heir.message.not_before;
  record.note_leased(heir.message.sequence, std::nullopt);
  return true;
}

}  // namespace angarium::store
