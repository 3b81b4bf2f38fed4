#pragma once

#include <deque>
#include <map>
#include <utility>

#include "base/mutex.h"
#include "base/one_shot.h"
#include "base/task.h"
#include "store/operations.h"

namespace angarium::store {

// Lets the changes of one partition happen one after another: each reads what the one before left,
// checks the quotas, commits and publishes before the next begins. Not a lock: what waits is
// suspended. Thread safe; outlives its turns.
class Turns {
 public:
  // While it lives, nobody else has the partition's turn.
  class Turn {
   public:
    Turn(Turns& turns, Partition partition) : turns_(&turns), partition_(std::move(partition)) {}
    Turn(Turn&& other) noexcept
        : turns_(std::exchange(other.turns_, nullptr)), partition_(std::move(other.partition_)) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
      if (turns_) turns_->pass_on(partition_);
    }

   private:
    Turns* turns_;
    Partition partition_;
  };

  explicit Turns(base::Executor& executor) : executor_(executor) {}

  // Goes on as work of the executor when it had to wait. First come, first served.
  base::Task<Turn> take(Partition partition);

 private:
  using Waiting = std::deque<base::OneShot<bool>>;
  void pass_on(const Partition& partition);

  base::Executor& executor_;
  base::Mutex mutex_;
  std::map<Partition, Waiting> taken_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::store
