#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "pattern/pattern.h"

namespace angarium::pattern {

// What a pattern says, as it is written: leaves that hold together, and among them choices (`$or`)
// between branches that are made of the same. Built while the text is read, then multiplied out.
//
// How far it multiplies is known before anything is: every sequence and every choice carries the
// number of conjunctions and of things in them that it stands for.
class Formula {
 public:
  void add_leaf(Leaf leaf);
  void begin_choice();
  void begin_branch();
  void end_branch();
  void end_choice();

  // One conjunction for every way to take one branch of each choice; each is complete by itself:
  // of two leaves of one path the later one in the text counts. Errors: kPatternTooComplex when
  // there were more than the limits allow, or more paths in one.
  base::Result<std::vector<Conjunction>> multiply_out(const Limits& limits) &&;

 private:
  // Numbers above kSizeMax stay there, so that products of two never overflow.
  struct Size {
    uint64_t conjunctions = 1;
    uint64_t elements = 0;  // leaves and matchers in all of them
  };
  static constexpr uint64_t kSizeMax = uint64_t{1} << 30;
  static Size together(const Size& left, const Size& right);
  static Size either(const Size& left, const Size& right);

  struct Term {
    bool is_choice;
    uint32_t index;
  };
  struct Sequence {
    std::vector<Term> terms = {};
    Size size = {};
  };
  struct Choice {
    std::vector<uint32_t> branches = {};  // sequences
    Size size = {.conjunctions = 0};
  };

  Sequence& current() {
    return open_sequences_.empty() ? whole_ : sequences_[open_sequences_.back()];
  }
  void collect(const Sequence& sequence, uint64_t way, std::vector<uint32_t>& leaves) const;
  std::vector<uint32_t> leaves_by_path() const;
  Conjunction conjunction(std::vector<uint32_t>& places,
                          const std::vector<uint32_t>& by_path) const;

  std::vector<Leaf> leaves_;  // in the order of the text
  Sequence whole_;
  std::vector<Sequence> sequences_;  // branches
  std::vector<Choice> choices_;
  std::vector<uint32_t> open_sequences_;
  std::vector<uint32_t> open_choices_;
};

}  // namespace angarium::pattern
