#pragma once

#include <absl/container/flat_hash_map.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "pattern/rule_set.h"

namespace angarium::pattern {

// How rules are laid out. An event walks through it like this:
//
//   names              values of a path          leaves that accept      conjunctions filed
//   (trie)             (hash tables)             the value               under the leaf
//
//   detail -- order -- state  --- "paid" ------> detail.order.state  --> rule 7: also source = shop
//          \- id     (a path)  \- "late" ----\-> in {paid, late}     \-> rule 9: ...
//
// Equal leaves of different rules are one. Each conjunction is filed under one of its leaves only,
// the one that the fewest rules accept, so that an event comes across few rules in vain.
inline constexpr uint32_t kNone = UINT32_MAX;

using TextMap = absl::flat_hash_map<std::string, uint32_t>;

// kNone when it isn't there. (Debian's Abseil has a string_view of its own.)
inline uint32_t find_number(const TextMap& map, std::string_view text) {
  auto found = map.find(absl::string_view(text.data(), text.size()));
  return found == map.end() ? kNone : found->second;
}

// A step of the name trie. Names holding dots are as many steps: {"a.b": ..} and {"a": {"b": ..}}
// are the same path in AWS's language.
struct NameNode {
  TextMap children;
  uint32_t path = kNone;
};

// The values any rule wants at one path, each with its number.
struct PathValues {
  TextMap strings;
  TextMap spelled;
  TextMap addresses;
  absl::flat_hash_map<uint64_t, uint32_t> numbers;        // the bits of the double
  std::array<uint32_t, 3> literals{kNone, kNone, kNone};  // true, false, null
};

struct CompiledLeaf {
  std::vector<uint32_t> values;        // any of them
  std::vector<uint32_t> conjunctions;  // filed here
};

struct CompiledConjunction {
  uint32_t rule_id;
  std::vector<uint32_t> leaves;  // all of them
};

struct CompiledRules {
  std::vector<Rule> rules;
  std::vector<NameNode> names;  // 0 is the root
  std::vector<PathValues> paths;
  std::vector<std::vector<uint32_t>> leaves_of_value;
  std::vector<CompiledLeaf> leaves;
  std::vector<CompiledConjunction> conjunctions;
};

}  // namespace angarium::pattern
