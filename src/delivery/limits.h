#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace angarium::delivery {

// What bounds delivery. All of it is configuration.
struct Limits {
  // A delivery that is not finished by then goes to its retry queue, so that the cursor moves on.
  base::Milliseconds spill_after{100};
  // How long the queue entry of a spilled delivery waits for the attempt that is in flight.
  base::Milliseconds spill_lease{60'000};  // an attempt's 30 s, and the commits around it

  // A lane is one target seen from one bus. Attempts at a time are bounded by number, what waits
  // for a place too, and both by memory. An event that finds its lane empty always fits. What is
  // leased from one retry queue is bounded by the same memory once more; the quota of the account
  // bounds all its attempts (delivery/quota.h), and says how many a lane has at a time: 32 by
  // default.
  size_t lane_attempts_max = 1000;
  size_t lane_waiting_max = 1000;
  size_t lane_bytes_max = 8 << 20;

  // A crash repeats at most what was delivered since the cursor was written: this much.
  base::Milliseconds cursor_after{500};
  uint64_t cursor_records_max = 10'000;

  size_t commit_bytes_max = 8 << 20;  // of one commit of spills; half of the store's bound
  size_t commit_operations_max = 2000;
};

}  // namespace angarium::delivery
