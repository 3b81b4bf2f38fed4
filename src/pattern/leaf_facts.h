#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "pattern/array_join.h"
#include "pattern/event_tree.h"
#include "pattern/pattern.h"

namespace angarium::pattern {

// What an event has for one leaf.
struct LeafFacts {
  uint32_t node = EventTree::kNone;  // of its path
  std::vector<uint32_t> accepted;    // of the node's values, in order
  std::vector<uint32_t> met;         // their places: ascending, unique
  std::vector<uint32_t> present;     // those of all values; only for a leaf that may be absent

  size_t value_count(const EventTree& event) const {
    return node == EventTree::kNone ? 0 : event.node(node).values.size();
  }
};

LeafFacts read_facts(const Leaf& leaf, const EventTree& event);

PlacedLeaf placed(const Leaf& leaf, const LeafFacts& facts);

// The facts of one pattern's leaves, each read once: conjunctions of `$or` repeat most of them.
class LeafFactsCache {
 public:
  explicit LeafFactsCache(const EventTree& event) : event_(event) {}
  // Valid as long as the cache.
  const LeafFacts& of(const Leaf& leaf);

 private:
  struct Known {
    const Leaf* leaf;
    std::unique_ptr<LeafFacts> facts;
  };
  const EventTree& event_;
  absl::flat_hash_map<std::string_view, std::vector<Known>> known_;  // by path
};

}  // namespace angarium::pattern
