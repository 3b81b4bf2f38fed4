#pragma once

#include <optional>
#include <semaphore>
#include <utility>

#include "base/task.h"

namespace angarium::base {

namespace block_on_detail {

template <class T>
Task<void> run(Task<T> task, std::optional<T>& out, std::binary_semaphore& done) {
  out.emplace(co_await std::move(task));
  done.release();
}

inline Task<void> run(Task<void> task, std::binary_semaphore& done) {
  co_await std::move(task);
  done.release();
}

}  // namespace block_on_detail

// Runs a task as work of `executor` and blocks this thread until it is done. For start-up and
// shutdown; never from one of the executor's own threads, which would wait for itself.
template <class T>
T block_on(Executor& executor, Task<T> task) {
  std::binary_semaphore done(0);
  std::optional<T> out;
  spawn(executor, block_on_detail::run(std::move(task), out, done));
  done.acquire();
  return std::move(*out);
}

inline void block_on(Executor& executor, Task<void> task) {
  std::binary_semaphore done(0);
  spawn(executor, block_on_detail::run(std::move(task), done));
  done.acquire();
}

}  // namespace angarium::base
