#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "pattern/hash.h"
#include "pattern/lookup_table.h"

namespace angarium::pattern {

struct Path;

// A step of the trie of all member names that rules mention:
//
//   (root) -- detail -- order -- state   a path some rule tests
//          \- source           \- id     likewise
//
// Names that hold dots are as many steps: {"a.b": ..} and {"a": {"b": ..}} are the same path in
// AWS's language. One writer, any number of readers.
struct NameNode {
  NameNode(NameNode* parent_node, std::string_view text)
      : parent(parent_node), name(text), hash(hash_of(text)) {}

  // Of all bytes, with one multiplication for names of usual length.
  static uint64_t hash_of(std::string_view name) {
    const size_t size = name.size();
    if (size < 8) return mix(load_short(name.data(), size) ^ kHashStep, kHashEnd ^ size);
    if (size > 16) return hash_text(0, name);
    return mix(load8(name.data()) ^ kHashStep, load8(name.data() + size - 8) ^ kHashEnd ^ size);
  }
  // In names_below(): that some name has this length; that some child has children itself.
  static uint64_t length_bit(size_t length) { return uint64_t{1} << (length < 62 ? length : 62); }
  static constexpr uint64_t kDeep = uint64_t{1} << 63;

  // The child of that name (without dots); null when no rule goes there.
  const NameNode* find(std::string_view wanted) const {
    return children.find(hash_of(wanted), [wanted](const NameNode& child) {
      return equal_bytes(child.name, wanted);
    });
  }
  uint64_t names_below() const { return names_below_bits.load(std::memory_order_acquire); }
  bool has_children() const { return names_below() != 0; }

  NameNode* const parent;
  const std::string name;
  const uint64_t hash;
  std::atomic<Path*> path{nullptr};           // none: rules only go through here
  std::atomic<uint64_t> names_below_bits{0};  // also of former children
  LookupTable<NameNode> children;
};

}  // namespace angarium::pattern
