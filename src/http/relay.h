#pragma once

#include "base/executor.h"
#include "base/task.h"
#include "base/time.h"
#include "http/stream.h"

namespace angarium::http {

struct RelayLimits {
  base::Milliseconds idle_timeout;   // without a byte from either side
  base::Milliseconds write_timeout;  // for one side to take a piece
};

// Carries bytes both ways until both sides have ended, either breaks, or neither has said anything
// for too long; closes both. Holds at most kRelayBufferBytes for each direction. Both streams, and
// `executor`, which they belong to, outlive the Task.
inline constexpr size_t kRelayBufferBytes = 16 * 1024;
base::Task<void> relay(Stream& near, Stream& far, base::Executor& executor, RelayLimits limits);

}  // namespace angarium::http
