#pragma once

#include <map>
#include <memory>
#include <vector>

#include "base/mutex.h"
#include "base/one_shot.h"
#include "store/store.h"

namespace angarium::store {

// The partitions that this node owns, and with which epoch. One per process, shared by all that
// commit: taking a partition twice would depose the first taker.
//
// A partition is taken when first asked for. On one machine that always succeeds, and the epoch
// holds until the process ends; with many nodes this is where a lost partition is noticed and given
// up. Thread safe. `store` and `executor` outlive it.
class Ownership {
 public:
  Ownership(Store& store, base::Executor& executor) : store_(store), executor_(executor) {}

  // Goes on as work of the executor when it had to wait.
  base::Task<base::Result<Epoch>> epoch(Partition partition);
  // epoch() and then Store::commit() with it; whatever `request.epoch` says.
  base::Task<base::Result<CommitResult>> commit(CommitRequest request);

  Store& store() { return store_; }
  base::Executor& executor() { return executor_; }

 private:
  using Taken = base::Result<Epoch>;
  struct Entry {
    Epoch epoch = 0;  // 0 while it is being taken
    std::vector<base::OneShot<Taken>> waiting;
  };
  std::optional<Epoch> find_or_wait(const Partition& partition, const base::OneShot<Taken>& ready,
                                    bool& is_first);
  void settle(const Partition& partition, const Taken& taken);

  Store& store_;
  base::Executor& executor_;
  base::Mutex mutex_;
  std::map<Partition, Entry> entries_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::store
