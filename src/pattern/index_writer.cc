#include "pattern/index_writer.h"

#include <algorithm>

namespace angarium::pattern {
namespace {

// Leaves that only say "something is there" come last, whatever else there is.
constexpr uint64_t kPresentWeight = uint64_t{1} << 32;
constexpr uint64_t kUnusable = UINT64_MAX;

}  // namespace

// What a rule will consist of, before its memory is there.
struct IndexWriter::Plan {
  struct PlannedLeaf {
    Path* path;
    bool absent;
    size_t matchers_begin;
    size_t matchers_end;
  };
  std::vector<PlannedLeaf> leaves;
  std::vector<CompiledConjunction> conjunctions;
  std::vector<Key*> postings;  // null: filed under nothing, always come across
  std::vector<uint32_t> conjunction_of_posting;
  std::string matchers;
};

IndexWriter::~IndexWriter() {
  // order: does not show, all of it is freed.
  for (auto [id, rule] : rules_) removed_.push_back(rule);
  for (CompiledRule* rule : removed_) unlink(*rule);
  reclaimer_.collect(UINT64_MAX);
}

void IndexWriter::add(uint32_t id, const Pattern& pattern, uint64_t version) {
  remove(id, version);
  Plan plan;
  CompiledRule* rule = compile(pattern, plan);
  rule->id = id;
  rule->added = version;
  rule->removed.store(UINT64_MAX, std::memory_order_relaxed);
  link(*rule, plan);  // from here on readers come across it
  rules_.emplace(id, rule);
}

void IndexWriter::remove(uint32_t id, uint64_t version) {
  auto found = rules_.find(id);
  if (found == rules_.end()) return;
  found->second->removed.store(version, std::memory_order_release);
  removed_.push_back(found->second);
  rules_.erase(found);
}

void IndexWriter::sweep(uint64_t oldest, uint64_t newest) {
  newest_ = newest;
  while (!removed_.empty() && removed_.front()->removed.load() <= oldest) {
    unlink(*removed_.front());
    removed_.pop_front();
  }
  reclaimer_.collect(oldest);
}

CompiledRule* IndexWriter::compile(const Pattern& pattern, Plan& plan) {
  for (const Conjunction& conjunction : pattern.alternatives()) plan_conjunction(conjunction, plan);
  char* matchers = nullptr;
  CompiledRule* rule = CompiledRule::create({.postings = plan.postings.size(),
                                             .leaves = plan.leaves.size(),
                                             .conjunctions = plan.conjunctions.size(),
                                             .matcher_bytes = plan.matchers.size()},
                                            matchers);
  std::copy(plan.matchers.begin(), plan.matchers.end(), matchers);
  std::copy(plan.conjunctions.begin(), plan.conjunctions.end(), rule->conjunctions);
  for (size_t i = 0; i < plan.leaves.size(); ++i) {
    const Plan::PlannedLeaf& leaf = plan.leaves[i];
    const std::string_view packed(matchers + leaf.matchers_begin,
                                  leaf.matchers_end - leaf.matchers_begin);
    rule->leaves[i] = {.path = leaf.path,
                       .matchers = packed.data(),
                       .matcher_bytes = static_cast<uint32_t>(packed.size()),
                       .absent = leaf.absent,
                       .sets = ValueSets::build(packed).release()};
  }
  return rule;
}

void IndexWriter::plan_conjunction(const Conjunction& conjunction, Plan& plan) {
  const size_t first_leaf = plan.leaves.size();
  for (const Leaf& leaf : conjunction) plan_leaf(leaf, plan);
  const uint32_t decided_leaf = plan_access(conjunction, first_leaf, plan);
  plan.conjunctions.push_back({.index = conjunction_numbers_.take(),
                               .first_leaf = static_cast<uint32_t>(first_leaf),
                               .leaf_count = static_cast<uint32_t>(conjunction.size()),
                               .decided_leaf = decided_leaf});
  plan.conjunction_of_posting.resize(plan.postings.size(),
                                     static_cast<uint32_t>(plan.conjunctions.size() - 1));
}

void IndexWriter::plan_leaf(const Leaf& leaf, Plan& plan) {
  Path* path = path_of(leaf.path);
  ++path->leaf_count;
  const size_t begin = plan.matchers.size();
  for (const Matcher& matcher : leaf.matchers) PackedMatchers::append(matcher, plan.matchers);
  plan.leaves.push_back({path, leaf.absent, begin, plan.matchers.size()});
}

// Chooses the leaf to file the conjunction under and plans the postings for it.
uint32_t IndexWriter::plan_access(const Conjunction& conjunction, size_t first_leaf, Plan& plan) {
  uint64_t best_weight = kUnusable;
  size_t best = 0;
  bool best_decides = false;
  for (size_t i = 0; i < conjunction.size(); ++i) {
    bool decides = false;
    const uint64_t weight = weigh(conjunction[i], *plan.leaves[first_leaf + i].path, decides);
    if (weight >= best_weight) continue;
    best_weight = weight;
    best = i;
    best_decides = decides;
    std::swap(filed_, chosen_);
  }
  if (best_weight == kUnusable) {
    plan.postings.push_back(nullptr);
    return CompiledConjunction::kNoLeaf;
  }
  file(*plan.leaves[first_leaf + best].path, plan.postings);
  return best_decides ? static_cast<uint32_t>(best) : CompiledConjunction::kNoLeaf;
}

// How many rules an event may come across in vain if the leaf is filed under; leaves its keys in
// filed_.
uint64_t IndexWriter::weigh(const Leaf& leaf, const Path& path, bool& decides) {
  filed_.clear();
  if (leaf.absent) return kUnusable;
  uint64_t weight = 0;
  decides = true;
  for (const Matcher& matcher : leaf.matchers) {
    FiledMatcher filed;
    if (!file_matcher(matcher, filed)) {
      // Whatever the others are, every scalar leads to the rule.
      filed_.assign(1, {{Family::kPresent, {}}, matcher.op == Operator::kExists, 0});
      decides = filed_.front().decides;
      return kPresentWeight + count_filed(path, filed_.front().key);
    }
    decides &= filed.decides;
    weight += filed.commonness + count_filed(path, filed.key);
    filed_.push_back(std::move(filed));
  }
  return weight;
}

// How many conjunctions are filed under it already.
size_t IndexWriter::count_filed(const Path& path, const KeyName& name) const {
  const Key* key = find_key(path, name, key_hash(path, name));
  return key == nullptr ? 0 : key->posting_count;
}

void IndexWriter::file(Path& path, std::vector<Key*>& postings) {
  const auto first = static_cast<ptrdiff_t>(postings.size());
  for (const FiledMatcher& filed : chosen_) {
    Key* key = key_of(path, filed.key);
    if (std::find(postings.begin() + first, postings.end(), key) == postings.end()) {
      postings.push_back(key);
    }
  }
}

void IndexWriter::link(CompiledRule& rule, const Plan& plan) {
  for (uint32_t i = 0; i < rule.posting_count; ++i) {
    Posting& posting = rule.postings[i];
    posting.rule = &rule;
    posting.key = plan.postings[i];
    posting.conjunction = plan.conjunction_of_posting[i];
    if (posting.key != nullptr) ++posting.key->posting_count;
    (posting.key != nullptr ? posting.key->postings : index_.always).append(posting);
  }
}

}  // namespace angarium::pattern
