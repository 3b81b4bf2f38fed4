#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "pattern/array_join.h"
#include "pattern/compiled_rule.h"
#include "pattern/many_joins.h"
#include "pattern/many_leaves.h"
#include "pattern/walk.h"

namespace angarium::pattern {

// Verifies conjunctions each of which would cost much alone, because an event has so many values,
// or so long ones, at the paths of its leaves. They are put aside until all are known; then many
// share one walk along the values. So time follows the event, not the event times the rules.
//
// Keeps its memory from event to event. For one thread at a time.
class Together {
 public:
  explicit Together(Walk& walk) : walk_(walk) {}

  void begin() { waiting_.clear(); }
  // Every leaf that may not be absent must have found something.
  void put_aside(const CompiledRule& rule, const CompiledConjunction& conjunction) {
    waiting_.push_back({&rule, &conjunction});
  }

  // Appends the rules that match. False: array consistency could not be decided.
  bool decide(JoinBudget& budget, std::vector<uint32_t>& ids);

 private:
  struct Waiting {
    const CompiledRule* rule;
    const CompiledConjunction* conjunction;
  };
  struct NumberedLeaf {
    size_t number;  // of its conjunction
    const CompiledLeaf* leaf;
  };
  // The leaves of a group at one path, and what was found there.
  struct AtPath {
    const FoundAt* at = nullptr;
    std::string name = {};  // of the path
    std::vector<NumberedLeaf> leaves = {};
    Many users = {};   // whose they are
    Many absent = {};  // of these, who has one that may be
    std::vector<PlacedMany> values = {};
    std::vector<ManySets::Id> sets = {};  // those that came up, at least once each
  };
  struct PathMark {
    uint32_t group = 0;
    uint32_t number;  // of paths_
  };

  Many decide(std::span<const Waiting> group);
  void gather(std::span<const Waiting> group);
  AtPath& path_of(const CompiledLeaf& leaf, const FoundAt& at);
  Many met(AtPath& path, const Many& alive);
  Many joined(const Many& alive, size_t count);
  Many search_each(Many unsure);
  Many alike(size_t number, Many among) const;
  bool search(size_t number);
  std::span<AtPath> paths() { return {paths_.data(), path_count_}; }

  Walk& walk_;
  JoinBudget* budget_ = nullptr;
  bool undecided_ = false;
  std::vector<Waiting> waiting_;
  // Of a group:
  uint32_t group_ = 0;
  std::vector<PathMark> marks_;  // by path index
  std::vector<AtPath> paths_;    // those beyond path_count_ keep memory
  size_t path_count_ = 0;
  Many to_join_;  // who has several leaves that found something in arrays
  ManyLeaves leaves_;
  ManySets sets_;
  ManyJoins joins_;
  std::vector<ManyAtPath> joined_paths_;
  ArrayJoin search_;
  std::vector<uint32_t> places_;
  std::vector<PlacedLeaf> placed_;
  std::vector<AtPath*> order_;
};

}  // namespace angarium::pattern
