#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/engine.h"
#include "store/recent.h"

namespace angarium::store {

// The engine's contents as they will be once the present group is written: what the group changes,
// in memory, laid over the engine. One commit at a time works on it and either stays or is rolled
// back. Used by the committer only.
class Overlay {
 public:
  // Keeps up to `recent_bytes_max` of what queues wrote last at hand.
  Overlay(const Engine& engine, size_t recent_bytes_max)
      : engine_(engine), recent_(recent_bytes_max) {}

  base::Result<std::optional<std::string>> get(const std::string& key) const;
  // The first `items_max` items of [from, to).
  base::Result<std::vector<Item>> scan(const std::string& from, const std::string& to,
                                       size_t items_max) const;
  void put(std::string key, std::string value);
  void erase(std::string key);
  // What is in [from, to) is never looked at again (see Batch::erase_range).
  void erase_range(std::string from, std::string to);

  // Begins one commit: what follows can be undone by roll_back().
  void begin();
  void roll_back();
  // True when something was written since begin().
  bool changed() const { return !undo_.empty() || ranges_.size() > ranges_at_begin_; }

  // What the group has written so far and, through add_bytes(), what it holds in memory otherwise:
  // bounds it.
  size_t bytes() const { return bytes_; }
  void add_bytes(size_t bytes) { bytes_ += bytes; }
  // All changes of the group; the overlay is empty afterwards.
  Batch take_batch();

 private:
  using Pending = std::optional<std::string>;  // none: erased
  struct Undo {
    std::string key;
    std::optional<Pending> before;  // none: was not pending
  };
  void set(std::string key, Pending value);

  const Engine& engine_;
  Recent recent_;  // INVARIANT: what it holds of a key is what the engine holds
  std::map<std::string, Pending, std::less<>> pending_;
  std::vector<std::pair<std::string, std::string>> ranges_;
  std::vector<Undo> undo_;
  size_t ranges_at_begin_ = 0;
  size_t bytes_ = 0;
};

}  // namespace angarium::store
