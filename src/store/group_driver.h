#pragma once

#include <array>
#include <functional>
#include <memory>

#include "base/executor.h"

namespace angarium::store {

// The committer's two stages: one evaluates commits into the next group while the other writes the
// group before it.
enum class Stage { kEvaluate, kWrite };
inline constexpr size_t kStages = 2;

// Runs the committer's stages, and decides on what threads and when.
//
// start() is called once, before any wake(). Each wake() makes the driver call that stage at least
// once after it. Of one stage one call runs at a time; those of different stages may run at the
// same time. stop() returns when no call runs and none will follow.
class GroupDriver {
 public:
  using Calls = std::array<std::function<void()>, kStages>;  // by Stage

  virtual ~GroupDriver() = default;
  virtual void start(Calls calls) = 0;
  virtual void wake(Stage stage) = 0;  // thread safe
  virtual void stop() = 0;
};

// The production driver: a thread for each stage, named "committer" and "commit-writer". stop()
// first runs the groups that wait.
std::unique_ptr<GroupDriver> make_thread_driver();

// For tests and the simulation: stages run as work of `executor`. A write runs `latency()` after it
// was woken, and further commits can be evaluated meanwhile. stop() forgets groups that wait, as a
// killed process does. Not thread safe.
std::unique_ptr<GroupDriver> make_executor_driver(
    base::Executor& executor, std::function<base::Instant::duration()> latency = {});

}  // namespace angarium::store
