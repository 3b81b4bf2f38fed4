#pragma once

#include <algorithm>
#include <optional>

#include "store/draft.h"

namespace angarium::store {

// One queue in the hands of one operation: its head, its entries, its due index and its groups.
// Short lived; every change goes to the draft.
//
// INVARIANT: an entry is in the due index at its own time unless it has a group; a group has
// exactly one entry there, its oldest, at the group's time (GroupRecord::due()). `head().total`
// counts all entries; `head().later` all but those that wait behind their group and have no lease.
// So each time in the index is that of an entry counted there.
class QueueDraft {
 public:
  // None when there is no such queue.
  static base::Result<std::optional<QueueDraft>> find(Draft& draft, const Key& queue);
  static base::Result<QueueDraft> find_or_create(Draft& draft, const Key& queue);

  const QueueHead& head() const { return *head_; }

  // The entry, without a body that lies outside it.
  base::Result<std::optional<QueueEntry>> entry(const MessageId& id) const;
  base::Result<void> load_body(QueueEntry& entry) const;

  // Gives the message its sequence and a place at the end of its group.
  base::Result<uint64_t> insert(Message message);
  // Takes an entry out, and lets the next of its group come up.
  base::Result<void> remove(const QueueEntry& entry);
  // Writes a changed entry back and moves it, or its group, in the due index.
  base::Result<void> replace(const QueueEntry& before, const QueueEntry& after);

  // Up to `messages_max` entries due by now with their bodies, the longest due first; with
  // `whole_groups`, after the oldest of a group those that follow it.
  base::Result<std::vector<QueueEntry>> take_due(size_t messages_max, bool whole_groups);
  // After an entry that take_due() gave was removed: looks again from where it began (head().low).
  void look_again_from(layout::DueKey low) { head_->low = std::min(head_->low, low); }
  // Leases what take_due() gave.
  base::Result<void> lease(std::vector<QueueEntry>& entries, base::Time until);

  // Removes up to `messages_max` entries due at `by` or before, the longest due first. How many.
  base::Result<size_t> remove_due(base::Time by, size_t messages_max);

  // Continues as an empty queue. Windows of deduplication stay.
  base::Result<void> purge();
  base::Result<void> drop();

  std::string message_mark(const MessageId& id) const {
    return layout::message_mark(draft_->partition(), head_->id, id);
  }
  std::string deduplication_mark(std::string_view key) const {
    return layout::deduplication_mark(draft_->partition(), head_->id, key);
  }
  std::string attempt_mark(std::string_view attempt) const {
    return layout::attempt_mark(draft_->partition(), head_->id, attempt);
  }

 private:
  QueueDraft(Draft& draft, const Key& queue, QueueHead& head)
      : draft_(&draft), queue_(queue), head_(&head), place_{draft.partition(), head.generation} {}

  void index(base::Time due, uint64_t sequence, const MessageId& id);
  void unindex(base::Time due, uint64_t sequence);
  void count(const QueueEntry& entry);
  void uncount(const QueueEntry& entry);
  void write(const QueueEntry& entry);
  base::Result<QueueEntry> entry_named(const Item& item) const;
  base::Result<void> erase_contents();

  // queue_groups.cc. A group that is open isn't in the due index.
  base::Result<std::optional<GroupRecord>> read_group(const std::string& group) const;
  base::Result<GroupRecord> open_group(const std::string& group);
  void close_group(const std::string& group, const GroupRecord& record);
  base::Result<bool> join_group(const Message& message);
  base::Result<void> leave_group(const QueueEntry& entry);
  base::Result<bool> pass_on_group(const std::string& group, GroupRecord& record);

  // queue_leases.cc.
  class Taking;
  base::Result<void> take_followers(Taking& taking);

  Draft* draft_;
  Key queue_;
  QueueHead* head_;
  layout::Generation place_;
};

}  // namespace angarium::store
