#pragma once

#include <memory>
#include <utility>

#include "base/mutex.h"

namespace angarium::base {

// Publishes one immutable object to many readers. A writer builds the next object aside and swaps
// it in; readers keep the one they loaded for as long as they hold it. Thread safe.
//
// load() copies a shared pointer under a lock held for a few instructions. (libstdc++ 12's
// std::atomic<std::shared_ptr> does the same inside, but draws a report from the thread sanitizer.)
template <class T>
class Snapshot {
 public:
  explicit Snapshot(std::shared_ptr<const T> initial) : current_(std::move(initial)) {}

  std::shared_ptr<const T> load() const {
    MutexLock lock(mutex_);
    return current_;
  }
  void store(std::shared_ptr<const T> next) {
    // The replaced object dies after the lock: its destructor may be long.
    {
      MutexLock lock(mutex_);
      current_.swap(next);
    }
  }

 private:
  mutable Mutex mutex_;
  std::shared_ptr<const T> current_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::base
