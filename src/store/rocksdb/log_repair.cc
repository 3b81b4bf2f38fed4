#include "store/rocksdb/log_repair.h"

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
constexpr size_t kSequenceBytes = 8;
// No run of lost records has more keys than this: the log file would have been full long before.
constexpr uint64_t kSequenceStepMax = uint64_t{1} << 32;
enum FragmentType : uint8_t { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

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

uint64_t little_endian(std::string_view bytes) {
  uint64_t number = 0;
  for (size_t i = bytes.size(); i-- > 0;) number = number << 8 | static_cast<uint8_t>(bytes[i]);
  return number;
}

// Walks over the fragments of files that form one log, in order, and keeps track of where damage
// begins.
class LogReader {
 public:
  enum class Kind { kWriteAhead, kManifest };
  explicit LogReader(Kind kind) : kind_(kind) {}

  // How many bytes at the file's beginning are whole records.
  size_t read_file(const std::string& name, std::string_view contents) {
    name_ = name;
    size_ = contents.size();
    inside_record_ = false;
    damaged_ = false;
    sound_bytes_ = 0;
    for (size_t at = 0; at < contents.size(); at += kBlockBytes) {
      read_block(at, contents.substr(at, kBlockBytes));
    }
    if (inside_record_) damage();
    if (damaged_) tail_.dropped_bytes += size_ - sound_bytes_;
    return damaged_ ? sound_bytes_ : size_;
  }

  base::Result<LogTail> result() const {
    if (!sound_after_damage_) return tail_;
    return base::Error(StoreError::kCorrupt,
                       "`" + tail_.file + "` is damaged before its end: acknowledged data is lost");
  }

 private:
  void read_block(size_t block_at, std::string_view block) {
    std::string_view rest = block;
    // Zeros: space that the file system gave to the file and that was never written, or padding.
    while (rest.find_first_not_of('\0') != std::string_view::npos) {
      const std::string_view fragment = sound_fragment(rest);
      if (fragment.empty()) {
        damage();
        return look_for_beginning(rest);
      }
      rest.remove_prefix(fragment.size());
      take(fragment, block_at + (block.size() - rest.size()));
    }
  }

  // The fragment at the front; empty when there is none, or a damaged one.
  static std::string_view sound_fragment(std::string_view rest) {
    if (rest.size() < kHeaderBytes) return {};
    const size_t length = little_endian(rest.substr(4, 2));
    const uint8_t type = static_cast<uint8_t>(rest[6]);
    if (kHeaderBytes + length > rest.size() || type < kFull || type > kLast) return {};
    const bool sound = little_endian(rest.substr(0, 4)) == masked_crc(rest.substr(6, length + 1));
    return sound ? rest.substr(0, kHeaderBytes + length) : std::string_view();
  }

  void take(std::string_view fragment, size_t end) {
    const uint8_t type = static_cast<uint8_t>(fragment[6]);
    const bool begins = type == kFull || type == kFirst;
    if (begins && damaged_anywhere()) sound_after_damage_ |= is_later_record(fragment);
    if (begins == inside_record_) damage();
    inside_record_ = type == kFirst || type == kMiddle;
    if (begins && !damaged_) last_sequence_ = sequence_of(fragment);
    if (!inside_record_ && !damaged_) sound_bytes_ = end;
  }

  // Where the next fragment would be is unknown after damage, so every place is tried.
  void look_for_beginning(std::string_view rest) {
    for (; rest.size() >= kHeaderBytes && !sound_after_damage_; rest.remove_prefix(1)) {
      if (is_later_record(rest)) sound_after_damage_ = !sound_fragment(rest).empty();
    }
  }

  // In the write-ahead log a record's data begins with its sequence number, which grows from record
  // to record. That tells a record from bytes that only look like one, cheaply.
  bool is_later_record(std::string_view fragment) const {
    const uint8_t type = static_cast<uint8_t>(fragment[6]);
    if (type != kFull && type != kFirst) return false;
    if (kind_ == Kind::kManifest) return true;
    const uint64_t sequence = sequence_of(fragment);
    return sequence > last_sequence_ &&
           (last_sequence_ == 0 || sequence - last_sequence_ <= kSequenceStepMax);
  }
  static uint64_t sequence_of(std::string_view fragment) {
    if (fragment.size() < kHeaderBytes + kSequenceBytes) return 0;
    return little_endian(fragment.substr(kHeaderBytes, kSequenceBytes));
  }

