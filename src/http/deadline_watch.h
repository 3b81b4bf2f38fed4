#pragma once

#include <functional>
#include <memory>

#include "base/executor.h"

namespace angarium::http {

// A deadline that moves with every read or write and hardly ever passes. Setting a later one costs
// a store: the timer stays armed where it is, and looks again when it fires.
//
// Belongs to one executor that runs one piece of work at a time.
class DeadlineWatch {
 public:
  // `expired` runs on the executor, at or soon after the deadline, never after the watch is gone.
  DeadlineWatch(base::Executor& executor, std::function<void()> expired);
  ~DeadlineWatch();
  DeadlineWatch(const DeadlineWatch&) = delete;
  DeadlineWatch& operator=(const DeadlineWatch&) = delete;

  void set(base::Instant deadline);
  void clear() { set(base::Instant::max()); }

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace angarium::http
