#include <pthread.h>

#include <thread>
#include <utility>

#include "base/mutex.h"
#include "store/group_driver.h"

namespace angarium::store {

namespace {

constexpr std::array<const char*, kStages> kThreadNames{"committer", "commit-writer"};

class ThreadDriver final : public GroupDriver {
 public:
  ~ThreadDriver() override { stop(); }

  void start(Calls calls) override {
    for (size_t stage = 0; stage < kStages; ++stage) {
      threads_[stage] = std::thread([this, stage, call = std::move(calls[stage])] {
        pthread_setname_np(pthread_self(), kThreadNames[stage]);
        while (wait_for_turn(stage)) {
          call();
          end_turn(stage);
        }
      });
    }
  }

  void wake(Stage stage) override {
    const auto index = static_cast<size_t>(stage);
    base::MutexLock lock(mutex_);
    if (!std::exchange(turns_[index].is_woken, true)) conditions_[index].notify_one();
  }

  void stop() override {
    {
      base::MutexLock lock(mutex_);
      is_stopping_ = true;
      notify_all();
    }
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

 private:
  struct Turn {
    bool is_woken = false;
    bool runs = false;
  };

  // False when it is time to end: nothing is to do, and no stage runs that could find something for
  // another.
  bool wait_for_turn(size_t stage) {
    base::MutexLock lock(mutex_);
    while (!turns_[stage].is_woken) {
      if (is_stopping_ && is_idle()) return false;
      conditions_[stage].wait(mutex_);
    }
    turns_[stage] = {.is_woken = false, .runs = true};
    return true;
  }

  void end_turn(size_t stage) {
    base::MutexLock lock(mutex_);
    turns_[stage].runs = false;
    if (is_stopping_ && is_idle()) notify_all();
  }

  bool is_idle() const AG_REQUIRES(mutex_) {
    for (const Turn& turn : turns_) {
      if (turn.is_woken || turn.runs) return false;
    }
    return true;
  }

  void notify_all() AG_REQUIRES(mutex_) {
    for (base::Condition& condition : conditions_) condition.notify_all();
  }

  base::Mutex mutex_;
  std::array<base::Condition, kStages> conditions_;
  std::array<Turn, kStages> turns_ AG_GUARDED_BY(mutex_);
  bool is_stopping_ AG_GUARDED_BY(mutex_) = false;
  std::array<std::thread, kStages> threads_;
};

}  // namespace

std::unique_ptr<GroupDriver> make_thread_driver() { return std::make_unique<ThreadDriver>(); }

}  // namespace angarium::store
