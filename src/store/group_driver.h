#pragma once

#include <functional>
#include <memory>

#include "base/executor.h"

namespace angarium::store {

// Runs the committer. While one group of commits is being written, others gather for the next; the
// driver decides on what thread and when.
//
// start() is called once, before any wake(). Each wake() makes the driver call `run_group` at least
// once after it, one call at a time. stop() returns when no call runs and none will follow.
class GroupDriver {
 public:
  virtual ~GroupDriver() = default;
  virtual void start(std::function<void()> run_group) = 0;
  virtual void wake() = 0;  // thread safe
  virtual void stop() = 0;
};

// The production driver: a thread of its own, named "committer". stop() first runs the groups that
// wait.
std::unique_ptr<GroupDriver> make_thread_driver();

// For tests and the simulation: a group runs as work of `executor`, `latency()` after the first
// wake. stop() forgets groups that wait, as a killed process does. Not thread safe.
std::unique_ptr<GroupDriver> make_executor_driver(
    base::Executor& executor, std::function<base::Instant::duration()> latency = {});

}  // namespace angarium::store
