#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace angarium::store {

// One atomic write: puts, erasures and erasures of ranges, applied in the order added. Kept as one
// run of bytes (docs/formats/store.md, "Batch"), so that it can become a journal's record as it is.
class Batch {
 public:
  // A group's usual bytes (StoreLimits::group_bytes_max) and what their lengths add.
  static constexpr size_t kKeptBytesMax = 10 << 20;

  void put(std::string_view key, std::string_view value);
  void erase(std::string_view key);
  // Erases [from, to). INVARIANT, kept by the store above: nothing is ever put into an erased range
  // again, neither later in this batch nor in a later one.
  void erase_range(std::string_view from, std::string_view to);

  bool empty() const { return bytes_.empty(); }
  // Empties it and keeps its memory, up to kKeptBytesMax.
  void clear();
  const std::string& bytes() const { return bytes_; }

  class Visitor {
   public:
    virtual ~Visitor() = default;
    virtual void put(std::string_view key, std::string_view value) = 0;
    virtual void erase(std::string_view key) = 0;
    virtual void erase_range(std::string_view from, std::string_view to) = 0;
  };
  // Calls the visitor for each entry, in order.
  void visit(Visitor& visitor) const;

 private:
  void entry(char kind, std::string_view first);
  void run(std::string_view bytes);
  std::string bytes_;
};

}  // namespace angarium::store
