#pragma once

#include <cstddef>
#include <cstdint>

#include "delivery/limits.h"

namespace angarium::bus {

// What bounds the engine. All of it is configuration.
struct Limits {
  size_t event_bytes_max = 1'310'720;   // AWS's 1 MB entry plus the header's longest fields
  size_t events_per_put_max = 100;      // what EventBridge V2 allows; Classic's 10 is checked above
  uint32_t detail_depth_max = 1000;     // AWS's quota "JSON nesting"
  size_t matches_per_event_max = 2000;  // AWS's 300 rules of 5 targets, with room
  // Of records in one ingest commit; a put with more is taken in by several. At least one event.
  size_t commit_bytes_max = 6 << 20;
  // Of messages for local queues in one ingest commit; what is beyond is delivered after it. With
  // the records it stays below the 16 MiB and 10,000 operations that the store takes.
  size_t same_commit_bytes_max = 8 << 20;
  size_t same_commit_operations_max = 5000;
  uint32_t hops_max = 1;  // AWS: what arrived over a bus is not forwarded to a third
  // Events from put() to the answer, and their deliveries held in memory. Beyond: kOverloaded. The
  // store limits what waits for one sync to 64 MiB, so twice that keeps it busy.
  size_t memory_bytes_max = 128 << 20;
  delivery::Limits delivery;
};

}  // namespace angarium::bus
