#pragma once

#include <algorithm>
#include <vector>

#include "base/time.h"
#include "store/head_cache.h"
#include "store/limits.h"
#include "store/overlay.h"
#include "store/records.h"
#include "store/store.h"

namespace angarium::store {

// What the committer remembers of a partition between commits. All of it can be read back from the
// engine.
struct PartitionState {
  PartitionState(Partition partition, PartitionRecord record)
      : partition(std::move(partition)),
        record(record),
        logs(record.id, layout::log_head),
        queues(record.id, layout::queue_head) {}

  const Partition partition;
  PartitionRecord record;
  HeadCache<LogHead> logs;
  HeadCache<QueueHead> queues;
  size_t marks_made = 0;  // in the present group
  // INVARIANT: no mark expires before it. The search for expired marks starts here.
  base::Time marks_low = base::Time::min();
};

// One commit in the making: the operations (apply.h) read and write through it. It has no effect
// until accept(), and none at all after discard(). Used by the committer only.
class Draft {
 public:
  Draft(PartitionState& state, Overlay& overlay, base::Time now, const StoreLimits& limits)
      : state_(state), overlay_(overlay), now_(now), limits_(limits), record_(state.record) {
    overlay_.begin();
    bytes_at_begin_ = overlay_.bytes();
  }

  layout::PartitionId partition() const { return record_.id; }
  Overlay& overlay() { return overlay_; }
  base::Time now() const { return now_; }
  const StoreLimits& limits() const { return limits_; }
  HeadCache<LogHead>& logs() { return state_.logs; }
  HeadCache<QueueHead>& queues() { return state_.queues; }

  // Read or written so far on behalf of this commit, roughly.
  size_t bytes() const { return overlay_.bytes() - bytes_at_begin_; }

  Revision revision() const { return record_.revision + 1; }
  uint64_t draw_number() { return ++record_.last_number; }
  void note_mark(base::Time expires) {
    ++marks_made_;
    marks_low_ = std::min(marks_low_, expires);
  }
  void note_change(const Key& key, std::optional<std::string> value) {
    changes_.push_back({revision(), key, std::move(value)});
  }
  // A message of the queue will be due at `at`, or is.
  void note_due(const Key& queue, base::Time at) {
    due_queues_.push_back(queue);
    if (at <= now_) filled_queues_.push_back(queue);
  }

  // The revision after the commit: a new one if it changed anything.
  Revision accept();
  void discard();

  std::vector<Change> take_changes() { return std::move(changes_); }
  std::vector<Key> take_due_queues() { return std::move(due_queues_); }
  // Those of them from which something can be leased now.
  std::vector<Key> take_filled_queues() { return std::move(filled_queues_); }

 private:
  PartitionState& state_;
  Overlay& overlay_;
  const base::Time now_;
  const StoreLimits& limits_;
  PartitionRecord record_;
  size_t bytes_at_begin_ = 0;
  size_t marks_made_ = 0;
  base::Time marks_low_ = base::Time::max();
  std::vector<Change> changes_;
  std::vector<Key> due_queues_;
  std::vector<Key> filled_queues_;
};

}  // namespace angarium::store
