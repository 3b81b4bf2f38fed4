#include "pattern/explain.h"

#include <fmt/format.h>

#include <algorithm>

#include "pattern/leaf_facts.h"
#include "pattern/near_miss.h"
#include "pattern/spelling.h"

namespace angarium::pattern {
namespace {

// One pattern against one event.
class Explainer {
 public:
  Explainer(const Pattern& pattern, const EventTree& event)
      : pattern_(pattern), event_(event), facts_(event) {}

  // The alternative that matches; null when none does.
  base::Result<const Conjunction*> matching() {
    bool too_complex = false;
    for (const Conjunction& conjunction : pattern_.alternatives()) {
      JoinVerdict verdict = decide(conjunction);
      if (verdict == JoinVerdict::kMet) return &conjunction;
      too_complex |= verdict == JoinVerdict::kTooComplex;
    }
    if (!too_complex) return nullptr;
    return base::Error(ErrorCode::kEventTooComplex,
                       "the event repeats member names around arrays too often to be matched");
  }

  // Those of which fewest leaves do not hold, at most `count`, closest first.
  std::vector<const Conjunction*> closest(size_t count) {
    std::vector<std::pair<size_t, const Conjunction*>> ranked;
    for (const Conjunction& conjunction : pattern_.alternatives()) {
      auto held = std::count_if(conjunction.begin(), conjunction.end(),
                                [&](const Leaf& leaf) { return holds_alone(leaf); });
      ranked.emplace_back(conjunction.size() - static_cast<size_t>(held), &conjunction);
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<const Conjunction*> best;
    for (size_t i = 0; i < std::min(count, ranked.size()); ++i) best.push_back(ranked[i].second);
    return best;
  }

  AlternativeExplanation describe(const Conjunction& conjunction, bool matches);

 private:
  // Of finding out which leaves hold together: a join for each leaf shown. Beyond it, which takes a
  // hostile event, a leaf that holds somewhere is said to do so in another element.
  static constexpr size_t kStepsMax = 16 * kJoinStepsMax;

  JoinVerdict decide(const Conjunction& conjunction) {
    std::vector<PlacedLeaf> leaves;
    for (const Leaf& leaf : conjunction) {
      leaves.push_back(placed(leaf, facts_.of(leaf)));
      if (leaves.back().met.empty() && !leaf.absent) return JoinVerdict::kNotMet;
    }
    JoinBudget budget;
    return join_.decide(event_.elements(), leaves, budget);
  }

  bool holds_alone(const Leaf& leaf) {
    const LeafFacts& facts = facts_.of(leaf);
    return !facts.met.empty() || (leaf.absent && facts.present.empty());
  }

  // Whether the leaf holds along with those of `held`, which hold together; then it becomes one of
  // them. The first leaf that does not is one that keeps the conjunction from matching: leaves
  // after it can't help it (array_join.h).
  bool joins(const Leaf& leaf, std::vector<const Leaf*>& held) {
    if (!holds_alone(leaf) && !leaf.absent) return false;
    held.push_back(&leaf);
    bool joined = decide_all(held) == JoinVerdict::kMet;
    if (!joined) held.pop_back();
    return joined;
  }

  JoinVerdict decide_all(const std::vector<const Leaf*>& some) {
    if (steps_ > kStepsMax) return JoinVerdict::kTooComplex;
    std::vector<PlacedLeaf> leaves;
    leaves.reserve(some.size());
    for (const Leaf* leaf : some) leaves.push_back(placed(*leaf, facts_.of(*leaf)));
    JoinBudget budget;
    JoinVerdict verdict = join_.decide(event_.elements(), leaves, budget);
    steps_ += join_.steps();
    return verdict;
  }

  LeafExplanation describe(const Leaf& leaf, bool held);
  void add_values(const LeafFacts& facts, LeafExplanation& out) const;
  std::vector<Reason> reasons(const Leaf& leaf, const std::vector<const Leaf*>& held);
  Reason other_element(const Leaf& leaf, const std::vector<const Leaf*>& held);
  std::string location_of(const Leaf& leaf);

  const Pattern& pattern_;
  const EventTree& event_;
  LeafFactsCache facts_;
  ArrayJoin join_;
  size_t steps_ = 0;
};

AlternativeExplanation Explainer::describe(const Conjunction& conjunction, bool matches) {
  AlternativeExplanation out{.matches = matches, .leaf_count = conjunction.size()};
  std::vector<const Leaf*> held;
  for (const Leaf& leaf : conjunction) {
    bool holds = matches || joins(leaf, held);
    out.held_count += holds;
    LeafExplanation explained = describe(leaf, holds);
    if (!holds) explained.reasons = reasons(leaf, held);
    out.leaves.push_back(std::move(explained));
  }
  std::stable_partition(out.leaves.begin(), out.leaves.end(),
                        [](const LeafExplanation& leaf) { return !leaf.held; });
  if (out.leaves.size() > kShownLeavesMax) out.leaves.resize(kShownLeavesMax);
  return out;
}

LeafExplanation Explainer::describe(const Leaf& leaf, bool held) {
  LeafExplanation out{.path = shown(leaf.path, kShownCharactersMax), .held = held};
  out.matcher_count = leaf.matchers.size() + (leaf.absent ? 1 : 0);
  for (const Matcher& matcher : leaf.matchers) {
    if (out.matchers.size() == kShownMatchersMax) break;
    out.matchers.push_back(shown(spelled(matcher), kShownCharactersMax));
  }
  if (leaf.absent && out.matchers.size() < kShownMatchersMax) {
    out.matchers.emplace_back("{\"exists\":false}");
  }
  add_values(facts_.of(leaf), out);
  return out;
}

void Explainer::add_values(const LeafFacts& facts, LeafExplanation& out) const {
  out.found_count = facts.value_count(event_);
  auto add = [&](uint32_t index, bool accepted) {
    const EventTree::Value& value = event_.value(index);
    out.found.push_back({.json = shown(event_.spelling(value), kShownCharactersMax),
                         .location = shown(event_.location(value), kShownCharactersMax),
                         .accepted = accepted});
  };
  for (uint32_t index : facts.accepted) {
    if (out.found.size() == kShownValuesMax) return;
    add(index, true);
  }
  if (out.found_count == 0) return;
  for (uint32_t index : event_.node(facts.node).values) {
    if (out.found.size() == kShownValuesMax) return;
    if (!std::binary_search(facts.accepted.begin(), facts.accepted.end(), index)) add(index, false);
  }
}

std::vector<Reason> Explainer::reasons(const Leaf& leaf, const std::vector<const Leaf*>& held) {
  const LeafFacts& facts = facts_.of(leaf);
  if (!facts.met.empty()) return {other_element(leaf, held)};
  if (facts.value_count(event_) > 0) return value_reasons(leaf, event_, facts.node);
  return path_reasons(leaf.path, event_);
}

Reason Explainer::other_element(const Leaf& leaf, const std::vector<const Leaf*>& held) {
  for (const Leaf* other : held) {
    if (decide_all({other, &leaf}) != JoinVerdict::kNotMet) continue;
    return {NearMiss::kOtherElement,
            fmt::format("{} holds, but not in the array element of {}", named(location_of(leaf)),
                        named(location_of(*other)))};
  }
  return {NearMiss::kOtherElement,
          fmt::format("{} holds, but in another array element than the others",
                      named(location_of(leaf)))};
}

std::string Explainer::location_of(const Leaf& leaf) {
  const LeafFacts& facts = facts_.of(leaf);
  return facts.accepted.empty() ? leaf.path : event_.location(event_.value(facts.accepted.front()));
}

base::Result<Explanation> explain(const Pattern& pattern, const EventTree& event,
                                  size_t alternatives_max) {
  Explainer explainer(pattern, event);
  AG_TRY(matching, explainer.matching());
  Explanation out{.matches = matching != nullptr,
                  .alternative_count = pattern.alternatives().size()};
  if (matching) {
    out.alternatives.push_back(explainer.describe(*matching, true));
    return out;
  }
  for (const Conjunction* conjunction : explainer.closest(alternatives_max)) {
    out.alternatives.push_back(explainer.describe(*conjunction, false));
  }
  return out;
}

// A mistake in a word or a type, not just another value.
bool is_near(const LeafExplanation& leaf) {
  if (leaf.reasons.empty()) return false;
  switch (leaf.reasons.front().kind) {
    case NearMiss::kNotAnAddress:
    case NearMiss::kExcluded:
    case NearMiss::kPresent:
    case NearMiss::kEmpty:
    case NearMiss::kContainer:
    case NearMiss::kNotAnObject:
    case NearMiss::kMissing: return false;
    default: return true;
  }
}

// Of the closest alternative: how much of it holds, what nearly holds counted half.
double closeness(const Explanation& explanation) {
  const AlternativeExplanation& best = explanation.alternatives.front();
  auto near = std::count_if(best.leaves.begin(), best.leaves.end(), is_near);
  return (static_cast<double>(best.held_count) + 0.5 * static_cast<double>(near)) /
         static_cast<double>(best.leaf_count);
}

}  // namespace

base::Result<Explanation> explain(const Pattern& pattern, std::string_view event) {
  AG_TRY(tree, EventTree::read(event));
  return explain(pattern, tree, kShownAlternativesMax);
}

base::Result<std::vector<RuleExplanation>> explain_closest(std::span<const Rule> rules,
                                                           std::string_view event,
                                                           size_t rules_max) {
  AG_TRY(tree, EventTree::read(event));
  std::vector<std::pair<double, RuleExplanation>> best;  // closest first
  for (const Rule& rule : rules) {
    AG_TRY(explanation, explain(*rule.pattern, tree, 1));
    if (explanation.matches) continue;
    double close = closeness(explanation);
    if (close == 0) continue;
    auto after = std::find_if(best.begin(), best.end(), [&](const auto& one) {
      return std::pair(-one.first, one.second.id) > std::pair(-close, rule.id);
    });
    best.insert(after, {close, {.id = rule.id, .explanation = std::move(explanation)}});
    if (best.size() > std::min(rules_max, kShownRulesMax)) best.pop_back();
  }
  std::vector<RuleExplanation> out;
  out.reserve(best.size());
  for (auto& [close, rule] : best) out.push_back(std::move(rule));
  return out;
}

}  // namespace angarium::pattern
