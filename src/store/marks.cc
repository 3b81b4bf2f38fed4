#include "store/apply.h"

namespace angarium::store {

namespace {

// Per group, beyond twice what it made: the backlog shrinks while nobody notices.
constexpr size_t kRemovedAnyway = 16;

}  // namespace

base::Result<std::optional<MarkRecord>> find_mark(Draft& draft, const std::string& mark) {
  AG_TRY(stored, draft.overlay().get(mark));
  if (!stored) return std::optional<MarkRecord>();
  AG_TRY(record, MarkRecord::decode(*stored));
  if (record.expires <= draft.now()) return std::optional<MarkRecord>();
  return std::optional<MarkRecord>(record);
}

void make_mark(Draft& draft, const std::string& mark, const MarkRecord& record) {
  draft.overlay().put(mark, record.encode());
  draft.overlay().put(layout::expiry(draft.partition(), record.expires, mark), "");
  draft.note_mark(record.expires);
}

base::Result<void> check(Draft& draft, const Unseen& condition) {
  const std::string mark = layout::unseen_mark(draft.partition(), condition.mark);
  AG_TRY(seen, find_mark(draft, mark));
  if (seen) {
    return base::Error(StoreError::kDuplicate, "`" + condition.mark.text() + "` was seen before");
  }
  make_mark(draft, mark, {draft.now() + condition.remember_for});
  return {};
}

// A mark may have been made again since, to last longer: then only the old place in the order goes.
base::Result<void> remove_expired_marks(PartitionState& state, Overlay& overlay, base::Time now) {
  if (state.marks_made == 0) return {};
  const size_t removed_max = 2 * std::exchange(state.marks_made, 0) + kRemovedAnyway;
  const std::string end = layout::expiry(state.record.id, now, "");
  AG_TRY(expired,
         overlay.scan(layout::expiry(state.record.id, state.marks_low, ""), end, removed_max));
  for (const Item& item : expired) {
    const std::string mark = layout::expiry_mark(item.key);
    AG_TRY(stored, overlay.get(mark));
    if (stored) {
      AG_TRY(record, MarkRecord::decode(*stored));
      if (record.expires < now) overlay.erase(mark);
    }
    overlay.erase(item.key);
  }
  state.marks_low = expired.size() < removed_max ? now : layout::expiry_time(expired.back().key);
  return {};
}

}  // namespace angarium::store
