#include <absl/container/flat_hash_set.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "base/assert.h"
#include "pattern/compiled.h"

namespace angarium::pattern {
namespace {

class Compiler {
 public:
  explicit Compiler(CompiledRules& out) : out_(out) { out_.names.emplace_back(); }

  void add(uint32_t rule_id, const Conjunction& conjunction);
  // Once all are added: what is rare is only known then.
  void file_conjunctions();

 private:
  uint32_t path_id(std::string_view path);
  uint32_t value_id(uint32_t path, const Value& value);
  uint32_t leaf_id(const Leaf& leaf);
  size_t popularity(uint32_t leaf) const;

  CompiledRules& out_;
  std::map<std::vector<uint32_t>, uint32_t> leaf_by_values_;
  std::vector<size_t> uses_of_value_;  // by how many leaves of conjunctions
};

uint32_t next_id(size_t size) {
  AG_ASSERT(size < kNone);
  return static_cast<uint32_t>(size);
}

uint32_t Compiler::path_id(std::string_view path) {
  uint32_t node = 0;
  while (true) {
    size_t dot = path.find('.');
    auto [child, created] = out_.names[node].children.try_emplace(std::string(path.substr(0, dot)),
                                                                  next_id(out_.names.size()));
    node = child->second;
    if (created) out_.names.emplace_back();
    if (dot == std::string_view::npos) break;
    path.remove_prefix(dot + 1);
  }
  uint32_t& id = out_.names[node].path;
  if (id == kNone) {
    id = next_id(out_.paths.size());
    out_.paths.emplace_back();
  }
  return id;
}

// Where the number of a value is kept; kNone when it has none yet.
uint32_t& value_slot(PathValues& values, const Value& value) {
  switch (value.kind) {
    case ValueKind::kString: return values.strings.try_emplace(value.bytes, kNone).first->second;
    case ValueKind::kSpelled: return values.spelled.try_emplace(value.bytes, kNone).first->second;
    case ValueKind::kAddress: return values.addresses.try_emplace(value.bytes, kNone).first->second;
    case ValueKind::kNumber: {
      uint64_t bits = 0;
      std::memcpy(&bits, value.bytes.data(), sizeof bits);
      return values.numbers.try_emplace(bits, kNone).first->second;
    }
    case ValueKind::kTrue: return values.literals[0];
    case ValueKind::kFalse: return values.literals[1];
    case ValueKind::kNull: break;
  }
  return values.literals[2];
}

uint32_t Compiler::value_id(uint32_t path, const Value& value) {
  uint32_t& id = value_slot(out_.paths[path], value);
  if (id == kNone) {
    id = next_id(out_.leaves_of_value.size());
    out_.leaves_of_value.emplace_back();
    uses_of_value_.push_back(0);
  }
  ++uses_of_value_[id];
  return id;
}

uint32_t Compiler::leaf_id(const Leaf& leaf) {
  uint32_t path = path_id(leaf.path);
  std::vector<uint32_t> values;
  for (const Value& value : leaf.values) values.push_back(value_id(path, value));
  std::sort(values.begin(), values.end());
  auto [found, created] = leaf_by_values_.try_emplace(values, next_id(out_.leaves.size()));
  if (created) {
    for (uint32_t value : values) out_.leaves_of_value[value].push_back(found->second);
    out_.leaves.push_back({std::move(values), {}});
  }
  return found->second;
}

void Compiler::add(uint32_t rule_id, const Conjunction& conjunction) {
  CompiledConjunction compiled{rule_id, {}};
  for (const Leaf& leaf : conjunction) compiled.leaves.push_back(leaf_id(leaf));
  out_.conjunctions.push_back(std::move(compiled));
}

size_t Compiler::popularity(uint32_t leaf) const {
  size_t uses = 0;
  for (uint32_t value : out_.leaves[leaf].values) uses += uses_of_value_[value];
  return uses;
}

void Compiler::file_conjunctions() {
  for (uint32_t i = 0; i < out_.conjunctions.size(); ++i) {
    const std::vector<uint32_t>& leaves = out_.conjunctions[i].leaves;
    auto rarest = std::min_element(leaves.begin(), leaves.end(), [this](uint32_t a, uint32_t b) {
      return popularity(a) < popularity(b);
    });
    out_.leaves[*rarest].conjunctions.push_back(i);
  }
}

}  // namespace

RuleSet::RuleSet(std::unique_ptr<const CompiledRules> compiled) : compiled_(std::move(compiled)) {}
RuleSet::~RuleSet() = default;

size_t RuleSet::size() const { return compiled_->rules.size(); }

std::shared_ptr<const RuleSet> RuleSet::build(std::vector<Rule> rules) {
  auto compiled = std::make_unique<CompiledRules>();
  Compiler compiler(*compiled);
  for (const Rule& rule : rules) {
    for (const Conjunction& conjunction : rule.pattern->alternatives()) {
      compiler.add(rule.id, conjunction);
    }
  }
  compiler.file_conjunctions();
  compiled->rules = std::move(rules);
  return std::shared_ptr<const RuleSet>(new RuleSet(std::move(compiled)));
}

std::shared_ptr<const RuleSet> RuleSet::changed(std::span<const uint32_t> removed,
                                                std::vector<Rule> added) const {
  absl::flat_hash_set<uint32_t> gone(removed.begin(), removed.end());
  std::vector<Rule> rules;
  for (const Rule& rule : compiled_->rules) {
    if (!gone.contains(rule.id)) rules.push_back(rule);
  }
  std::move(added.begin(), added.end(), std::back_inserter(rules));
  return build(std::move(rules));
}

}  // namespace angarium::pattern
