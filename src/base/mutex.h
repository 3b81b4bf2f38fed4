#pragma once

#include <condition_variable>
#include <mutex>

// Clang's capability annotations (clang.llvm.org/docs/ThreadSafetyAnalysis.html); nothing under
// GCC.
#if defined(__clang__)
#define AG_ANNOTATE(x) __attribute__((x))
#else
#define AG_ANNOTATE(x)
#endif
#define AG_GUARDED_BY(mutex) AG_ANNOTATE(guarded_by(mutex))
#define AG_REQUIRES(...) AG_ANNOTATE(requires_capability(__VA_ARGS__))
#define AG_EXCLUDES(...) AG_ANNOTATE(locks_excluded(__VA_ARGS__))

namespace angarium::base {

// std::mutex that clang can reason about. No I/O, callback or second lock while one is held.
class AG_ANNOTATE(capability("mutex")) Mutex {
 public:
  void lock() AG_ANNOTATE(acquire_capability()) { mutex_.lock(); }
  void unlock() AG_ANNOTATE(release_capability()) { mutex_.unlock(); }

 private:
  friend class Condition;
  std::mutex mutex_;
};

class AG_ANNOTATE(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) AG_ANNOTATE(acquire_capability(mutex)) : mutex_(mutex) {
    mutex_.lock();
  }
  ~MutexLock() AG_ANNOTATE(release_capability()) { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// A condition variable for named worker threads; coroutines wait with OneShot instead.
// Always wait in a loop that tests the guarded state.
class Condition {
 public:
  void wait(Mutex& mutex) AG_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait(lock);
    lock.release();
  }
  template <class Clock, class Duration>
  void wait_until(Mutex& mutex, const std::chrono::time_point<Clock, Duration>& due)
      AG_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait_until(lock, due);
    lock.release();
  }
  void notify_one() { condition_.notify_one(); }
  void notify_all() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace angarium::base
