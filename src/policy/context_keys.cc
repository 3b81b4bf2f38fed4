#include "policy/context_keys.h"

#include <algorithm>

#include "policy/condition.h"
#include "policy/letters.h"
#include "policy/text_pattern.h"
#include "policy/words.h"

namespace angarium::policy {
namespace {

class KeyList {
 public:
  void add(std::string_view key) {
    bool is_there = std::any_of(keys_.begin(), keys_.end(), [key](const std::string& other) {
      return equals_ignoring_case(other, key);
    });
    if (!is_there) keys_.emplace_back(key);
  }
  void add_variables(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      auto pattern = TextPattern::parse(text, {.wildcards = true, .variables = true});
      if (!pattern.ok()) continue;
      for (const std::string& key : pattern->variable_names()) add(key);
    }
  }
  std::vector<std::string> take() { return std::move(keys_); }

 private:
  std::vector<std::string> keys_;
};

}  // namespace

std::vector<std::string> context_keys_of(const Policy& policy) {
  KeyList keys;
  const PolicyWords words = words_of(policy);
  for (const StatementWords& statement : words.statements) {
    if (words.has_variables) keys.add_variables(statement.resources);
    for (const ConditionWords& condition : statement.conditions) {
      keys.add(condition.key);
      const std::optional<Operator> op = parse_operator(condition.operator_name);
      if (words.has_variables && op && op->takes_variables()) {
        keys.add_variables(condition.values);
      }
    }
  }
  return keys.take();
}

}  // namespace angarium::policy
