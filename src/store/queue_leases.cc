#include "store/queue_draft.h"

namespace angarium::store {

// What one lease has gathered so far, within its bounds.
class QueueDraft::Taking {
 public:
  Taking(size_t messages_max, size_t bytes_max)
      : messages_max_(messages_max), bytes_max_(bytes_max) {}

  size_t wanted() const { return is_full_ ? 0 : messages_max_ - entries.size(); }
  // False, for good, when the entry's body is too much. The first always fits.
  bool add(QueueEntry entry) {
    bytes_ += entry.message.body.size();
    is_full_ |= !entries.empty() && bytes_ > bytes_max_;
    if (is_full_) return false;
    entries.push_back(std::move(entry));
    return true;
  }

  std::vector<QueueEntry> entries;

 private:
  const size_t messages_max_;
  const size_t bytes_max_;
  size_t bytes_ = 0;
  bool is_full_ = false;
};

// With `whole_groups` the first group alone often is enough. Then nothing is looked for behind it,
// where a deep group whose turn comes again and again may have left many tombstones.
base::Result<std::vector<QueueEntry>> QueueDraft::take_due(size_t messages_max, bool whole_groups) {
  Taking taking(messages_max, draft_->limits().lease_bytes_max);
  if (head_->total == 0) return std::move(taking.entries);
  const base::Time past_now = draft_->now() + base::Milliseconds(1);
  bool is_first = true;
  while (taking.wanted() > 0) {
    const size_t looked_for = whole_groups && is_first ? 1 : taking.wanted();
    is_first = false;
    AG_TRY(due, draft_->overlay().scan(place_.due(head_->low.due, head_->low.sequence),
                                       place_.due(past_now, 0), looked_for));
    for (const Item& item : due) {
      if (taking.wanted() == 0) return std::move(taking.entries);
      AG_TRY(entry, entry_named(item));
      AG_CHECK(load_body(entry));
      if (!taking.add(std::move(entry))) return std::move(taking.entries);
      const layout::DueKey taken = layout::parse_due(item.key);
      head_->low = {taken.due, taken.sequence + 1};
      if (whole_groups) AG_CHECK(take_followers(taking));
    }
    if (due.size() < looked_for) {
      if (taking.wanted() > 0) head_->low = {past_now, 0};
      break;
    }
  }
  return std::move(taking.entries);
}

// Those behind the head taken last, up to the first whose time hasn't come.
base::Result<void> QueueDraft::take_followers(Taking& taking) {
  const Message head = taking.entries.back().message;
  if (head.group.empty() || taking.wanted() == 0) return {};
  AG_TRY(record, read_group(head.group));
  if (!record || record->members == 1) return {};
  AG_TRY(members,
         draft_->overlay().scan(place_.group_member(head.group, head.sequence + 1),
                                place_.group_member(head.group, UINT64_MAX), taking.wanted()));
  for (const Item& item : members) {
    AG_TRY(entry, entry_named(item));
    if (entry.message.not_before > draft_->now()) break;
    AG_CHECK(load_body(entry));
    if (!taking.add(std::move(entry))) break;
  }
  return {};
}

// Those of one group follow each other: it is opened once for all of them.
base::Result<void> QueueDraft::lease(std::vector<QueueEntry>& entries, base::Time until) {
  std::string group;
  std::optional<GroupRecord> record;
  auto close = [&] {
    if (record) close_group(group, *record);
    record.reset();
  };
  for (QueueEntry& entry : entries) {
    Message& message = entry.message;
    uncount(entry);
    const base::Time due_before = std::exchange(message.not_before, until);
    message.lease = draft_->draw_number();
    ++message.receive_count;
    if (!message.first_received) message.first_received = draft_->now();
    write(entry);
    count(entry);
    if (message.group.empty()) {
      unindex(due_before, message.sequence);
      index(until, message.sequence, message.id);
      continue;
    }
    if (message.group != group) close();
    group = message.group;
    if (!record) {
      AG_TRY(opened, open_group(group));
      record = std::move(opened);
    }
    if (entry.behind_group) {
      record->note_leased(message.sequence, until);
    } else {
      record->head_not_before = until;
    }
  }
  close();
  return {};
}

}  // namespace angarium::store
