#include "pattern/wildcard_complexity.h"

#include <absl/container/flat_hash_set.h>

#include <algorithm>

#include "pattern/wildcard_trie.h"

namespace angarium::pattern {
namespace {

constexpr uint32_t kNone = WildcardTrie::kNone;
constexpr uint32_t kStart = 0;

// How many of a set of byte strings a text can end with at once: the automaton of Aho and Corasick
// ("Efficient string matching", 1975). A node is a beginning of some string; its fallback is the
// longest other one that it ends with.
class Endings {
 public:
  Endings() : nodes_(1) {}

  uint32_t child_added(uint32_t parent, uint16_t byte) {
    uint32_t found = child(parent, byte);
    if (found != kNone) return found;
    nodes_.push_back({.byte = byte, .next_sibling = nodes_[parent].first_child});
    return nodes_[parent].first_child = static_cast<uint32_t>(nodes_.size() - 1);
  }

  void add_weight(uint32_t node, uint32_t weight) { nodes_[node].weight += weight; }

  // Of all nodes that end a group, one text counts one.
  void add_group_end(uint32_t node, uint32_t group) {
    if (group_ends_.insert({node, group}).second) ends_.push_back({node, group});
  }

  // The largest sum of weights along the fallbacks of a node, which become part of the endings.
  uint32_t heaviest(size_t& steps);

 private:
  struct Node {
    uint16_t byte = 0;
    uint32_t weight = 0;
    uint32_t first_child = kNone;
    uint32_t next_sibling = kNone;
    uint32_t fallback = kStart;
  };

  uint32_t child(uint32_t parent, uint16_t byte) const {
    uint32_t index = nodes_[parent].first_child;
    while (index != kNone && nodes_[index].byte != byte) index = nodes_[index].next_sibling;
    return index;
  }
  std::vector<uint32_t> link_fallbacks(size_t& steps);
  void weigh_group_ends(size_t& steps);

  std::vector<Node> nodes_;
  std::vector<std::pair<uint32_t, uint32_t>> ends_;
  absl::flat_hash_set<std::pair<uint32_t, uint32_t>> group_ends_;
};

// Answers the nodes in the order of their length.
std::vector<uint32_t> Endings::link_fallbacks(size_t& steps) {
  std::vector<uint32_t> order{kStart};
  for (size_t i = 0; i < order.size() && steps < kComplexityStepsMax; ++i) {
    uint32_t parent = order[i];
    for (uint32_t at = nodes_[parent].first_child; at != kNone; at = nodes_[at].next_sibling) {
      order.push_back(at);
      uint32_t ending = parent;
      while (ending != kStart && nodes_[at].fallback == kStart) {
        ending = nodes_[ending].fallback;
        uint32_t found = child(ending, nodes_[at].byte);
        if (found != kNone) nodes_[at].fallback = found;
        ++steps;
      }
      ++steps;
    }
  }
  return order;
}

void Endings::weigh_group_ends(size_t& steps) {
  for (auto [node, group] : ends_) {
    uint32_t ending = nodes_[node].fallback;
    while (ending != kStart && !group_ends_.contains({ending, group})) {
      ending = nodes_[ending].fallback;
      ++steps;
    }
    if (ending == kStart) ++nodes_[node].weight;
  }
}

uint32_t Endings::heaviest(size_t& steps) {
  std::vector<uint32_t> order = link_fallbacks(steps);
  weigh_group_ends(steps);
  uint32_t most = 0;
  for (uint32_t node : order) {
    nodes_[node].weight += nodes_[nodes_[node].fallback].weight;
    most = std::max(most, nodes_[node].weight);
  }
  return most;
}

// The search for the worst text, in two parts.
//
// As long as the text is the beginning of some wildcard up to its first star, it is forced: every
// such text is tried (walk). All that a text can match beyond are beginnings behind stars it has
// met, and a star once met stays met. So the worst one first meets every star there is behind
// those (each can be met, by spelling out what leads to it), and then ends with the best ending for
// what follows the stars (beyond_stars): any text ending with that does, there is no need to
// search.
class Search {
 public:
  Search(std::span<const WildcardGroup> groups, uint32_t limit) : trie_(groups), limit_(limit) {}

  uint32_t worst();

 private:
  // A text that is a beginning before any star.
  struct Text {
    uint32_t node;                // that beginning; kNone when it is none but the end of one
    std::vector<uint32_t> alive;  // the others that it matches: behind stars, and ends
    std::vector<uint32_t> stars;  // first stars that it has met
  };

  void walk(Text text, std::vector<Text>& pending);
  std::vector<uint32_t> step(const Text& text, uint16_t byte);
  void reach(uint32_t node, std::vector<uint32_t>& alive) const;
  uint32_t weight(const Text& text) const;
  void beyond_stars(const std::vector<uint32_t>& stars);
  uint32_t collect(uint32_t star, Endings& endings);
  bool is_over() const { return worst_ > limit_ || steps_ > kComplexityStepsMax; }

