#include "pattern/rule_set.h"

#include <algorithm>

#include "pattern/array_join.h"
#include "pattern/compiled.h"
#include "pattern/event_reader.h"

namespace angarium::pattern {
namespace {

using Verdict = ArrayJoin::Verdict;

// Every element in which one of the leaf's values was met, ascending.
std::vector<uint32_t> places_of_leaf(const CompiledLeaf& leaf, const EventState& state) {
  std::vector<uint32_t> places;
  for (uint32_t value : leaf.values) {
    const EventState::MetValue& met = state.values[value];
    if (met.epoch == state.epoch) {
      places.insert(places.end(), met.places.begin(), met.places.end());
    }
  }
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

Verdict join_places(const CompiledRules& rules, const std::vector<uint32_t>& leaves,
                    const EventState& state) {
  std::vector<std::vector<uint32_t>> places;
  places.reserve(leaves.size());
  for (uint32_t leaf : leaves) places.push_back(places_of_leaf(rules.leaves[leaf], state));
  std::vector<std::span<const uint32_t>> views(places.begin(), places.end());
  return ArrayJoin(state.elements, views).decide();
}

Verdict decide(const CompiledRules& rules, const CompiledConjunction& conjunction,
               const EventState& state) {
  std::vector<uint32_t> placed;  // leaves met in array elements only
  for (uint32_t leaf : conjunction.leaves) {
    const EventState::MetLeaf& met = state.leaves[leaf];
    if (met.epoch != state.epoch) return Verdict::kNotMet;
    if (!met.anywhere) placed.push_back(leaf);
  }
  if (placed.size() < 2) return Verdict::kMet;
  return join_places(rules, placed, state);
}

}  // namespace

Scratch::Scratch() : state_(std::make_unique<EventState>()) {}
Scratch::Scratch(Scratch&&) noexcept = default;
Scratch& Scratch::operator=(Scratch&&) noexcept = default;
Scratch::~Scratch() = default;

base::Result<std::span<const uint32_t>> RuleSet::match(std::string_view event,
                                                       Scratch& scratch) const {
  EventState& state = *scratch.state_;
  AG_CHECK(EventReader(*compiled_, state, event).read());
  for (uint32_t leaf : state.met_leaves) {
    for (uint32_t index : compiled_->leaves[leaf].conjunctions) {
      const CompiledConjunction& conjunction = compiled_->conjunctions[index];
      Verdict verdict = decide(*compiled_, conjunction, state);
      if (verdict == Verdict::kTooComplex) {
        return base::Error(ErrorCode::kEventTooComplex,
                           "the event repeats member names around arrays too often to be matched");
      }
      if (verdict == Verdict::kMet) state.rule_ids.push_back(conjunction.rule_id);
    }
  }
  std::vector<uint32_t>& ids = state.rule_ids;
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return std::span<const uint32_t>(ids);
}

}  // namespace angarium::pattern
