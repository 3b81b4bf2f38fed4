#pragma once

#include <cstddef>
#include <cstdint>

namespace angarium::store {

// What bounds the store. Whoever goes over gets kTooLarge or, where waiting helps, kBusy.
struct StoreLimits {
  size_t key_bytes_max = 4 << 10;      // encoded; AWS's longest ARNs are near 2 KiB
  size_t commit_bytes_max = 16 << 20;  // some ten of the largest events with all their deliveries
  size_t commit_effect_bytes_max = 64 << 20;  // read for leases and moves, written with all heads
  size_t commit_operations_max = 10'000;  // one commit shouldn't hold up the others for over ~50 ms
  size_t lease_messages_max = 1'000;
  size_t lease_bytes_max = 8 << 20;     // of bodies; at least one message comes, whatever its size
  size_t waiting_commits_max = 10'000;  // about a second's worth at full speed
  size_t waiting_bytes_max = 64 << 20;
  size_t group_bytes_max = 8 << 20;  // what a disk syncs in a few tens of milliseconds
  size_t group_commits_max = 1'000;
  size_t changes_max = 20'000;  // kept in memory for changes(), over all partitions
  size_t changes_bytes_max = 32 << 20;
  size_t cached_queues_and_logs_max = 20'000;  // decoded heads, a few hundred bytes each
  // Free disk space below which only what frees space is accepted. Room for RocksDB's memtables and
  // a compaction of its first level, so that the engine itself never meets a full disk.
  uint64_t reserve_bytes = 512 << 20;
};

}  // namespace angarium::store
