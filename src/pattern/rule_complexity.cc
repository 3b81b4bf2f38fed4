#include "pattern/rule_complexity.h"

#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <limits>
#include <string>

#include "pattern/wildcard_complexity.h"

namespace angarium::pattern {
namespace {

bool is_wildcards(const Matcher& matcher) {
  return matcher.op == Operator::kWildcard ||
         (matcher.op == Operator::kAnythingBut && matcher.except[0].op == Operator::kWildcard);
}

bool has_wildcards(const Leaf& leaf) {
  return std::any_of(leaf.matchers.begin(), leaf.matchers.end(), is_wildcards);
}

bool has_wildcards(const std::vector<Conjunction>& alternatives) {
  for (const Conjunction& conjunction : alternatives) {
    for (const Leaf& leaf : conjunction) {
      if (has_wildcards(leaf)) return true;
    }
  }
  return false;
}

WildcardGroup group_of(const Matcher& matcher) {
  if (matcher.op == Operator::kWildcard) return {matcher.operand};
  WildcardGroup group;
  group.reserve(matcher.except.size());
  for (const Matcher& excluded : matcher.except) group.push_back(excluded.operand);
  return group;
}

base::Result<void> check_field(const std::vector<const Matcher*>& matchers, const Limits& limits) {
  std::vector<const Matcher*> distinct;
  for (const Matcher* matcher : matchers) {
    auto repeats = [matcher](const Matcher* before) { return *before == *matcher; };
    if (std::none_of(distinct.begin(), distinct.end(), repeats)) distinct.push_back(matcher);
    // Each counts at least one.
    if (distinct.size() > limits.wildcard_complexity_max) break;
  }
  std::vector<WildcardGroup> groups;
  groups.reserve(distinct.size());
  for (const Matcher* matcher : distinct) groups.push_back(group_of(*matcher));
  if (wildcard_complexity(groups, limits.wildcard_complexity_max) <=
      limits.wildcard_complexity_max) {
    return {};
  }
  return base::Error(ErrorCode::kPatternTooComplex,
                     "Rule is too complex - try using fewer wildcard characters or fewer repeating "
                     "character sequences after a wildcard character");
}

// Fields as AWS's machine has them: a path behind given leaves.
class Fields {
 public:
  void add(const Conjunction& conjunction);
  const std::vector<std::vector<const Matcher*>>& matchers() const { return matchers_; }

 private:
  // Where the beginnings of conjunctions lead to; equal ones to the same place.
  struct Step {
    uint32_t before;
    std::string leaf;

    friend bool operator==(const Step&, const Step&) = default;
    template <class H>
    friend H AbslHashValue(H hash, const Step& step) {
      return H::combine(std::move(hash), step.before, step.leaf);
    }
  };

  void add_matchers(uint32_t place, const Leaf& leaf);

  absl::flat_hash_map<Step, uint32_t> places_;
  absl::flat_hash_map<Step, uint32_t> numbers_;  // by path
  std::vector<std::vector<const Matcher*>> matchers_;
};

void append(const Matcher& matcher, std::string& key) {
  key += static_cast<char>(matcher.op);
  key += std::to_string(matcher.operand.size());
  key += ':';
  key += matcher.operand;
  for (const Matcher& excluded : matcher.except) append(excluded, key);
}

std::string key_of(const Leaf& leaf) {
  std::string key = leaf.path;
  key += leaf.absent ? '\1' : '\0';
  for (const Matcher& matcher : leaf.matchers) append(matcher, key);
  return key;
}

void Fields::add(const Conjunction& conjunction) {
  uint32_t place = 0;
  for (const Leaf& leaf : conjunction) {
    uint32_t next = static_cast<uint32_t>(places_.size() + 1);
    auto [found, is_new] = places_.try_emplace(Step{place, key_of(leaf)}, next);
    if (is_new && has_wildcards(leaf)) add_matchers(place, leaf);
    place = found->second;
  }
}

void Fields::add_matchers(uint32_t place, const Leaf& leaf) {
  uint32_t next = static_cast<uint32_t>(matchers_.size());
  auto [found, is_new] = numbers_.try_emplace(Step{place, leaf.path}, next);
  if (is_new) matchers_.emplace_back();
  for (const Matcher& matcher : leaf.matchers) {
    if (is_wildcards(matcher)) matchers_[found->second].push_back(&matcher);
  }
}

}  // namespace

base::Result<void> check_wildcards(const std::vector<Conjunction>& alternatives,
                                   const Limits& limits) {
  bool unlimited = limits.wildcard_complexity_max == std::numeric_limits<uint32_t>::max();
  if (unlimited || !has_wildcards(alternatives)) return {};
  Fields fields;
  for (const Conjunction& conjunction : alternatives) fields.add(conjunction);
  for (const std::vector<const Matcher*>& matchers : fields.matchers()) {
    AG_CHECK(check_field(matchers, limits));
  }
  return {};
}

}  // namespace angarium::pattern