  WildcardTrie trie_;
  uint32_t limit_;
  uint32_t worst_ = 0;
  size_t steps_ = 0;
};

uint32_t Search::worst() {
  std::vector<Text> pending;
  uint32_t quote = trie_.node(WildcardTrie::kRoot).first_child;
  if (quote != kNone) pending.push_back({quote, {}, {}});
  while (!pending.empty() && !is_over()) {
    Text text = std::move(pending.back());
    pending.pop_back();
    walk(std::move(text), pending);
  }
  return is_over() ? limit_ + 1 : worst_;
}

void Search::walk(Text text, std::vector<Text>& pending) {
  uint32_t star = text.node == kNone ? kNone : trie_.star_child(text.node);
  if (star != kNone) {
    text.alive.push_back(star);
    text.stars.push_back(star);
  }
  worst_ = std::max(worst_, weight(text));
  if (is_over() || text.node == kNone) return;
  bool stars_ahead = false;
  pending.push_back({kNone, step(text, '"'), {}});
  for (uint32_t next = trie_.node(text.node).first_child; next != kNone;
       next = trie_.node(next).next_sibling) {
    if (trie_.is_star(next) || trie_.is_end(next)) continue;
    stars_ahead |= trie_.node(next).has_star_below;
    pending.push_back({next, step(text, trie_.node(next).token), text.stars});
  }
  // Where stars are ahead, the texts that meet them have met these too.
  if (!stars_ahead && !text.stars.empty()) beyond_stars(text.stars);
}

void Search::reach(uint32_t node, std::vector<uint32_t>& alive) const {
  if (std::find(alive.begin(), alive.end(), node) != alive.end()) return;
  alive.push_back(node);
  uint32_t star = trie_.star_child(node);
  if (star != kNone && !trie_.is_star(node)) reach(star, alive);
}

// What is alive after one more byte. More than the limit is not needed to know.
std::vector<uint32_t> Search::step(const Text& text, uint16_t byte) {
  std::vector<uint32_t> result;
  for (uint32_t node : text.alive) {
    if (trie_.is_star(node)) reach(node, result);
    for (uint32_t next = trie_.node(node).first_child; next != kNone;
         next = trie_.node(next).next_sibling, ++steps_) {
      if (trie_.node(next).token == byte) reach(next, result);
    }
    if (result.size() > size_t{limit_} + 2 || is_over()) return result;
  }
  if (byte != '"') return result;
  for (uint32_t next = trie_.node(text.node).first_child; next != kNone;
       next = trie_.node(next).next_sibling, ++steps_) {
    if (trie_.is_end(next)) reach(next, result);
  }
  return result;
}

// Ends of one group count once.
uint32_t Search::weight(const Text& text) const {
  uint32_t sum = text.node == kNone ? 0 : trie_.node(text.node).weight;
  std::vector<uint32_t> ended;
  for (uint32_t index : text.alive) {
    const WildcardTrie::Node& node = trie_.node(index);
    if (trie_.is_end(index)) {
      if (std::find(ended.begin(), ended.end(), node.ends) != ended.end()) continue;
      ended.push_back(node.ends);
    }
    sum += node.weight;
  }
  return sum;
}

void Search::beyond_stars(const std::vector<uint32_t>& stars) {
  Endings endings;
  uint32_t sum = 0;
  for (uint32_t star : stars) {
    sum += collect(star, endings);
    worst_ = std::max(worst_, sum);
    if (is_over()) return;
  }
  worst_ = std::max(worst_, sum + endings.heaviest(steps_));
}

// Adds all strings between stars from here on; answers the weight of the stars.
uint32_t Search::collect(uint32_t star, Endings& endings) {
  uint32_t sum = 0;
  std::vector<std::pair<uint32_t, uint32_t>> pending{{star, kStart}};
  while (!pending.empty() && !is_over()) {
    auto [at, ending] = pending.back();
    pending.pop_back();
    if (trie_.is_star(at)) sum += trie_.node(at).weight;
    for (uint32_t next = trie_.node(at).first_child; next != kNone;
         next = trie_.node(next).next_sibling, ++steps_) {
      const WildcardTrie::Node& node = trie_.node(next);
      if (node.token == WildcardTrie::kStar) {
        pending.push_back({next, kStart});
        continue;
      }
      uint32_t longer = endings.child_added(ending, node.token);
      if (trie_.is_end(next)) {
        endings.add_group_end(longer, node.ends);
      } else {
        endings.add_weight(longer, node.weight);
      }
      pending.push_back({next, longer});
    }
  }
  return sum;
}

}  // namespace

uint32_t wildcard_complexity(std::span<const WildcardGroup> groups, uint32_t limit) {
  return Search(groups, limit).worst();
}

}  // namespace angarium::pattern
