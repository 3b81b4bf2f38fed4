#pragma once

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "services/sqs/queue.h"
#include "store/store.h"

namespace angarium::services::sqs {

// All queues of this node, in memory: every call begins with a look in here, and delivery looks for
// each event. Built from the store at start, then told of each commit that changed a queue's
// record. Thread safe; looks never wait for more than a few instructions.
//
// A map behind a lock rather than one immutable snapshot: entries are immutable and shared, so a
// look costs one reference, and creating thirty thousand queues doesn't copy the map thirty
// thousand times.
//
// INVARIANT: dead_letter_sources_ says what the RedrivePolicy of each entry's queue says.
// INVARIANT: told of the commits of one queue in any order, it ends with the latest.
class Catalog {
 public:
  // Reads the records of all partitions; may read the disk for long.
  base::Result<void> load(const store::Store& store);

  QueuePtr find(const QueueAddress& address) const;  // null: no such queue
  // In the order of names: at most `queues_max` whose names begin with `prefix` and come after
  // `after`.
  std::vector<QueuePtr> list(const base::AccountId& account, const base::Region& region,
                             std::string_view prefix, std::string_view after,
                             size_t queues_max) const;
  std::vector<QueueAddress> addresses() const;
  // The queues whose dead letters go to `queue`, in the order of names: at most `queues_max` after
  // the one named `after`.
  std::vector<QueueAddress> dead_letter_sources(const QueueAddress& queue, std::string_view after,
                                                size_t queues_max) const;

  void put(QueuePtr queue, store::Revision revision);
  void remove(const QueueAddress& address, store::Revision revision, base::Time now);

  // When a queue of this name was last deleted. None: not within kDeletedRemembered.
  std::optional<base::Time> deleted(const QueueAddress& address) const;

 private:
  struct Entry {
    store::Revision revision = 0;
    QueuePtr queue;  // null: deleted, at `deleted`
    base::Time deleted = {};
  };
  // Well above any commit's duration, so that a late put() of an older commit finds the newer
  // entry.
  static constexpr base::Seconds kDeletedRemembered{600};
  void forget_old(base::Time now) AG_REQUIRES(mutex_);
  void replace(Entry& entry, Entry with) AG_REQUIRES(mutex_);

  mutable base::Mutex mutex_;
  std::map<QueueAddress, Entry> entries_ AG_GUARDED_BY(mutex_);
  // Each queue that has a dead-letter queue: (that one, itself).
  std::set<std::pair<QueueAddress, QueueAddress>> dead_letter_sources_ AG_GUARDED_BY(mutex_);
  // The deleted ones among them, oldest first.
  std::multimap<base::Time, QueueAddress> deleted_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::services::sqs
