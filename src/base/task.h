#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

#include "base/assert.h"
#include "base/executor.h"

namespace angarium::base {

template <class T>
class Task;

namespace task_detail {

// What every promise shares: the coroutine that waits for this one, resumed by symmetric transfer
// so that a long chain of awaits costs no stack.
struct PromiseBase {
  std::coroutine_handle<> continuation = std::noop_coroutine();
  std::exception_ptr failure;

  struct FinalAwaiter {
    bool await_ready() noexcept { return false; }
    template <class P>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<P> self) noexcept {
      return self.promise().continuation;
    }
    void await_resume() noexcept {}
  };
  std::suspend_always initial_suspend() noexcept { return {}; }
  FinalAwaiter final_suspend() noexcept { return {}; }
  void unhandled_exception() { failure = std::current_exception(); }
};

template <class T>
struct Promise : PromiseBase {
  std::optional<T> value;
  Task<T> get_return_object();
  template <class U = T>
  void return_value(U&& result) {
    value.emplace(std::forward<U>(result));
  }
  T take() {
    if (failure) std::rethrow_exception(failure);
    return std::move(*value);
  }
};

template <>
struct Promise<void> : PromiseBase {
  Task<void> get_return_object();
  void return_void() {}
  void take() {
    if (failure) std::rethrow_exception(failure);
  }
};

}  // namespace task_detail

// A coroutine that produces a T. Lazy: nothing runs until it is awaited or spawned. Owns its frame;
// dropping an unstarted or suspended Task destroys it. It resumes on whatever thread completes what
// it awaits: awaitables here say which. Parameters must be values or outlive the Task.
//
// GCC 12 miscompiles `co_await` inside a conditional expression, and temporaries of aggregate type
// in the operand: bind those to a name first.
template <class T = void>
class [[nodiscard]] Task {
 public:
  using promise_type = task_detail::Promise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  explicit Task(Handle handle) : handle_(handle) {}
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  auto operator co_await() && noexcept {
    struct Awaiter {
      Handle handle;
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) noexcept {
        handle.promise().continuation = waiting;
        return handle;
      }
      T await_resume() { return handle.promise().take(); }
    };
    return Awaiter{handle_};
  }

 private:
  Handle handle_;
};

namespace task_detail {

template <class T>
Task<T> Promise<T>::get_return_object() {
  return Task<T>(std::coroutine_handle<Promise<T>>::from_promise(*this));
}
inline Task<void> Promise<void>::get_return_object() {
  return Task<void>(std::coroutine_handle<Promise<void>>::from_promise(*this));
}

// A frame that owns itself: starts at once and frees itself at its end. An exception that reaches
// it is a bug (worker loops and handlers have their own last catch).
struct Detached {
  struct promise_type {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { AG_ASSERT(!"an exception reached the end of a spawned task"); }
  };
};

inline Detached run_detached(Task<void> task) { co_await std::move(task); }

}  // namespace task_detail

// Starts `task` on this thread, now, up to its first wait. It owns itself from here on.
inline void start(Task<void> task) { task_detail::run_detached(std::move(task)); }

// `co_await resume_on(executor)`: go on as posted work of that executor.
inline auto resume_on(Executor& executor) {
  struct Awaiter {
    Executor& executor;
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> self) {
      executor.post([self] { self.resume(); });
    }
    void await_resume() noexcept {}
  };
  return Awaiter{executor};
}

// `co_await sleep_until(executor, due)`: go on as work of that executor once `due` has come.
inline auto sleep_until(Executor& executor, Instant due) {
  struct Awaiter {
    Executor& executor;
    Instant due;
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> self) {
      executor.post_at(due, [self] { self.resume(); });
    }
    void await_resume() noexcept {}
  };
  return Awaiter{executor, due};
}

// Starts `task` as posted work of `executor`.
inline void spawn(Executor& executor, Task<void> task) {
  struct Starter {
    static Task<void> run(Executor& executor, Task<void> task) {
      co_await resume_on(executor);
      co_await std::move(task);
    }
  };
  start(Starter::run(executor, std::move(task)));
}

}  // namespace angarium::base
