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
      : parent(parent_node),
        name(text),
        signature(text.size() < 8 ? signature_of(text) : kNoSignature),
        hash(hash_of(text)) {}

  // A name of up to seven bytes as a number: they are compared, and hashed, as such.
  static uint64_t signature_of(std::string_view name) {
    return load_short(name.data(), name.size()) | uint64_t{name.size()} << 56;
  }
  static constexpr uint64_t kNoSignature = UINT64_MAX;

  // Of all bytes, with one multiplication for names of usual length.
  static uint64_t hash_of(std::string_view name) {
    const size_t size = name.size();
    if (size < 8) return hash_of(signature_of(name));
    if (size > 16) return hash_text(0, name);
    return mix(load8(name.data()) ^ kHashStep, load8(name.data() + size - 8) ^ kHashEnd ^ size);
  }
  static uint64_t hash_of(uint64_t signature) { return mix(signature ^ kHashStep, kHashEnd); }
  // In names_below(): that some name has this length; that some child has children itself.
  static uint64_t length_bit(size_t length) { return uint64_t{1} << (length < 62 ? length : 62); }
  static constexpr uint64_t kDeep = uint64_t{1} << 63;

  // The child of that name (without dots); null when no rule goes there.
  const NameNode* find(std::string_view wanted) const {
    if (wanted.size() < 8) {
      const uint64_t mark = signature_of(wanted);
      return children.find(hash_of(mark),
                           [mark](const NameNode& child) { return child.signature == mark; });
    }
    return children.find(hash_of(wanted), [wanted](const NameNode& child) {
      return equal_bytes(child.name, wanted);
    });
  }
  uint64_t names_below() const { return names_below_bits.load(std::memory_order_acquire); }
  bool has_children() const { return names_below() != 0; }

  NameNode* const parent;
  const std::string name;
  const uint64_t signature;  // kNoSignature of a longer name
  const uint64_t hash;
  std::atomic<Path*> path{nullptr};           // none: rules only go through here
  std::atomic<uint64_t> names_below_bits{0};  // also of former children
  LookupTable<NameNode> children;
};

}  // namespace angarium::pattern
