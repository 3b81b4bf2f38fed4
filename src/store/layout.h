#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"
#include "store/operations.h"

// Where each record lies: the engine's keys, as docs/formats/store.md draws them. Numbers are
// written big endian, so that bytes sort as the numbers do.
namespace angarium::store::layout {

using PartitionId = uint32_t;

// Of the whole store.
std::string format_version();
std::string partition(const Partition& partition);
std::string partitions_begin();
std::string partitions_end();
Partition parse_partition(std::string_view key);

// Of one partition.
std::string table(PartitionId id, const Key& key);
Key parse_table(std::string_view key);
std::string log_head(PartitionId id, const Key& log);
std::string log_record(PartitionId id, uint64_t log_id, Offset offset);
Offset parse_log_record(std::string_view key);
std::string queue_head(PartitionId id, const Key& queue);

// Marks that Unseen and deduplication windows leave, and the order in which they expire.
std::string unseen_mark(PartitionId id, const Key& mark);
std::string message_mark(PartitionId id, uint64_t queue_id, const MessageId& message);
std::string deduplication_mark(PartitionId id, uint64_t queue_id, std::string_view key);
std::string attempt_mark(PartitionId id, uint64_t queue_id, std::string_view attempt);
std::string expiry(PartitionId id, base::Time expires, std::string_view mark);
std::string expiry_mark(std::string_view expiry);  // the mark's key
base::Time expiry_time(std::string_view expiry);

// Of one generation of a queue. A purge moves the queue to a new generation.
struct Generation {
  PartitionId partition = 0;
  uint64_t number = 0;

  std::string begin() const;  // all its keys lie in [begin, end)
  std::string end() const;
  std::string entry(const MessageId& id) const;
  std::string body(uint64_t sequence) const;
  std::string due(base::Time due, uint64_t sequence) const;
  std::string group_head(std::string_view group) const;
  std::string group_member(std::string_view group, uint64_t sequence) const;
};

// Whether it is the key of an entry, a body or a group: what is looked up by its key.
bool is_of_message(std::string_view key);

struct DueKey {
  base::Time due;
  uint64_t sequence = 0;
  friend auto operator<=>(const DueKey&, const DueKey&) = default;
};
DueKey parse_due(std::string_view key);
uint64_t parse_group_member(std::string_view key);  // the sequence

// The first key after all keys that begin with `prefix`; `prefix` has a byte below 0xff.
std::string after_prefix(std::string prefix);

}  // namespace angarium::store::layout
