#include "store/due_counts.h"

#include <algorithm>

namespace angarium::store {

// The first span that ends at `ms` or later: the one that holds it, or else the place to put one.
std::vector<DueCounts::Span>::iterator DueCounts::span_at(int64_t ms) {
  return std::find_if(spans_.begin(), spans_.end(),
                      [ms](const Span& span) { return span.to_ms >= ms; });
}

void DueCounts::add(base::Time due, bool leased, base::Time now) {
  seen_ = std::max(seen_, now);
  spans_.erase(spans_.begin(), span_at(base::to_unix_ms(seen_) + 1));
  const int64_t due_ms = base::to_unix_ms(due);
  auto span = span_at(due_ms);
  if (span == spans_.end() || span->from_ms > due_ms) {
    if (due <= seen_) return;
    span = spans_.insert(span, {due_ms, due_ms, 0, 0});
  }
  ++(leased ? span->leased : span->delayed);
  if (spans_.size() > kSpansMax) merge_closest();
}

void DueCounts::remove(base::Time due, bool leased) {
  const int64_t due_ms = base::to_unix_ms(due);
  auto span = span_at(due_ms);
  if (span == spans_.end() || span->from_ms > due_ms) return;
  --(leased ? span->leased : span->delayed);
  if (span->leased == 0 && span->delayed == 0) spans_.erase(span);
}

void DueCounts::merge_closest() {
  auto closest = spans_.begin();
  for (auto left = spans_.begin(); left + 1 != spans_.end(); ++left) {
    if ((left + 1)->to_ms - left->from_ms < (closest + 1)->to_ms - closest->from_ms) closest = left;
  }
  auto right = closest + 1;
  closest->to_ms = right->to_ms;
  closest->leased += right->leased;
  closest->delayed += right->delayed;
  spans_.erase(right);
}

DueCounts::Totals DueCounts::later_than(base::Time now) const {
  const int64_t now_ms = base::to_unix_ms(seen(now));
  Totals totals;
  for (const Span& span : spans_) {
    if (span.to_ms <= now_ms) continue;
    totals.leased += span.leased;
    totals.delayed += span.delayed;
  }
  return totals;
}

base::Time DueCounts::first_span(base::Time now) const {
  for (const Span& span : spans_) {
    if (span.to_ms > base::to_unix_ms(seen(now))) return base::from_unix_ms(span.from_ms);
  }
  return base::Time::max();
}

void DueCounts::encode(FieldWriter& writer, uint32_t first_field) const {
  if (seen_ != base::Time::min()) writer.time(first_field, seen_);
  for (const Span& span : spans_) {
    FieldWriter nested;
    nested.signed_number(1, span.from_ms);
    nested.number(2, static_cast<uint64_t>(span.to_ms - span.from_ms));
    if (span.leased > 0) nested.number(3, span.leased);
    if (span.delayed > 0) nested.number(4, span.delayed);
    writer.bytes(first_field + 1, nested.text());
  }
}

base::Result<void> DueCounts::decode_span(std::string_view record) {
  Span span;
  uint64_t width_ms = 0;
  FieldReader reader(record);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: span.from_ms = reader.signed_number(); break;
      case 2: width_ms = reader.number(); break;
      case 3: span.leased = reader.number(); break;
      case 4: span.delayed = reader.number(); break;
    }
  }
  AG_CHECK(reader.status());
  span.to_ms = static_cast<int64_t>(static_cast<uint64_t>(span.from_ms) + width_ms);
  spans_.push_back(span);
  return {};
}

}  // namespace angarium::store
