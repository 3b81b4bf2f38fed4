#include "pattern/many_wildcards.h"

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
      end_piece();
      continue;
    }
    at += wildcard[at] == '\\' ? 1 : 0;
    bytes_ += wildcard[at];
  }
  end_piece();
  const auto last = static_cast<uint32_t>(pieces_.size() - 1);
  wildcards_.push_back({.first_piece = first,
                        .last_piece = last,
                        .matched = false,
                        .next_piece = first,
                        .from = 0,
                        .next_waiting = kNone});
  built_ = false;
  return static_cast<uint32_t>(wildcards_.size() - 1);
}

void ManyWildcards::build() {
  built_ = true;
  nodes_.clear();
  rows_.clear();
  node_of({});  // the root
  for (const Wildcard& wildcard : wildcards_) {
    for (uint32_t i = wildcard.first_piece + 1; i < wildcard.last_piece; ++i) {
      pieces_[i].node = node_of(text_of(pieces_[i]));
      nodes_[pieces_[i].node].piece = pieces_[i].node;
    }
  }
  link_failures();
}

// The node that the piece leads to; makes those that are missing.
uint32_t ManyWildcards::node_of(std::string_view piece) {
  const Node fresh{.first_child = kNone,
                   .next_sibling = kNone,
                   .fail = kRoot,
                   .piece = kRoot,
                   .size = 0,
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

void ManyWildcards::search(std::string_view text) {
  if (!built_) build();
  waiting_ = 0;
  for (Wildcard& wildcard : wildcards_) start(wildcard, text);
  uint32_t node = kRoot;
  for (size_t at = 0; at < text.size() && waiting_ > 0; ++at) {
    node = step(node, text[at]);
    for (uint32_t piece = awaited(nodes_[node].piece); piece != kRoot;
         piece = awaited(nodes_[nodes_[piece].fail].piece)) {
      found(piece, at + 1, text.size());
    }
  }
  for (const Wildcard& wildcard : wildcards_) {
    if (waits(wildcard)) nodes_[pieces_[wildcard.next_piece].node].waiting = kNone;
  }
}

// Compares the two ends, which must not overlap; what stands between them is then waited for.
// Without a star both ends are one.
void ManyWildcards::start(Wildcard& wildcard, std::string_view text) {
  const std::string_view first = text_of(pieces_[wildcard.first_piece]);
  const std::string_view last = text_of(pieces_[wildcard.last_piece]);
  wildcard.next_piece = wildcard.last_piece;
  wildcard.matched = wildcard.first_piece == wildcard.last_piece && text == first;
  if (wildcard.first_piece == wildcard.last_piece) return;
  if (text.size() < first.size() + last.size()) return;
  if (!text.starts_with(first) || !text.ends_with(last)) return;
  wildcard.next_piece = wildcard.first_piece + 1;
  wildcard.from = first.size();
  wait(wildcard);
}

// For its next piece, or it has matched.
void ManyWildcards::wait(Wildcard& wildcard) {
  while (wildcard.next_piece < wildcard.last_piece && pieces_[wildcard.next_piece].size == 0) {
    ++wildcard.next_piece;
  }
  wildcard.matched = !waits(wildcard);
  if (wildcard.matched) return;
  Node& node = nodes_[pieces_[wildcard.next_piece].node];
  if (node.waiting == kNone) ++changes_;
  wildcard.next_waiting = node.waiting;
  node.waiting = static_cast<uint32_t>(&wildcard - wildcards_.data());
  ++waiting_;
}

// The piece, or else the longest one that it ends with, for which somebody waits; kRoot: none.
uint32_t ManyWildcards::awaited(uint32_t piece) {
  uint32_t nearest = piece;
  while (nearest != kRoot && nodes_[nearest].waiting == kNone) {
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

// The piece of the node ends at `end`.
void ManyWildcards::found(uint32_t node, size_t end, size_t text_size) {
  uint32_t next = nodes_[node].waiting;
  nodes_[node].waiting = kNone;
  const size_t begin = end - nodes_[node].size;
  while (next != kNone) {
    Wildcard& wildcard = wildcards_[next];
    next = wildcard.next_waiting;
    --waiting_;
    if (begin >= wildcard.from) {
      ++wildcard.next_piece;
      wildcard.from = end;
    }
    // What would reach into the last piece comes too late.
    if (wildcard.from + pieces_[wildcard.last_piece].size > text_size) {
      wildcard.next_piece = wildcard.last_piece;
    } else {
      wait(wildcard);
    }
  }
}

}  // namespace angarium::pattern
