#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "base/time.h"
#include "store/operations.h"

namespace angarium::delivery {

// How far a bus's deliveries are: counts, per record of its log, what must happen before the cursor
// may pass. Records may be heard of in any order; the cursor waits for the gaps.
//
//   offset    40   41   42   43        cursor() is 41: nothing below owes anything,
//   owed       0    2    ?    0        41 still does, 42 has not been heard of
//
// Memory: sixteen bytes per record between the cursor and the newest one. Not thread safe.
class Window {
 public:
  explicit Window(store::Offset cursor) : cursor_(cursor) {}

  // Hears of a record, once each; `offset` is not below the cursor.
  void add(store::Offset offset, uint32_t owed, base::Time ingest_time);
  // One of the record's deliveries no longer needs the log.
  void settle(store::Offset offset);

  store::Offset cursor() const { return cursor_; }
  // One above the newest record heard of.
  store::Offset end() const { return cursor_ + records_.size(); }
  // When the record that holds the cursor was taken in; none when nothing does, or it is a gap.
  std::optional<base::Time> oldest() const;

 private:
  static constexpr int32_t kUnheard = -1;
  struct Record {
    int32_t owed = kUnheard;
    base::Time ingest_time;
  };
  void advance();

  store::Offset cursor_;
  std::deque<Record> records_;  // of cursor_, cursor_ + 1, ...
};

}  // namespace angarium::delivery
