#include <algorithm>

#include "store/store_state.h"

namespace angarium::store {

namespace {

base::Result<std::optional<QueueHead>> read_head(const Engine& engine,
                                                 std::optional<layout::PartitionId> id,
                                                 const Key& queue) {
  if (!id) return std::optional<QueueHead>();
  AG_TRY(stored, engine.get(layout::queue_head(*id, queue)));
  if (!stored) return std::optional<QueueHead>();
  AG_TRY(head, QueueHead::decode(*stored));
  return std::optional<QueueHead>(std::move(head));
}

base::Result<std::optional<base::Time>> first_due(const Engine& engine, std::string from,
                                                  std::string to) {
  AG_TRY(first, engine.scan({std::move(from), std::move(to), 1}));
  if (first.empty()) return std::optional<base::Time>();
  return std::optional<base::Time>(layout::parse_due(first[0].key).due);
}

base::Result<std::optional<Message>> message_at(const Engine& engine,
                                                const layout::Generation& place,
                                                const MessageId& id) {
  AG_TRY(stored, engine.get(place.entry(id)));
  if (!stored) return std::optional<Message>();  // gone between the two reads
  AG_TRY(entry, QueueEntry::decode(*stored, id));
  return std::optional<Message>(std::move(entry.message));
}

}  // namespace

base::Result<QueueCounts> Store::queue_counts(const Partition& partition, const Key& queue) const {
  AG_TRY(head, read_head(state_->engine, state_->publisher.id_of(partition), queue));
  if (!head) return QueueCounts{};
  const DueCounts::Totals later = head->later.later_than(state_->clock.now());
  return QueueCounts{head->total - later.leased - later.delayed, later.leased, later.delayed};
}

// A message deleted between two of the reads counts as not there.
base::Result<std::optional<Message>> Store::queue_get(const Partition& partition, const Key& queue,
                                                      const MessageId& id) const {
  const auto partition_id = state_->publisher.id_of(partition);
  AG_TRY(head, read_head(state_->engine, partition_id, queue));
  if (!head) return std::optional<Message>();
  const layout::Generation place{*partition_id, head->generation};
  AG_TRY(stored, state_->engine.get(place.entry(id)));
  if (!stored) return std::optional<Message>();
  AG_TRY(entry, QueueEntry::decode(*stored, id));
  if (!entry.body_inside) {
    AG_TRY(body, state_->engine.get(place.body(entry.message.sequence)));
    if (!body) return std::optional<Message>();
    entry.message.body = std::move(*body);
  }
  return std::optional<Message>(std::move(entry.message));
}

base::Result<std::vector<Message>> Store::queue_due(const Partition& partition, const Key& queue,
                                                    size_t messages_max) const {
  const auto partition_id = state_->publisher.id_of(partition);
  std::vector<Message> messages;
  AG_TRY(head, read_head(state_->engine, partition_id, queue));
  if (!head || head->total == 0) return messages;
  const layout::Generation place{*partition_id, head->generation};
  const base::Time past_now = state_->clock.now() + base::Milliseconds(1);
  AG_TRY(due, state_->engine.scan({place.due(head->low.due, head->low.sequence),
                                   place.due(past_now, 0), messages_max}));
  for (const Item& item : due) {
    AG_TRY(message, message_at(state_->engine, place, MessageId(item.value)));
    if (message) messages.push_back(std::move(*message));
  }
  return messages;
}

base::Result<DuePage> Store::queue_later(const Partition& partition, const Key& queue,
                                         const DueSpan& span, size_t messages_max) const {
  const auto partition_id = state_->publisher.id_of(partition);
  DuePage page;
  AG_TRY(head, read_head(state_->engine, partition_id, queue));
  if (!head || head->total == 0 || span.from >= span.until) return page;
  const layout::Generation place{*partition_id, head->generation};
  AG_TRY(due, state_->engine.scan({place.due(span.from, span.after_sequence + 1),
                                   place.due(span.until, 0), messages_max}));
  for (const Item& item : due) {
    AG_TRY(message, message_at(state_->engine, place, MessageId(item.value)));
    if (message) page.messages.push_back(std::move(*message));
  }
  if (due.size() == messages_max) {
    const layout::DueKey last = layout::parse_due(due.back().key);
    page.rest = DueSpan{last.due, span.until, last.sequence};
  }
  return page;
}

// Usually the head knows: when all are leased or delayed, nothing is due before the first span
// begins. Otherwise the index is asked. Between what is due now and the first span of those due
// later lies nothing but, perhaps, the tombstones of many leases that ended early: the second look
// begins past them.
base::Result<std::optional<base::Time>> Store::queue_next_due(const Partition& partition,
                                                              const Key& queue) const {
  const auto partition_id = state_->publisher.id_of(partition);
  AG_TRY(head, read_head(state_->engine, partition_id, queue));
  if (!head || head->total == 0) return std::optional<base::Time>();
  const base::Time now = state_->clock.now();
  const DueCounts::Totals later = head->later.later_than(now);
  const base::Time first_later = head->later.first_span(now);
  if (head->total == later.leased + later.delayed && first_later > head->later.seen(now)) {
    return first_later;
  }
  const layout::Generation place{*partition_id, head->generation};
  AG_TRY(due, first_due(state_->engine, place.due(head->low.due, head->low.sequence),
                        place.due(head->later.seen(now) + base::Milliseconds(1), 0)));
  if (due) return due;
  const layout::DueKey from = std::max(head->low, {first_later, 0});
  return first_due(state_->engine, place.due(from.due, from.sequence),
                   place.due(base::Time::max(), UINT64_MAX));
}

}  // namespace angarium::store
