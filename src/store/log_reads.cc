#include "store/store_state.h"

namespace angarium::store {

namespace {

base::Error trimmed() {
  return {StoreError::kTrimmed, "the log begins above the offset asked for"};
}

base::Result<std::optional<LogHead>> read_head(const Engine& engine,
                                               std::optional<layout::PartitionId> id,
                                               const Key& log) {
  if (!id) return std::optional<LogHead>();
  AG_TRY(stored, engine.get(layout::log_head(*id, log)));
  if (!stored) return std::optional<LogHead>();
  AG_TRY(head, LogHead::decode(*stored));
  return std::optional<LogHead>(head);
}

// The first offset of [floor, end) whose record `is_reached` accepts, else the end. Records below
// that one must all be refused, those above all be accepted. kTrimmed when a trim cuts the ground
// away.
template <class Reached>
base::Result<Offset> first_offset(const Engine& engine, layout::PartitionId id, const LogHead& head,
                                  Reached is_reached) {
  Offset low = head.floor;
  Offset high = head.end;
  while (low < high) {
    const Offset middle = low + (high - low) / 2;
    AG_TRY(stored, engine.get(layout::log_record(id, head.id, middle)));
    if (!stored) return trimmed();
    AG_TRY(record, LogRecord::decode(*stored));
    if (is_reached(record)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

constexpr int kTriesMax = 5;  // each needs a trim to run across the search

// first_offset on the log as it is now, again when it was trimmed meanwhile.
template <class MakeReached>
base::Result<Offset> search(const Engine& engine, std::optional<layout::PartitionId> id,
                            const Key& log, MakeReached make_reached) {
  for (int tries = 1;; ++tries) {
    AG_TRY(head, read_head(engine, id, log));
    if (!head) return Offset{0};
    auto found = first_offset(engine, *id, *head, make_reached(*head));
    if (found.ok() || !found.error().is(StoreError::kTrimmed) || tries == kTriesMax) return found;
  }
}

}  // namespace

base::Result<std::vector<LogItem>> Store::log_read(const Partition& partition, const Key& log,
                                                   Offset from, LogReadLimits limits) const {
  std::vector<LogItem> items;
  const auto id = state_->publisher.id_of(partition);
  AG_TRY(head, read_head(state_->engine, id, log));
  if (!head) return items;
  if (from < head->floor) return trimmed();
  if (from >= head->end) return items;
  AG_TRY(stored, state_->engine.scan({layout::log_record(*id, head->id, from),
                                      layout::log_record(*id, head->id, head->end),
                                      limits.records_max, limits.bytes_max}));
  for (const Item& item : stored) {
    const Offset offset = layout::parse_log_record(item.key);
    if (offset != from + items.size()) return trimmed();  // between the two reads
    AG_TRY(record, LogRecord::decode(item.value));
    items.push_back({offset, record.time, std::move(record.record)});
  }
  if (items.empty() && limits.records_max > 0) return trimmed();
  return items;
}

base::Result<LogBounds> Store::log_bounds(const Partition& partition, const Key& log) const {
  AG_TRY(head, read_head(state_->engine, state_->publisher.id_of(partition), log));
  if (!head) return LogBounds{};
  return LogBounds{head->floor, head->end, head->end_bytes - head->floor_bytes};
}

base::Result<Offset> Store::log_offset_at(const Partition& partition, const Key& log,
                                          base::Time time) const {
  return search(state_->engine, state_->publisher.id_of(partition), log, [time](const LogHead&) {
    return [time](const LogRecord& record) { return record.time >= time; };
  });
}

base::Result<Offset> Store::log_offset_for_bytes(const Partition& partition, const Key& log,
                                                 uint64_t bytes_max) const {
  return search(state_->engine, state_->publisher.id_of(partition), log,
                [bytes_max](const LogHead& head) {
                  return [bytes_max, end_bytes = head.end_bytes](const LogRecord& record) {
                    return end_bytes - record.bytes_before <= bytes_max;
                  };
                });
}

}  // namespace angarium::store
