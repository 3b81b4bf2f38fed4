#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pattern/array_join.h"
#include "pattern/found_scalar.h"
#include "pattern/index.h"
#include "pattern/rule_set.h"
#include "pattern/together.h"
#include "pattern/walk.h"

namespace angarium::pattern {

// Marks by number that are gone with the next event, without clearing.
class Marks {
 public:
  void begin(uint32_t epoch, uint32_t end) {
    if (epoch < epoch_) std::fill(marks_.begin(), marks_.end(), 0);  // the count began anew
    epoch_ = epoch;
    if (marks_.size() < end) marks_.resize(std::max<size_t>(end, 2 * marks_.size()), 0);
  }
  // False when it was marked before, or has a number too high for any view of ours.
  bool mark(uint32_t number) {
    if (number >= marks_.size() || marks_[number] == epoch_) return false;
    marks_[number] = epoch_;
    return true;
  }

 private:
  uint32_t epoch_ = 0;
  std::vector<uint32_t> marks_;
};

// Finds the rules that match what a walk has found: looks every scalar up in the ways that rules at
// its path use, and verifies the conjunctions it comes across. Reused from event to event.
class Match {
 public:
  Match(Walk& walk, Verifying verifying)
      : walk_(walk),
        alone_up_to_(verifying == Verifying::kTogether ? 0 : kAloneUpTo),
        together_(walk) {}

  // The rules visible in `version`; false: array consistency could not be decided (array_join.h).
  bool run(const Index& index, uint64_t version);
  std::span<const uint32_t> ids() const { return ids_; }  // ascending, each once

 private:
  void look_up(const FoundAt& at);
  void look_up(const Path& path, Found& found);
  bool is_repeated(const Found& found);
  void look_up_literal(const Path& path, Family family);
  void look_up_string(const Path& path, const Found& found);
  void look_up_number(const Path& path, Found& found);
  void look_up_ranges(const Path& path, NumberMemo& number, std::string_view spelling);
  void look_up_address(const Path& path, std::string_view text);
  void look_up_folded(const Path& path, std::string_view text);
  void look_up_prefixes(const Path& path, Family exact, Family prefix, std::string_view text);
  void look_up_suffixes(const Path& path, Family suffix, std::string_view text);
  void look_up_grams(const Path& path, std::string_view text);
  void look_up(const Path& path, Family family, uint64_t hash, std::string_view bytes);
  void look_up(const Path& path, Family family, std::string_view bytes) {
    look_up(path, family, hash_text(path.seed(family), bytes), bytes);
  }

  void come_across(const Posting* posting, bool decided);
  bool holds(const CompiledRule& rule, const CompiledConjunction& conjunction, bool decided);
  bool holds(const CompiledRule& rule, const CompiledConjunction& conjunction);
  bool any_accepted(const CompiledLeaf& leaf, const FoundAt& at);
  bool may_hold(const CompiledLeaf& leaf, bool to_join);
  bool joined(std::span<const CompiledLeaf> leaves);
  template <class Counts>
  uint32_t* add_places(const CompiledLeaf& leaf, uint32_t* begin, const Counts& counts);
  // Valid until the next call.
  Scalar scalar_of(Found& found) {
    return pattern::scalar_of(found, walk_.memo_of(found), decoded_);
  }

  // Of FoundAt::work: what needs more to be verified is put aside. Some hundred values, which no
  // usual event has at the paths of one rule.
  static constexpr uint64_t kAloneUpTo = 4096;

  Walk& walk_;
  const uint64_t alone_up_to_;
  ArrayJoin join_;
  JoinBudget budget_;
  Together together_;
  const Index* index_ = nullptr;
  uint64_t version_ = 0;
  bool undecided_ = false;
  const Path* single_path_ = nullptr;  // of the event's paths, one with a single value: this
  Scalar single_;
  bool repeats_ = false;                 // the same key may be come across again
  std::optional<uint64_t> last_number_;  // ordered_bits() of that looked up for ranges at the path
  struct LookedUp {
    uint64_t round = 0;
    Found found;
  };
  uint64_t round_ = 0;                   // of a path and an event
  std::array<LookedUp, 64> remembered_;  // of that round, by their text
  Marks keys_;
  Marks conjunctions_;
  std::vector<uint32_t> ids_;
  std::string looked_up_;
  std::string decoded_;
  std::string folded_;
  std::vector<PlacedLeaf> placed_;
  std::vector<uint32_t> places_;
};

}  // namespace angarium::pattern
