#pragma once

#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "base/mutex.h"
#include "store/layout.h"
#include "store/limits.h"
#include "store/store.h"

namespace angarium::store {

// What readers may know without the disk: which partitions there are, their revisions, and the
// recent changes of their tables. The committer publishes what has become durable. Thread safe.
class Publisher {
 public:
  explicit Publisher(const StoreLimits& limits) : limits_(limits) {}

  // Of a partition found at start: changes up to `revision` count as compacted.
  void add(const Partition& partition, layout::PartitionId id, Revision revision);
  void publish(const Partition& partition, layout::PartitionId id, Revision revision,
               std::vector<Change> changes);

  std::vector<Partition> partitions() const;
  std::optional<layout::PartitionId> id_of(const Partition& partition) const;
  Revision revision(const Partition& partition) const;
  base::Result<ChangePage> changes(const Partition& partition, Revision after,
                                   const Key& prefix) const;

 private:
  struct Feed {
    layout::PartitionId id = 0;
    Revision revision = 0;
    Revision compacted = 0;  // every change after it is in `changes`
    std::deque<Change> changes;
  };
  void forget_oldest() AG_REQUIRES(mutex_);

  const StoreLimits& limits_;
  mutable base::Mutex mutex_;
  std::map<Partition, Feed> feeds_ AG_GUARDED_BY(mutex_);
  std::deque<Feed*> order_ AG_GUARDED_BY(mutex_);  // whose change came when
  size_t bytes_ AG_GUARDED_BY(mutex_) = 0;
};

}  // namespace angarium::store
