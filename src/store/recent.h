#pragma once

#include <absl/container/flat_hash_map.h>

#include <list>
#include <string>
#include <string_view>

namespace angarium::store {

// Values written a short while ago, by key: a message is leased soon after it was pushed, and
// deleted soon after it was leased. Bounded by bytes; what was written longest ago goes first. Used
// by the committer only.
class Recent {
 public:
  // What a value costs beyond its bytes and its key's: nodes and heads of strings, roughly.
  static constexpr size_t kSlotBytes = 200;

  explicit Recent(size_t bytes_max) : bytes_max_(bytes_max) {}

  const std::string* find(std::string_view key) const;  // null: the engine knows
  void put(std::string key, std::string value);
  void erase(std::string_view key);
  void clear();

 private:
  struct Slot {
    std::string key;
    std::string value;
  };
  static size_t bytes_of(const Slot& slot) {
    return slot.key.size() + slot.value.size() + kSlotBytes;
  }

  const size_t bytes_max_;
  size_t bytes_ = 0;
  std::list<Slot> slots_;                                                   // the oldest first
  absl::flat_hash_map<std::string_view, std::list<Slot>::iterator> table_;  // keys are the slots'
};

}  // namespace angarium::store
