#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "pattern/packed.h"

namespace angarium::pattern {

struct Path;
struct Key;
struct CompiledRule;

// A leaf of a compiled rule. Immutable once its rule can be reached.
struct CompiledLeaf {
  Path* path;
  const char* matchers;  // packed
  uint32_t matcher_bytes;
  bool absent;            // holds as well when no scalar is there
  const ValueSets* sets;  // owned; none for short lists

  bool accepts(const Scalar& scalar) const {
    const std::string_view packed(matchers, matcher_bytes);
    return sets == nullptr ? accepts_any(packed, scalar) : accepts_any(packed, *sets, scalar);
  }
};

// A conjunction filed under a key. Postings form lists, in the order in which they were filed, that
// the writer changes while readers walk along them; one that was taken out still leads on to the
// rest.
struct Posting {
  std::atomic<Posting*> next;
  std::atomic<Posting*>* previous;  // what points here; writer only
  CompiledRule* rule;
  Key* key;
  uint32_t conjunction;
};

struct PostingList {
  std::atomic<Posting*> first{nullptr};
  std::atomic<Posting*>* last_link = &first;  // where the next posting goes; writer only

  // Writer only.
  void append(Posting& posting);
  void take_out(Posting& posting);
};

struct CompiledConjunction {
  static constexpr uint32_t kNoLeaf = UINT32_MAX;

  uint32_t index;  // unique within the RuleIndex while it lives, small: for marks in a Scratch
  uint32_t first_leaf;
  uint32_t leaf_count;  // in the order of paths
  // The leaf that is met already whenever a posting of this conjunction is come across.
  uint32_t decided_leaf;
};

// A rule as the engine keeps it, in one piece of memory: this, then its postings, leaves,
// conjunctions and packed matchers. Seen by the views from `added` up to, not including, `removed`.
// Immutable once it can be reached, `removed` and the postings' links apart.
struct CompiledRule {
  uint32_t id;
  uint32_t posting_count;
  uint32_t leaf_count;
  uint32_t conjunction_count;
  uint64_t added;
  std::atomic<uint64_t> removed;
  Posting* postings;
  CompiledLeaf* leaves;
  CompiledConjunction* conjunctions;

  bool visible_in(uint64_t version) const {
    return added <= version && version < removed.load(std::memory_order_acquire);
  }
  std::span<const CompiledLeaf> leaves_of(const CompiledConjunction& conjunction) const {
    return {leaves + conjunction.first_leaf, conjunction.leaf_count};
  }

  // All numbers zero, all pointers null; `matchers` points to room for that many bytes.
  struct Sizes {
    size_t postings, leaves, conjunctions, matcher_bytes;
  };
  static CompiledRule* create(const Sizes& sizes, char*& matchers);
  struct Destroy {
    void operator()(CompiledRule* rule) const;
  };
};

using CompiledRulePointer = std::unique_ptr<CompiledRule, CompiledRule::Destroy>;

}  // namespace angarium::pattern