  bool damaged_anywhere() const { return !tail_.file.empty(); }

  void damage() {
    if (tail_.file.empty()) tail_.file = name_;
    damaged_ = true;
    inside_record_ = false;
  }

  const Kind kind_;
  LogTail tail_;
  bool sound_after_damage_ = false;
  uint64_t last_sequence_ = 0;  // of the last sound record before the damage
  // Of the file being read.
  std::string name_;
  size_t size_ = 0;
  size_t sound_bytes_ = 0;
  bool damaged_ = false;
  bool inside_record_ = false;
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

// A file to be cut off, and what stays of it.
struct Torn {
  std::string path;
  std::string sound;
};

// The files of the write-ahead log, in order.
base::Result<std::vector<std::string>> list_logs(::rocksdb::Env& env,
                                                 const std::string& directory) {
  std::vector<std::string> names;
  const auto listed = env.GetChildren(directory, &names);
  if (listed.IsNotFound()) return std::vector<std::string>();
  AG_CHECK(to_result(listed));
  std::vector<std::pair<uint64_t, std::string>> logs;
  for (std::string& name : names) {
    if (const auto number = log_number(name)) logs.emplace_back(*number, std::move(name));
  }
  std::sort(logs.begin(), logs.end());
  names.clear();
  for (auto& [number, name] : logs) names.push_back(std::move(name));
  return names;
}

// The manifest in use, named by the file CURRENT. None in a new directory.
base::Result<std::vector<std::string>> list_manifest(::rocksdb::Env& env,
                                                     const std::string& directory) {
  const std::string path = directory + "/CURRENT";
  if (!env.FileExists(path).ok()) return std::vector<std::string>();
  std::string name;
  AG_CHECK(to_result(::rocksdb::ReadFileToString(&env, path, &name)));
  if (!name.starts_with("MANIFEST-") || !name.ends_with('\n')) {
    return base::Error(StoreError::kCorrupt, "`CURRENT` names no manifest");
  }
  name.pop_back();
  return std::vector<std::string>{name};
}

// Through a synced copy beside it: a cut in the middle leaves the one or the other.
base::Result<void> cut_off(::rocksdb::Env& env, const Torn& torn) {
  const std::string beside = torn.path + ".repaired";
  AG_CHECK(to_result(::rocksdb::WriteStringToFile(&env, torn.sound, beside, true)));
  return to_result(env.RenameFile(beside, torn.path));
}

base::Result<void> sync_directory(::rocksdb::Env& env, const std::string& directory) {
  std::unique_ptr<::rocksdb::Directory> opened;
  AG_CHECK(to_result(env.NewDirectory(directory, &opened)));
  return to_result(opened->Fsync());
}

base::Result<LogTail> repair(::rocksdb::Env& env, const std::string& directory,
                             LogReader::Kind kind, const std::vector<std::string>& names) {
  LogReader reader(kind);
  std::vector<Torn> torn;
  for (const std::string& name : names) {
    std::string path = directory;
    path.append("/").append(name);
    std::string contents;
    AG_CHECK(to_result(::rocksdb::ReadFileToString(&env, path, &contents)));
    const size_t sound_bytes = reader.read_file(name, contents);
    if (sound_bytes == contents.size()) continue;
    contents.resize(sound_bytes);
    torn.push_back({std::move(path), std::move(contents)});
  }
  AG_TRY(tail, reader.result());
  for (const Torn& one : torn) AG_CHECK(cut_off(env, one));
  if (!torn.empty()) AG_CHECK(sync_directory(env, directory));
  return tail;
}

}  // namespace

base::Result<LogTail> repair_logs(::rocksdb::Env& env, const std::string& directory) {
  AG_TRY(manifest, list_manifest(env, directory));
  AG_CHECK(repair(env, directory, LogReader::Kind::kManifest, manifest));
  AG_TRY(logs, list_logs(env, directory));
  return repair(env, directory, LogReader::Kind::kWriteAhead, logs);
}

}  // namespace angarium::store::rocksdb
