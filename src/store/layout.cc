#include "store/layout.h"

#include <algorithm>
#include <array>

#include "base/assert.h"

namespace angarium::store::layout {

namespace {

constexpr char kWholeStore = '\x00';
constexpr char kOnePartition = '\x01';
constexpr size_t kPartitionPrefixBytes = 6;  // kOnePartition, partition id, kind

template <typename Number>
void append_number(std::string& key, Number number) {
  std::array<char, sizeof(Number)> bytes;
  for (size_t i = bytes.size(); i-- > 0; number = static_cast<Number>(number >> 8)) {
    bytes[i] = static_cast<char>(number);
  }
  key.append(bytes.data(), bytes.size());
}

void append_32(std::string& key, uint32_t number) { append_number(key, number); }
void append_64(std::string& key, uint64_t number) { append_number(key, number); }

// With the sign flipped, so that times before 1970 sort first.
void append_time(std::string& key, base::Time time) {
  append_64(key, static_cast<uint64_t>(base::to_unix_ms(time)) ^ (uint64_t{1} << 63));
}

uint64_t number_at(std::string_view key, size_t at, size_t bytes) {
  AG_ASSERT(key.size() >= at + bytes);
  uint64_t number = 0;
  for (size_t i = at; i < at + bytes; ++i) number = number << 8 | static_cast<uint8_t>(key[i]);
  return number;
}

base::Time time_at(std::string_view key, size_t at) {
  return base::from_unix_ms(static_cast<int64_t>(number_at(key, at, 8) ^ (uint64_t{1} << 63)));
}

std::string whole_store(std::string_view kind) { return std::string(1, kWholeStore).append(kind); }

std::string of_partition(PartitionId id, char kind) {
  std::string key(1, kOnePartition);
  append_32(key, id);
  key.push_back(kind);
  return key;
}

std::string of_generation(const Generation& generation) {
  std::string key = of_partition(generation.partition, 'Q');
  append_64(key, generation.number);
  return key;
}

std::string queue_mark(PartitionId id, char kind, uint64_t queue_id, std::string_view name) {
  std::string key = of_partition(id, 'd') + kind;
  append_64(key, queue_id);
  return key.append(name);
}

}  // namespace

std::string format_version() { return whole_store("format"); }
std::string partitions_begin() { return whole_store("p"); }
std::string partitions_end() { return whole_store("q"); }

std::string partition(const Partition& partition) {
  std::string key = partitions_begin();
  key += Key::of({partition.account.text(), partition.region.text()}).encoded();
  append_32(key, partition.shard);
  return key;
}

Partition parse_partition(std::string_view key) {
  AG_ASSERT(key.size() > 6);
  const auto parts = Key::from_encoded(key.substr(2, key.size() - 6)).parts();
  AG_ASSERT(parts.size() == 2);
  return {base::AccountId(parts[0]), base::Region(parts[1]),
          static_cast<uint32_t>(number_at(key, key.size() - 4, 4))};
}

std::string table(PartitionId id, const Key& key) { return of_partition(id, 't') + key.encoded(); }

Key parse_table(std::string_view key) {
  return Key::from_encoded(key.substr(kPartitionPrefixBytes));
}

std::string log_head(PartitionId id, const Key& log) {
  return of_partition(id, 'l') + log.encoded();
}

std::string log_record(PartitionId id, uint64_t log_id, Offset offset) {
  std::string key = of_partition(id, 'L');
  append_64(key, log_id);
  append_64(key, offset);
  return key;
}

Offset parse_log_record(std::string_view key) {
  return number_at(key, kPartitionPrefixBytes + 8, 8);
}

std::string queue_head(PartitionId id, const Key& queue) {
  return of_partition(id, 'q') + queue.encoded();
}

std::string unseen_mark(PartitionId id, const Key& mark) {
  return of_partition(id, 'd') + 'u' + mark.encoded();
}

std::string message_mark(PartitionId id, uint64_t queue_id, const MessageId& message) {
  return queue_mark(id, 'm', queue_id, message.text());
}

std::string deduplication_mark(PartitionId id, uint64_t queue_id, std::string_view key) {
  return queue_mark(id, 'k', queue_id, key);
}

std::string attempt_mark(PartitionId id, uint64_t queue_id, std::string_view attempt) {
  return queue_mark(id, 'a', queue_id, attempt);
}

std::string expiry(PartitionId id, base::Time expires, std::string_view mark) {
  std::string key = of_partition(id, 'x');
  append_time(key, expires);
  return key.append(mark.substr(std::min(mark.size(), kPartitionPrefixBytes)));
}

std::string expiry_mark(std::string_view expiry) {
  const auto id = static_cast<PartitionId>(number_at(expiry, 1, 4));
  return of_partition(id, 'd').append(expiry.substr(kPartitionPrefixBytes + 8));
}

base::Time expiry_time(std::string_view expiry) { return time_at(expiry, kPartitionPrefixBytes); }

std::string Generation::begin() const { return of_generation(*this); }
std::string Generation::end() const { return after_prefix(begin()); }

std::string Generation::entry(const MessageId& id) const {
  return of_generation(*this) + 'e' + id.text();
}

std::string Generation::body(uint64_t sequence) const {
  std::string key = of_generation(*this) + 'b';
  append_64(key, sequence);
  return key;
}

std::string Generation::due(base::Time due, uint64_t sequence) const {
  std::string key = of_generation(*this) + 't';
  append_time(key, due);
  append_64(key, sequence);
  return key;
}

std::string Generation::group_head(std::string_view group) const {
  return of_generation(*this) + 'g' + std::string(group);
}

std::string Generation::group_member(std::string_view group, uint64_t sequence) const {
  std::string key = of_generation(*this) + 'm' + Key::of({group}).encoded();
  append_64(key, sequence);
  return key;
}

bool is_of_message(std::string_view key) {
  constexpr size_t kKindAt = kPartitionPrefixBytes + 8;
  if (key.size() <= kKindAt || key[0] != kOnePartition || key[kPartitionPrefixBytes - 1] != 'Q') {
    return false;
  }
  return key[kKindAt] == 'e' || key[kKindAt] == 'b' || key[kKindAt] == 'g';
}

DueKey parse_due(std::string_view key) {
  AG_ASSERT(key.size() >= 16);
  return {time_at(key, key.size() - 16), number_at(key, key.size() - 8, 8)};
}

uint64_t parse_group_member(std::string_view key) {
  AG_ASSERT(key.size() >= 8);
  return number_at(key, key.size() - 8, 8);
}

std::string after_prefix(std::string prefix) {
  while (!prefix.empty() && prefix.back() == '\xff') prefix.pop_back();
  AG_ASSERT(!prefix.empty());
  prefix.back() = static_cast<char>(static_cast<uint8_t>(prefix.back()) + 1);
  return prefix;
}

}  // namespace angarium::store::layout
