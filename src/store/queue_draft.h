#pragma once

#include <optional>

#include "store/draft.h"

namespace angarium::store {

// One queue in the hands of one operation: its head, its entries, its due index and its groups.
// Short lived; every change goes to the draft.
//
// INVARIANT: an entry is in the due index unless behind_group is set, and a group has exactly one
// entry there: its oldest. `head().total` counts all entries, `head().later` those in the index.
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
  // Writes a changed entry back and moves it in the due index.
  void replace(const QueueEntry& before, const QueueEntry& after);

  // Up to `messages_max` entries due by now, the longest due first.
  base::Result<std::vector<QueueEntry>> take_due(size_t messages_max);

  // Removes up to `messages_max` entries due at `by` or before, the longest due first. How many.
  base::Result<size_t> remove_due(base::Time by, size_t messages_max);

  // Continues as an empty queue. Windows of deduplication stay.
  base::Result<void> purge();
  base::Result<void> drop();

  std::string message_mark(const MessageId& id) const {
    return layout::message_mark(draft_->partition(), head_->id, id);
  }

 private:
  QueueDraft(Draft& draft, const Key& queue, QueueHead& head)
      : draft_(&draft), queue_(queue), head_(&head), place_{draft.partition(), head.generation} {}

  void index(const QueueEntry& entry);
  void unindex(const QueueEntry& entry);
  void write(const QueueEntry& entry);
  base::Result<bool> join_group(const Message& message);
  base::Result<void> leave_group(const QueueEntry& entry);
  base::Result<void> erase_contents();

  Draft* draft_;
  Key queue_;
  QueueHead* head_;
  layout::Generation place_;
};

}  // namespace angarium::store
