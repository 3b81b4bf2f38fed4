#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/batch.h"

namespace angarium::store {

// What an engine found when it opened.
struct OpenReport {
  bool created = false;             // there was nothing before
  uint64_t dropped_tail_bytes = 0;  // of writes that had never been acknowledged
  std::string detail = {};          // where they were; empty when nothing was dropped
};

struct Item {
  std::string key;
  std::string value;
  friend bool operator==(const Item&, const Item&) = default;
};

// A range of keys, [from, to), and how much of it to read. At least one item is read whatever its
// size.
struct KeyRange {
  std::string from;
  std::string to;
  size_t items_max = SIZE_MAX;
  size_t bytes_max = SIZE_MAX;
};

enum class Durability {
  kSynced,   // on stable storage, with all writes before it, when write() returns
  kUnsynced  // may be lost with the power, but only together with everything written after it
};

// An ordered map of byte strings on some medium: all that the store asks of one. Keys sort
// bytewise.
//
// get() and scan() are thread safe, see each batch whole or not at all, and may read the disk.
// write() is called by one thread at a time. Errors are kIo and kCorrupt. A failed write() leaves
// the engine in an unknown state: nobody may use it further, and the store ends the process.
class Engine {
 public:
  virtual ~Engine() = default;

  virtual base::Result<std::optional<std::string>> get(std::string_view key) const = 0;
  virtual base::Result<std::vector<Item>> scan(const KeyRange& range) const = 0;
  virtual base::Result<void> write(const Batch& batch, Durability durability) = 0;
  virtual const OpenReport& open_report() const = 0;
};

}  // namespace angarium::store
