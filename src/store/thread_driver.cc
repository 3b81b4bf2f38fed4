#include <pthread.h>

#include <thread>
#include <utility>

#include "base/mutex.h"
#include "store/group_driver.h"

namespace angarium::store {

namespace {

class ThreadDriver final : public GroupDriver {
 public:
  ~ThreadDriver() override { stop(); }

  void start(std::function<void()> run_group) override {
    thread_ = std::thread([this, run_group = std::move(run_group)] {
      pthread_setname_np(pthread_self(), "committer");
      while (wait_for_wake()) run_group();
    });
  }

  void wake() override {
    base::MutexLock lock(mutex_);
    woken_ = true;
    condition_.notify_one();
  }

  void stop() override {
    {
      base::MutexLock lock(mutex_);
      stopping_ = true;
      condition_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
  }

 private:
  // False when it is time to end.
  bool wait_for_wake() {
    base::MutexLock lock(mutex_);
    while (!woken_ && !stopping_) condition_.wait(mutex_);
    return std::exchange(woken_, false);
  }

  base::Mutex mutex_;
  base::Condition condition_;
  bool woken_ AG_GUARDED_BY(mutex_) = false;
  bool stopping_ AG_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace

std::unique_ptr<GroupDriver> make_thread_driver() { return std::make_unique<ThreadDriver>(); }

}  // namespace angarium::store
