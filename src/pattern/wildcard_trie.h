#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "pattern/wildcard_complexity.h"

namespace angarium::pattern {

// The beginnings of the wildcards of one field. A node is a beginning: it is reached from the
// node before it by one byte or by a star. Beginnings without a star, and those that end with
// their first, are one node for all wildcards that have them; behind it every wildcard has nodes of
// its own:
//
//     "ab*cd  "ab*ce      ["] - [a] - [b] - [*] - [c] - [d] - ["]
//                                            \--- [c] - [e] - ["]
class WildcardTrie {
 public:
  static constexpr uint16_t kStar = 256;
  static constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();
  static constexpr uint32_t kRoot = 0;

  struct Node {
    uint16_t token;                // a byte or kStar
    uint32_t weight = 0;           // groups that have this beginning
    uint32_t last_group = kNone;   // that was counted in `weight`
    uint32_t ends = kNone;         // the group one of whose wildcards this is the whole of
    bool has_star_below = false;   // before any star: whether one follows
    uint32_t first_child = kNone;  //
    uint32_t next_sibling = kNone;
  };

  explicit WildcardTrie(std::span<const WildcardGroup> groups);

  const Node& node(uint32_t index) const { return nodes_[index]; }
  bool is_end(uint32_t index) const { return nodes_[index].ends != kNone; }
  bool is_star(uint32_t index) const { return nodes_[index].token == kStar; }
  uint32_t star_child(uint32_t index) const { return child(index, kStar); }

 private:
  uint32_t child(uint32_t parent, uint16_t token) const;  // that doesn't end
  uint32_t add_child(uint32_t parent, uint16_t token);
  void insert(uint32_t group, std::string_view wildcard);
  void mark_stars_below();

  std::vector<Node> nodes_;
};

}  // namespace angarium::pattern
