#include "store/rocksdb/wal_check.h"

#include <rocksdb/env.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "store/error.h"
#include "store/rocksdb/status.h"

namespace angarium::store::rocksdb {

namespace {

// The log's format (github.com/facebook/rocksdb/wiki/Write-Ahead-Log-File-Format): blocks of 32
// KiB, each a row of fragments; a fragment is a masked CRC-32C of what follows it up to the data's
// end but for the length, the length (both little endian), a type, and the data. No fragment
// crosses a block; fewer than seven bytes at a block's end are padding.
constexpr size_t kBlockBytes = 32 << 10;
constexpr size_t kHeaderBytes = 7;
enum FragmentType : uint8_t {
  kZero = 0,
  kFull = 1,
  kFirst = 2,
  kMiddle = 3,
  kLast = 4,
  kTypeMax = 15
};

constexpr std::array<uint32_t, 256> make_crc_table() {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? crc >> 1 ^ 0x82f63b78u : crc >> 1;
    table[i] = crc;
  }
  return table;
}
constexpr std::array<uint32_t, 256> kCrcTable = make_crc_table();

uint32_t masked_crc(std::string_view bytes) {
  uint32_t crc = ~0u;
  for (char byte : bytes) crc = kCrcTable[(crc ^ static_cast<uint8_t>(byte)) & 0xff] ^ crc >> 8;
  crc = ~crc;
  return (crc >> 15 | crc << 17) + 0xa282ead8u;
}

uint32_t little_endian(std::string_view bytes) {
  uint32_t number = 0;
  for (size_t i = bytes.size(); i-- > 0;) number = number << 8 | static_cast<uint8_t>(bytes[i]);
  return number;
}

// Walks over the fragments of all log files in order and keeps track of where damage begins.
class WalReader {
 public:
  void read_file(const std::string& name, std::string_view contents) {
    inside_record_ = false;
    for (size_t at = 0; at < contents.size(); at += kBlockBytes) {
      read_block(name, contents.substr(at, kBlockBytes));
    }
    if (inside_record_) damage(name, record_bytes_);
  }

  base::Result<WalTail> result() const {
    if (!sound_after_damage_) return tail_;
    return base::Error(StoreError::kCorrupt,
                       "`" + tail_.file + "` is damaged before its end: acknowledged data is lost");
  }

 private:
  void read_block(const std::string& name, std::string_view block) {
    while (block.size() >= kHeaderBytes) {
      const size_t length = little_endian(block.substr(4, 2));
      const uint8_t type = static_cast<uint8_t>(block[6]);
      if (type == kZero && length == 0) return read_zeros(name, block);
      if (kHeaderBytes + length > block.size() || type > kTypeMax)
        return damage(name, block.size());
      const bool sound =
          little_endian(block.substr(0, 4)) == masked_crc(block.substr(6, length + 1));
      sound ? sound_fragment(name, type, kHeaderBytes + length)
            : damage(name, kHeaderBytes + length);
      block.remove_prefix(kHeaderBytes + length);
    }
    // Padding, unless the file ends inside a header.
    if (block.find_first_not_of('\0') != std::string_view::npos) damage(name, block.size());
  }

  // Space that the file system gave to the file and that was never written.
  void read_zeros(const std::string& name, std::string_view rest) {
    if (rest.find_first_not_of('\0') != std::string_view::npos) damage(name, rest.size());
  }

  void sound_fragment(const std::string& name, uint8_t type, size_t bytes) {
    const bool begins = type == kFull || type == kFirst;
    const bool continues = type == kMiddle || type == kLast;
    if (begins && !tail_.file.empty()) sound_after_damage_ = true;
    if (begins == inside_record_ || (!begins && !continues)) damage(name, bytes);
    record_bytes_ = begins ? bytes : record_bytes_ + bytes;
    inside_record_ = type == kFirst || type == kMiddle;
  }

  void damage(const std::string& name, uint64_t bytes) {
    if (tail_.file.empty()) tail_.file = name;
    tail_.unreadable_bytes += bytes;
    inside_record_ = false;
  }

  WalTail tail_;
  bool sound_after_damage_ = false;
  bool inside_record_ = false;
  uint64_t record_bytes_ = 0;
};

constexpr std::string_view kLogSuffix = ".log";

// The number in "000012.log"; none for other names.
std::optional<uint64_t> log_number(std::string_view name) {
  if (!name.ends_with(kLogSuffix)) return std::nullopt;
  name.remove_suffix(kLogSuffix.size());
  uint64_t number = 0;
  for (char digit : name) {
    if (digit < '0' || digit > '9') return std::nullopt;
    number = number * 10 + static_cast<uint64_t>(digit - '0');
  }
  return number;
}

}  // namespace

base::Result<WalTail> check_wal(::rocksdb::Env& env, const std::string& directory) {
  std::vector<std::string> names;
  const auto listed = env.GetChildren(directory, &names);
  if (listed.IsNotFound()) return WalTail{};
  AG_CHECK(to_result(listed));
  std::vector<std::pair<uint64_t, std::string>> logs;
  for (const std::string& name : names) {
    if (const auto number = log_number(name)) logs.emplace_back(*number, name);
  }
  std::sort(logs.begin(), logs.end());
  WalReader reader;
  for (const auto& [number, name] : logs) {
    std::string contents;
    AG_CHECK(to_result(::rocksdb::ReadFileToString(&env, directory + "/" + name, &contents)));
    reader.read_file(name, contents);
  }
  return reader.result();
}

}  // namespace angarium::store::rocksdb
