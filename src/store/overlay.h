#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/engine.h"
#include "store/recent.h"

namespace angarium::store {

// The engine's contents as they will be once the present groups are written: what they change, in
// memory, laid over the engine.
//
//   open layer     the group that commits are being evaluated into
//   sealed layer   the group before it, which is being written: the engine may have it already
//   engine
//
// One commit at a time works on the open layer and either stays or is rolled back. Used by the
// committer's evaluate stage only, but for the sealed layer, which nobody changes until the next
// seal().
class Overlay {
 public:
  struct Pending {
    std::optional<std::string> value;  // none: erased
    bool is_new = false;               // beneath the layer there is nothing: erased, it never was
    bool hides() const { return !value && !is_new; }
  };

  using Items = std::map<std::string, Pending, std::less<>>;

  struct Layer {
    Items items;
    std::vector<std::pair<std::string, std::string>> ranges;  // erased
    void add_to(Batch& batch) const;
    // How many items of what lies beneath it hides in [from, to), at most.
    size_t hidden_max(const std::string& from, const std::string& to) const;
  };

  // Keeps up to `recent_bytes_max` of what queues wrote last at hand.
  Overlay(const Engine& engine, size_t recent_bytes_max)
      : engine_(engine), recent_(recent_bytes_max) {}

  base::Result<std::optional<std::string>> get(const std::string& key) const;
  // The first `items_max` items of [from, to).
  base::Result<std::vector<Item>> scan(const std::string& from, const std::string& to,
                                       size_t items_max) const;
  void put(std::string key, std::string value);
  // Of a key that has no value now. Erased in the same group, it is never written.
  void put_new(std::string key, std::string value);
  void erase(std::string key);
  // What is in [from, to) is never looked at again (see Batch::erase_range).
  void erase_range(std::string from, std::string to);

  // Begins one commit: what follows can be undone by roll_back().
  void begin();
  void roll_back();
  // True when something was written since begin().
  bool changed() const { return !undo_.empty() || open_.ranges.size() > ranges_at_begin_; }

  // What the open group has written so far and, through add_bytes(), what it holds in memory
  // otherwise: bounds it.
  size_t bytes() const { return bytes_; }
  void add_bytes(size_t bytes) { bytes_ += bytes; }

  // Closes the open layer and opens the next. The engine must hold the layer sealed before, which
  // is forgotten.
  const Layer& seal();

 private:
  struct Undo {
    Items::iterator item;
    std::optional<Pending> before;  // none: was not pending
  };
  class Walk;
  void set(std::string key, std::optional<std::string> value, bool is_new);
  void retire_sealed();

  const Engine& engine_;
  Recent recent_;  // INVARIANT: what it holds of a key is what the engine holds
  Layer open_;
  Layer sealed_;
  std::vector<Undo> undo_;
  size_t ranges_at_begin_ = 0;
  size_t bytes_ = 0;
};

}  // namespace angarium::store
