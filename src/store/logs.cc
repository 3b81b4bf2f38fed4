#include <algorithm>

#include "store/apply.h"

namespace angarium::store {

namespace {

// Trimmed records are erased in runs, so that a log that is trimmed record by record costs one
// range tombstone per run instead of one tombstone per record.
constexpr Offset kEraseRecords = 1'000;
constexpr uint64_t kEraseBytes = 4 << 20;

void erase_trimmed(Draft& draft, LogHead& head) {
  draft.overlay().erase_range(layout::log_record(draft.partition(), head.id, head.erased_to),
                              layout::log_record(draft.partition(), head.id, head.floor));
  head.erased_to = head.floor;
}

// Bytes of all records below `offset`, which is one of the log's.
base::Result<uint64_t> bytes_below(Draft& draft, const LogHead& head, Offset offset) {
  if (offset == head.end) return head.end_bytes;
  AG_TRY(stored, draft.overlay().get(layout::log_record(draft.partition(), head.id, offset)));
  if (!stored) return base::Error(StoreError::kCorrupt, "a log lacks a record");
  AG_TRY(record, LogRecord::decode(*stored));
  return record.bytes_before;
}

}  // namespace

base::Result<OperationResult> apply(Draft& draft, const LogAppend& append) {
  AG_TRY(found, draft.logs().find(draft.overlay(), append.log));
  LogHead& head = found ? *found : draft.logs().create(append.log);
  if (!found) head.id = draft.draw_number();
  draft.logs().touch(append.log);
  head.last_time = std::max(head.last_time, draft.now());
  draft.overlay().put(layout::log_record(draft.partition(), head.id, head.end),
                      LogRecord{head.last_time, head.end_bytes, append.record}.encode());
  head.end_bytes += append.record.size();
  return OperationResult{.offset = head.end++};
}

base::Result<OperationResult> apply(Draft& draft, const LogTrim& trim) {
  AG_TRY(head, draft.logs().find(draft.overlay(), trim.log));
  if (!head) return OperationResult{.outcome = Outcome::kNotFound};
  const Offset floor = std::min(trim.floor, head->end);
  if (floor <= head->floor) return OperationResult{};
  AG_TRY(floor_bytes, bytes_below(draft, *head, floor));
  AG_TRY(erased_bytes, head->erased_to == head->floor ? base::Result<uint64_t>(head->floor_bytes)
                                                      : bytes_below(draft, *head, head->erased_to));
  draft.logs().touch(trim.log);
  head->floor = floor;
  head->floor_bytes = floor_bytes;
  if (floor - head->erased_to >= kEraseRecords || floor_bytes - erased_bytes >= kEraseBytes) {
    erase_trimmed(draft, *head);
  }
  return OperationResult{};
}

base::Result<OperationResult> apply(Draft& draft, const LogDrop& drop) {
  AG_TRY(head, draft.logs().find(draft.overlay(), drop.log));
  if (!head) return OperationResult{.outcome = Outcome::kNotFound};
  head->floor = head->end;
  if (head->erased_to < head->floor) erase_trimmed(draft, *head);
  draft.logs().drop(drop.log);
  return OperationResult{};
}

}  // namespace angarium::store
