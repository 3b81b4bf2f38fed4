#pragma once

#include <array>
#include <cstdint>
#include <deque>
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
// tests once, certain values, prefixes, suffixes and networks by hash, ranges by binary search,
// wildcards in one walk along the text.
//
// Gathers the leaves for one event (begin, add, ready), and keeps its memory for the next. For one
// thread at a time.
class ManyLeaves {
 public:
  void begin();
  void add(size_t number, const CompiledLeaf& leaf);  // which must outlive the next begin()
  void ready();

  // Sets of the leaves' numbers are kept in `sets`.
  ManySets::Id accepting(const Found& found, NumberMemo* memo, ManySets& sets);

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  // One test, with the leaves that list it and those that list it under their anything-but.
  struct Test {
    Operator op;
    uint64_t hash;
    std::string_view operand;
    Who who;
    uint32_t tried = kNone;       // tests that may accept what has this literal
    uint32_t next_tried = kNone;  // another of the same literal
  };
  struct Remembered {
    std::string_view raw;
    ScalarKind kind;
    ManySets::Id accepting;
    bool known = false;
  };

  static uint64_t hash_of(Operator op, std::string_view operand);
  uint32_t note(Operator op, std::string_view operand);
  void file(uint32_t number);
  void file_wildcard(uint32_t number);
  void file_folded(uint32_t number);
  void try_with(uint32_t literal, uint32_t number);
  void grow();
  void look_up(Operator op, uint64_t hash, std::string_view operand, const Scalar& scalar,
               Who& who) const;
  void look_up(Operator op, std::string_view operand, const Scalar& scalar, Who& who) const {
    look_up(op, hash_of(op, operand), operand, scalar, who);
  }
  Many decide(const Found& found, NumberMemo* memo);
  void decide_string(const Scalar& scalar, Who& who);
  void decide_number(const Scalar& scalar, Who& who) const;
  void decide_literals(Operator exact, Operator prefix, Operator suffix, std::string_view text,
                       const Scalar& scalar, Who& who) const;
  void decide_address(const Scalar& scalar, Who& who) const;
  void decide_wildcards(const Scalar& scalar, Who& who);

  Many but_;  // those with an anything-but
  std::vector<Test> tests_;
  std::vector<uint32_t> slots_;  // open addressing; kNone: empty
  // Ascending, by operator: of prefixes, suffixes, both on folded text, and networks.
  std::array<std::vector<uint32_t>, 5> lengths_;
  std::deque<std::string> folded_;  // operands; those beyond folded_count_ keep memory
  size_t folded_count_ = 0;
  std::string folded_text_;
  std::vector<uint32_t> others_;     // tests that are tried one by one
  std::vector<uint32_t> wildcards_;  // tests; those that few texts begin or end like are not here
  uint32_t families_ = 0;            // bits of the operators that tests_ has
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
