#include "pattern/formula.h"

#include <fmt/format.h>

#include <algorithm>

#include "pattern/utf16_order.h"

namespace angarium::pattern {
namespace {

uint64_t element_count(const Leaf& leaf) {
  uint64_t count = 1 + leaf.matchers.size();
  for (const Matcher& matcher : leaf.matchers) count += matcher.except.size();
  return count;
}

bool path_before(const Leaf& left, const Leaf& right) {
  return utf16_before(left.path, right.path);
}

base::Error too_complex(std::string reason) {
  return base::Error(ErrorCode::kPatternTooComplex, std::move(reason));
}

base::Result<void> check_paths(const Conjunction& conjunction, const Limits& limits) {
  if (conjunction.size() <= limits.paths_max) return {};
  return too_complex(fmt::format("Size of rule exceeds max value of {}", limits.paths_max));
}

// std::stable_sort takes memory even for two.
void stable_sort(std::vector<Leaf>& leaves) {
  constexpr size_t kFew = 16;
  if (leaves.size() > kFew) return std::stable_sort(leaves.begin(), leaves.end(), path_before);
  for (auto leaf = leaves.begin(); leaf != leaves.end(); ++leaf) {
    std::rotate(std::upper_bound(leaves.begin(), leaf, *leaf, path_before), leaf, leaf + 1);
  }
}

// The leaves of a pattern without choices, in the order of paths; the last of a path counts.
Conjunction sorted(std::vector<Leaf> leaves) {
  stable_sort(leaves);
  size_t kept = 0;
  for (size_t i = 0; i < leaves.size(); ++i) {
    bool overridden = i + 1 < leaves.size() && leaves[i].path == leaves[i + 1].path;
    if (overridden) continue;
    if (kept != i) leaves[kept] = std::move(leaves[i]);
    ++kept;
  }
  leaves.erase(leaves.begin() + static_cast<ptrdiff_t>(kept), leaves.end());
  return leaves;
}

}  // namespace

Formula::Size Formula::together(const Size& left, const Size& right) {
  return {.conjunctions = std::min(left.conjunctions * right.conjunctions, kSizeMax),
          .elements = std::min(
              left.elements * right.conjunctions + right.elements * left.conjunctions, kSizeMax)};
}

Formula::Size Formula::either(const Size& left, const Size& right) {
  return {.conjunctions = std::min(left.conjunctions + right.conjunctions, kSizeMax),
          .elements = std::min(left.elements + right.elements, kSizeMax)};
}

void Formula::add_leaf(Leaf leaf) {
  uint32_t index = static_cast<uint32_t>(leaves_.size());
  current().size = together(current().size, {.elements = element_count(leaf)});
  if (leaves_.empty()) leaves_.reserve(2);  // what most patterns have
  leaves_.push_back(std::move(leaf));
  // Without any choice all leaves belong together, and nobody needs the terms.
  if (!choices_.empty()) current().terms.push_back({false, index});
}

void Formula::begin_choice() {
  if (choices_.empty()) {
    for (uint32_t i = 0; i < leaves_.size(); ++i) current().terms.push_back({false, i});
  }
  uint32_t index = static_cast<uint32_t>(choices_.size());
  choices_.emplace_back();
  current().terms.push_back({true, index});
  open_choices_.push_back(index);
}

void Formula::begin_branch() {
  uint32_t index = static_cast<uint32_t>(sequences_.size());
  sequences_.emplace_back();
  choices_[open_choices_.back()].branches.push_back(index);
  open_sequences_.push_back(index);
}

void Formula::end_branch() {
  Size size = current().size;
  open_sequences_.pop_back();
  Choice& choice = choices_[open_choices_.back()];
  choice.size = either(choice.size, size);
}

void Formula::end_choice() {
  Size size = choices_[open_choices_.back()].size;
  open_choices_.pop_back();
  current().size = together(current().size, size);
}

// Way number `way` through a sequence: its digits in the mixed radix of the choices' sizes say
// which way to go in each of them. The recursion is as deep as `$or` is nested.
void Formula::collect(const Sequence& sequence, uint64_t way, std::vector<uint32_t>& leaves) const {
  for (const Term& term : sequence.terms) {
    if (!term.is_choice) {
      leaves.push_back(term.index);
      continue;
    }
    const Choice& choice = choices_[term.index];
    uint64_t inner = way % choice.size.conjunctions;
    way /= choice.size.conjunctions;
    auto branch = choice.branches.begin();
    while (inner >= sequences_[*branch].size.conjunctions) {
      inner -= sequences_[*branch++].size.conjunctions;
    }
    collect(sequences_[*branch], inner, leaves);
  }
}

std::vector<uint32_t> Formula::leaves_by_path() const {
  std::vector<uint32_t> order(leaves_.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [this](uint32_t left, uint32_t right) {
    return path_before(leaves_[left], leaves_[right]);
  });
  return order;
}

// `places` are where the leaves stand in `by_path`.
Conjunction Formula::conjunction(std::vector<uint32_t>& places,
                                 const std::vector<uint32_t>& by_path) const {
  std::sort(places.begin(), places.end());
  Conjunction result;
  for (size_t i = 0; i < places.size(); ++i) {
    const Leaf& leaf = leaves_[by_path[places[i]]];
    bool overridden = i + 1 < places.size() && leaves_[by_path[places[i + 1]]].path == leaf.path;
    if (!overridden) result.push_back(leaf);
  }
  return result;
}

base::Result<std::vector<Conjunction>> Formula::multiply_out(const Limits& limits) && {
  std::vector<Conjunction> result;
  if (choices_.empty()) {
    result.push_back(sorted(std::move(leaves_)));
    AG_CHECK(check_paths(result[0], limits));
    return result;
  }
  const Size& size = whole_.size;
  if (size.conjunctions > limits.alternatives_max || size.elements > limits.elements_max) {
    return too_complex("Rule is too complex - try using fewer $or combinations");
  }
  std::vector<uint32_t> by_path = leaves_by_path();
  std::vector<uint32_t> place(leaves_.size());
  for (uint32_t i = 0; i < by_path.size(); ++i) place[by_path[i]] = i;
  std::vector<uint32_t> taken;
  for (uint64_t way = 0; way < size.conjunctions; ++way) {
    taken.clear();
    collect(whole_, way, taken);
    for (uint32_t& leaf : taken) leaf = place[leaf];
    result.push_back(conjunction(taken, by_path));
    AG_CHECK(check_paths(result.back(), limits));
  }
  return result;
}

}  // namespace angarium::pattern
