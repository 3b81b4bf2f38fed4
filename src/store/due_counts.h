#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/time.h"
#include "store/fields.h"

namespace angarium::store {

// How many messages of a queue are due only later, by when, without a record per message: a list of
// disjoint spans of time, each with its counts.
//
//   ----+--[ 3 leased ]------[ 1 delayed ]--[ 40 leased, 2 delayed ]---> time
//      now
//
// A span lies in the future while its end does, and is forgotten afterwards: its messages are
// visible. Up to kSpansMax different times the answer is exact. Beyond, the two neighbours that lie
// closest together become one span, whose messages become visible in the counts when the last of
// them is due.
//
// INVARIANT: a message counts here exactly if its time lies in a span. That holds because no time
// goes backwards here (`seen_`), spans are forgotten before any is added, and gaps that a merge
// closes lie in the future, where every message has a span.
class DueCounts {
 public:
  static constexpr size_t kSpansMax = 64;

  struct Span {
    int64_t from_ms = 0;  // both inclusive
    int64_t to_ms = 0;
    uint64_t leased = 0;
    uint64_t delayed = 0;
  };

  void add(base::Time due, bool leased, base::Time now);
  // A message that add() was told of.
  void remove(base::Time due, bool leased);
  void clear() { spans_.clear(); }

  struct Totals {
    uint64_t leased = 0;
    uint64_t delayed = 0;
  };
  Totals later_than(base::Time now) const;

  // Until when messages may be due that have no span, and from when on those are that have one.
  base::Time seen(base::Time now) const { return std::max(now, seen_); }
  base::Time first_span(base::Time now) const;  // the end of time when there is none

  void encode(FieldWriter& writer, uint32_t first_field) const;  // uses two fields
  base::Result<void> decode_span(std::string_view record);
  void decode_seen(base::Time seen) { seen_ = seen; }

 private:
  std::vector<Span>::iterator span_at(int64_t ms);
  void merge_closest();

  std::vector<Span> spans_;  // ascending
  base::Time seen_ = base::Time::min();
};

}  // namespace angarium::store
