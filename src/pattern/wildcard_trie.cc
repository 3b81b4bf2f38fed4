#include "pattern/wildcard_trie.h"

namespace angarium::pattern {
namespace {

// The bytes and stars of a wildcard behind its quote; the one at its end is left to the caller.
std::vector<uint16_t> tokens(std::string_view wildcard) {
  std::vector<uint16_t> result{'"'};
  for (size_t at = 0; at < wildcard.size(); ++at) {
    if (wildcard[at] == '*') {
      result.push_back(WildcardTrie::kStar);
      continue;
    }
    if (wildcard[at] == '\\') ++at;
    result.push_back(static_cast<uint8_t>(wildcard[at]));
  }
  return result;
}

}  // namespace

WildcardTrie::WildcardTrie(std::span<const WildcardGroup> groups) : nodes_{{.token = 0}} {
  for (uint32_t group = 0; group < groups.size(); ++group) {
    for (std::string_view wildcard : groups[group]) insert(group, wildcard);
  }
  mark_stars_below();
}

uint32_t WildcardTrie::child(uint32_t parent, uint16_t token) const {
  uint32_t index = nodes_[parent].first_child;
  while (index != kNone && (nodes_[index].token != token || is_end(index))) {
    index = nodes_[index].next_sibling;
  }
  return index;
}

uint32_t WildcardTrie::add_child(uint32_t parent, uint16_t token) {
  uint32_t index = static_cast<uint32_t>(nodes_.size());
  nodes_.push_back({.token = token, .next_sibling = nodes_[parent].first_child});
  nodes_[parent].first_child = index;
  return index;
}

void WildcardTrie::insert(uint32_t group, std::string_view wildcard) {
  uint32_t at = kRoot;
  bool shared = true;
  for (uint16_t token : tokens(wildcard)) {
    uint32_t next = shared ? child(at, token) : kNone;
    at = next != kNone ? next : add_child(at, token);
    if (token == kStar) shared = false;
    Node& node = nodes_[at];
    if (node.last_group != group) ++node.weight;
    node.last_group = group;
  }
  uint32_t end = add_child(at, '"');
  nodes_[end].weight = 1;
  nodes_[end].ends = group;
}

// Children come behind their parents.
void WildcardTrie::mark_stars_below() {
  for (size_t i = nodes_.size(); i-- > 0;) {
    uint32_t child = nodes_[i].first_child;
    for (; child != kNone; child = nodes_[child].next_sibling) {
      if (is_star(child) || nodes_[child].has_star_below) nodes_[i].has_star_below = true;
    }
  }
}

}  // namespace angarium::pattern
