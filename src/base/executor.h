#pragma once

#include <cstdint>
#include <functional>

#include "base/time.h"

namespace angarium::base {

using TimerId = uint64_t;

// Runs work, now or later. The only source of concurrency: production has a thread behind it
// (AsioExecutor), a simulation has a seed (SimulatedExecutor), and nothing else knows which.
// Thread safe. Work must not throw.
class Executor {
 public:
  virtual ~Executor() = default;

  // Runs `work` soon, never inside this call.
  virtual void post(std::function<void()> work) = 0;
  // Runs `work` at `due` or soon after. The id stays valid until the work has begun.
  virtual TimerId post_at(Instant due, std::function<void()> work) = 0;
  // True when the work was still waiting and will not run. False when it ran, runs, or was
  // cancelled.
  virtual bool cancel(TimerId timer) = 0;
  virtual Instant now() const = 0;
};

}  // namespace angarium::base
