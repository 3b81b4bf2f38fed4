#include "pattern/many_wildcards.h"

#include "pattern/wildcard.h"

namespace angarium::pattern {

void ManyWildcards::begin() {
  bytes_.clear();
  pieces_.clear();
  wildcards_.clear();
  built_ = false;
}

uint32_t ManyWildcards::add(std::string_view wildcard) {
  const auto first = static_cast<uint32_t>(pieces_.size());
  auto begin = static_cast<uint32_t>(bytes_.size());
  const auto end_piece = [&] {
    const auto end = static_cast<uint32_t>(bytes_.size());
    pieces_.push_back({.begin = begin, .size = end - begin});
    begin = end;
  };
  for (size_t at = 0; at < wildcard.size(); ++at) {
    if (wildcard[at] == '*') {
      // Nothing stands between two stars in a row.
      if (pieces_.size() == first || bytes_.size() > begin) end_piece();
      continue;
    }
    at += wildcard[at] == '\\' ? 1 : 0;
    bytes_ += wildcard[at];
  }
  end_piece();
  const auto last = static_cast<uint32_t>(pieces_.size() - 1);
  wildcards_.push_back({.first_piece = first,
                        .last_piece = last,
                        .raw = wildcard,
                        .next_keyed = kNone,
                        .next_piece = last,
                        .next_waiting = kNone,
                        .from = 0});
  built_ = false;
  return static_cast<uint32_t>(wildcards_.size() - 1);
}

void ManyWildcards::build() {
  built_ = true;
  nodes_.clear();
  rows_.clear();
  bare_.clear();
  pieced_.clear();
  node_of({});  // the root
  for (const Wildcard& wildcard : wildcards_) {
    for (uint32_t i = wildcard.first_piece + 1; i < wildcard.last_piece; ++i) {
      pieces_[i].node = node_of(text_of(pieces_[i]));
      Node& node = nodes_[pieces_[i].node];
      node.piece = pieces_[i].node;
      ++node.users;
    }
  }
  for (uint32_t number = 0; number < wildcards_.size(); ++number) key(number);
  link_failures();
}

// Chooses the piece that tells the wildcard from others.
void ManyWildcards::key(uint32_t number) {
  Wildcard& wildcard = wildcards_[number];
  uint32_t best = kRoot;
  for (uint32_t i = wildcard.first_piece + 1; i < wildcard.last_piece; ++i) {
    const uint32_t node = pieces_[i].node;
    if (best == kRoot || nodes_[node].users < nodes_[best].users) best = node;
  }
  if (best == kRoot) return bare_.push_back(number);
  pieced_.push_back(number);
  wildcard.next_keyed = nodes_[best].keyed;
  nodes_[best].keyed = number;
}

// The node that the piece leads to; makes those that are missing.
uint32_t ManyWildcards::node_of(std::string_view piece) {
  const Node fresh{.first_child = kNone,
                   .next_sibling = kNone,
                   .fail = kRoot,
                   .piece = kRoot,
                   .size = 0,
                   .users = 0,
                   .keyed = kNone,
                   .seen = 0,
                   .waiting = kNone,
                   .nearest = kRoot,
                   .changes = 0,
                   .row = kNone,
                   .byte = 0};
  if (nodes_.empty()) nodes_.push_back(fresh);
  uint32_t node = kRoot;
  for (const char byte : piece) {
    uint32_t next = child(node, byte);
    if (next == kNone) {
      next = static_cast<uint32_t>(nodes_.size());
      nodes_.push_back(fresh);
      nodes_[next].next_sibling = nodes_[node].first_child;
      nodes_[next].size = nodes_[node].size + 1;
      nodes_[next].byte = byte;
      nodes_[node].first_child = next;
    }
    node = next;
  }
  return node;
}

uint32_t ManyWildcards::child(uint32_t node, char byte) const {
  uint32_t next = nodes_[node].first_child;
  while (next != kNone && nodes_[next].byte != byte) next = nodes_[next].next_sibling;
  return next;
}

// Shorter beginnings first: a node's failure is shorter than itself.
void ManyWildcards::link_failures() {
  queue_.assign(1, kRoot);
  for (size_t i = 0; i < queue_.size(); ++i) {
    const uint32_t parent = queue_[i];
    for (uint32_t node = nodes_[parent].first_child; node != kNone;
         node = nodes_[node].next_sibling) {
      queue_.push_back(node);
      Node& linked = nodes_[node];
      if (parent != kRoot) linked.fail = step_slowly(nodes_[parent].fail, linked.byte);
      if (linked.piece == kRoot) linked.piece = nodes_[linked.fail].piece;
    }
  }
}

uint32_t ManyWildcards::step_slowly(uint32_t node, char byte) const {
  while (true) {
    const uint32_t next = child(node, byte);
    if (next != kNone) return next;
    if (node == kRoot) return kRoot;
    node = nodes_[node].fail;
  }
}

// Remembers each step from the nodes that come up.
uint32_t ManyWildcards::step(uint32_t node, char byte) {
  if (nodes_[node].row == kNone) {
    if (rows_.size() == kRowsMax) return step_slowly(node, byte);
    nodes_[node].row = static_cast<uint32_t>(rows_.size());
    rows_.emplace_back().fill(kNone);
  }
  uint32_t& next = rows_[nodes_[node].row][static_cast<uint8_t>(byte)];
  if (next == kNone) next = step_slowly(node, byte);
  return next;
}

std::span<const uint32_t> ManyWildcards::search(std::string_view text) {
  if (!built_) build();
  ++searches_;
  ++changes_;
  matched_.clear();
  candidates_.clear();
  for (const uint32_t number : bare_) {
    if (ends_fit(wildcards_[number], text)) matched_.push_back(number);
  }
  if (text.size() >= kLongText) {
    candidates_ = pieced_;
  } else {
    find_candidates(text);
  }
  if (candidates_.size() > kFew) {
    take_on_all(text);
    return matched_;
  }
  for (const uint32_t number : candidates_) {
    if (matches_wildcard(wildcards_[number].raw, text)) matched_.push_back(number);
  }
  return matched_;
}

void ManyWildcards::find_candidates(std::string_view text) {
  walk(text, [this](uint32_t node, size_t) {
    nodes_[node].seen = searches_;
    for (uint32_t i = nodes_[node].keyed; i != kNone; i = wildcards_[i].next_keyed) {
      candidates_.push_back(i);
    }
  });
}

// Calls `found` with the node of each piece that is awaited and where it ends.
template <class Found>
void ManyWildcards::walk(std::string_view text, const Found& found) {
  uint32_t node = kRoot;
  for (size_t at = 0; at < text.size(); ++at) {
    node = step(node, text[at]);
    for (uint32_t piece = awaited(nodes_[node].piece); piece != kRoot;
         piece = awaited(nodes_[nodes_[piece].fail].piece)) {
      found(piece, at + 1);
    }
  }
}

void ManyWildcards::take_on_all(std::string_view text) {
  ++changes_;
  is_second_walk_ = true;
  bool any = false;
  for (const uint32_t number : candidates_) {
    Wildcard& wildcard = wildcards_[number];
    if (!ends_fit(wildcard, text)) continue;
    wildcard.next_piece = wildcard.first_piece + 1;
    wildcard.from = pieces_[wildcard.first_piece].size;
    wait(wildcard);
    any = true;
  }
  if (any) {
    walk(text, [&](uint32_t node, size_t end) {
      uint32_t next = nodes_[node].waiting;
      nodes_[node].waiting = kNone;
      while (next != kNone) {
        Wildcard& wildcard = wildcards_[next];
        next = wildcard.next_waiting;
        arrive(wildcard, node, end, text);
      }
    });
  }
  is_second_walk_ = false;
  for (const uint32_t number : candidates_) {
    Wildcard& wildcard = wildcards_[number];
    if (waits(wildcard)) nodes_[pieces_[wildcard.next_piece].node].waiting = kNone;
    wildcard.next_piece = wildcard.last_piece;
  }
}

// Whether the text begins and ends as it must. Without a star both ends are one.
bool ManyWildcards::ends_fit(const Wildcard& wildcard, std::string_view text) const {
  const std::string_view first = text_of(pieces_[wildcard.first_piece]);
  if (wildcard.first_piece == wildcard.last_piece) return text == first;
  const std::string_view last = text_of(pieces_[wildcard.last_piece]);
  return text.size() >= first.size() + last.size() && text.starts_with(first) &&
         text.ends_with(last);
}

void ManyWildcards::wait(Wildcard& wildcard) {
  Node& node = nodes_[pieces_[wildcard.next_piece].node];
  if (!is_awaited(node)) ++changes_;
  wildcard.next_waiting = node.waiting;
  node.waiting = static_cast<uint32_t>(&wildcard - wildcards_.data());
}

// The piece, or else the longest one that it ends with, for which somebody waits; kRoot: none.
uint32_t ManyWildcards::awaited(uint32_t piece) {
  uint32_t nearest = piece;
  while (nearest != kRoot && !is_awaited(nodes_[nearest])) {
    const Node& node = nodes_[nearest];
    nearest = node.changes == changes_ ? node.nearest : nodes_[node.fail].piece;
  }
  // Spares the next one the way.
  while (piece != nearest) {
    Node& node = nodes_[piece];
    piece = node.changes == changes_ ? node.nearest : nodes_[node.fail].piece;
    node.nearest = nearest;
    node.changes = changes_;
  }
  return nearest;
}

// Takes the piece that ends at `end`, if it begins late enough, and waits on.
void ManyWildcards::arrive(Wildcard& wildcard, uint32_t node, size_t end, std::string_view text) {
  if (end - nodes_[node].size >= wildcard.from) {
    ++wildcard.next_piece;
    wildcard.from = end;
  }
  // What would reach into the last piece comes too late.
  if (wildcard.from + pieces_[wildcard.last_piece].size > text.size()) {
    wildcard.next_piece = wildcard.last_piece;
  } else if (waits(wildcard)) {
    wait(wildcard);
  } else {
    matched_.push_back(static_cast<uint32_t>(&wildcard - wildcards_.data()));
  }
}

}  // namespace angarium::pattern
