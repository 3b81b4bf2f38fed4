#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pattern/compiled_rule.h"
#include "pattern/many.h"
#include "pattern/many_ranges.h"
#include "pattern/many_wildcards.h"
#include "pattern/walk.h"

namespace angarium::pattern {

// Which of many leaves of one path accept a scalar, decided for all of them at once: equal
// tests once, certain values, prefixes and suffixes by hash, ranges by binary search, wildcards
// over a long text in one walk along it; the rest one by one.
//
// Gathers the leaves for one event (begin, add, ready), and keeps its memory for the next. For one
// thread at a time.
class ManyLeaves {
 public:
  void begin();
  void add(size_t number, const CompiledLeaf& leaf);  // which must outlive the next begin()
  void ready();

  // Sets of the leaves' numbers are kept in `sets`.
  ManySets::Id accepting(Found& found, ManySets& sets);

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  // One test, with the leaves that list it and those that list it under their anything-but.
  struct Test {
    Operator op;
    uint64_t hash;
    std::string_view operand;
    Who who;
  };
  struct Remembered {
    std::string_view raw;
    ScalarKind kind;
    ManySets::Id accepting;
    bool known = false;
  };

  static uint64_t hash_of(Operator op, std::string_view operand);
  Test& note(Operator op, std::string_view operand);
  void file(const Test& test);
  void grow();
  void look_up(Operator op, uint64_t hash, std::string_view operand, Who& who) const;
  void look_up(Operator op, std::string_view operand, Who& who) const {
    look_up(op, hash_of(op, operand), operand, who);
  }
  Many decide(Found& found);
  void decide_string(std::string_view text, Who& who);
  void decide_number(Found& found, Who& who) const;
  void decide_wildcards(const Scalar& scalar, Who& who);

  Many but_;  // those with an anything-but
  std::vector<Test> tests_;
  std::vector<uint32_t> slots_;           // open addressing; kNone: empty
  std::vector<uint32_t> prefix_lengths_;  // ascending
  std::vector<uint32_t> suffix_lengths_;
  std::vector<uint32_t> others_;  // tests that are tried one by one
  std::vector<uint32_t> wildcards_;
  uint32_t families_ = 0;  // bits of the operators that tests_ has
  ManyRanges ranges_;
  ManyWildcards search_;
  struct Whole {
    size_t number;
    const CompiledLeaf* tests;
  };
  std::vector<Whole> whole_;               // leaves with several anything-buts
  std::array<Remembered, 64> remembered_;  // values come again in arrays
  std::string decoded_;
};

}  // namespace angarium::pattern
