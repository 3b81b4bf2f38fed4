#include "store/apply.h"

namespace angarium::store {

namespace {

base::Result<std::optional<TableRecord>> find_record(Draft& draft, const Key& key) {
  AG_TRY(stored, draft.overlay().get(layout::table(draft.partition(), key)));
  if (!stored) return std::optional<TableRecord>();
  AG_TRY(record, TableRecord::decode(*stored));
  return std::optional<TableRecord>(std::move(record));
}

base::Error failed(const Key& key, const char* expectation) {
  return {StoreError::kPreconditionFailed, "`" + key.text() + "` " + expectation};
}

}  // namespace

base::Result<OperationResult> apply(Draft& draft, const TablePut& put) {
  draft.overlay().put(layout::table(draft.partition(), put.key),
                      TableRecord{draft.revision(), put.value}.encode());
  draft.note_change(put.key, put.value);
  return OperationResult{};
}

base::Result<OperationResult> apply(Draft& draft, const TableDelete& erase) {
  AG_TRY(record, find_record(draft, erase.key));
  if (!record) return OperationResult{.outcome = Outcome::kNotFound};
  draft.overlay().erase(layout::table(draft.partition(), erase.key));
  draft.note_change(erase.key, std::nullopt);
  return OperationResult{};
}

base::Result<void> check(Draft& draft, const KeyAtRevision& condition) {
  AG_TRY(record, find_record(draft, condition.key));
  if (!record || record->revision != condition.revision) {
    return failed(condition.key, "has changed since it was read");
  }
  return {};
}

base::Result<void> check(Draft& draft, const KeyAbsent& condition) {
  AG_TRY(record, find_record(draft, condition.key));
  if (record) return failed(condition.key, "already exists");
  return {};
}

base::Result<void> check(Draft& draft, const KeyPresent& condition) {
  AG_TRY(record, find_record(draft, condition.key));
  if (!record) return failed(condition.key, "does not exist");
  return {};
}

}  // namespace angarium::store
