#pragma once

#include <coroutine>
#include <memory>
#include <optional>
#include <utility>

#include "base/assert.h"
#include "base/executor.h"
#include "base/mutex.h"

namespace angarium::base {

// A value that arrives once and that one coroutine waits for: the bridge from callbacks, threads
// and timers to Tasks. Copies share the same value. Thread safe.
//
//   OneShot<Reply> reply(executor);
//   start_something([reply](Reply r) mutable { reply.set(std::move(r)); });
//   Reply r = co_await reply;     // goes on as work of `executor`
//
// The first set() wins and answers true, which makes "reply or time-out" a race of two set() calls.
// INVARIANT: at most one coroutine awaits.
template <class T>
class OneShot {
 public:
  explicit OneShot(Executor& executor) : state_(std::make_shared<State>(executor)) {}

  bool set(T value) {
    std::coroutine_handle<> waiting;
    {
      MutexLock lock(state_->mutex);
      if (state_->settled) return false;
      state_->settled = true;
      state_->value.emplace(std::move(value));
      waiting = std::exchange(state_->waiting, nullptr);
    }
    if (waiting) state_->executor.post([waiting] { waiting.resume(); });
    return true;
  }
  bool is_set() const {
    MutexLock lock(state_->mutex);
    return state_->settled;
  }

  bool await_ready() const { return is_set(); }
  bool await_suspend(std::coroutine_handle<> self) {
    MutexLock lock(state_->mutex);
    if (state_->settled) return false;
    AG_ASSERT(!state_->waiting);
    state_->waiting = self;
    return true;
  }
  T await_resume() {
    MutexLock lock(state_->mutex);
    return std::move(*state_->value);
  }

 private:
  struct State {
    explicit State(Executor& executor) : executor(executor) {}
    Executor& executor;
    Mutex mutex;
    bool settled AG_GUARDED_BY(mutex) = false;
    std::optional<T> value AG_GUARDED_BY(mutex);
    std::coroutine_handle<> waiting AG_GUARDED_BY(mutex);
  };
  std::shared_ptr<State> state_;
};

}  // namespace angarium::base
