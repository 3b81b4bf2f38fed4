#pragma once

#include <utility>
#include <vector>

#include "base/mutex.h"
#include "pattern/rule_set.h"

namespace angarium::bus {

// Lends matching memory to whoever matches, so that it stays warm from event to event. Holds as
// many as ever matched side by side: one per thread. Thread safe.
class ScratchPool {
 public:
  class Loan {
   public:
    Loan(ScratchPool& pool, pattern::Scratch scratch) : pool_(pool), scratch_(std::move(scratch)) {}
    ~Loan() { pool_.give_back(std::move(scratch_)); }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    pattern::Scratch& operator*() { return scratch_; }

   private:
    ScratchPool& pool_;
    pattern::Scratch scratch_;
  };

  Loan take() {
    base::MutexLock lock(mutex_);
    if (idle_.empty()) return {*this, pattern::Scratch()};
    pattern::Scratch scratch = std::move(idle_.back());
    idle_.pop_back();
    return {*this, std::move(scratch)};
  }

 private:
  void give_back(pattern::Scratch scratch) {
    base::MutexLock lock(mutex_);
    idle_.push_back(std::move(scratch));
  }

  base::Mutex mutex_;
  std::vector<pattern::Scratch> idle_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::bus
