#include "policy/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "policy/difference.h"
#include "policy/letters.h"
#include "policy/lint_names.h"
#include "policy/statement.h"
#include "policy/words.h"

namespace angarium::policy {
namespace {

bool has_wildcard(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

bool is_any_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Looks at one statement among the others of its policy.
class StatementLint {
 public:
  StatementLint(const Policy& policy, const PolicyWords& words, size_t index,
                const KnowsAction& knows_action, std::vector<Finding>& findings)
      : policy_(policy),
        all_words_(words),
        index_(index),
        statement_(policy.statements()[index]),
        words_(words.statements[index]),
        knows_action_(knows_action),
        findings_(findings) {}

  void look();

 private:
  void look_at_actions();
  void look_at_resources();
  void look_at_principals();
  void look_at_services();
  void look_at_condition(const ConditionWords& condition);
  void look_at_variables();
  void look_at_others();

  void add(LintRule rule, std::string_view word, std::string why, std::string instead) {
    findings_.push_back({rule, index_, ticked(word), std::move(why), std::move(instead)});
  }
  bool has_condition_on(std::initializer_list<std::string_view> keys) const;
  bool covers(size_t wider) const;

  const Policy& policy_;
  const PolicyWords& all_words_;
  size_t index_;
  const Statement& statement_;
  const StatementWords& words_;
  const KnowsAction& knows_action_;
  std::vector<Finding>& findings_;
};

// Whether a condition that an absent key does not satisfy tests one of these keys.
bool StatementLint::has_condition_on(std::initializer_list<std::string_view> keys) const {
  return std::any_of(words_.conditions.begin(), words_.conditions.end(), [&](const auto& one) {
    Operator op = *parse_operator(one.operator_name);
    bool limits = !op.negated && !op.if_exists && op.comparison != Comparison::kAbsence &&
                  op.quantifier != Quantifier::kForAllValues;
    bool is_all = std::find(one.values.begin(), one.values.end(), "*") != one.values.end();
    return limits && !is_all && is_any_of(folded(one.key), keys);
  });
}

void StatementLint::look_at_actions() {
  if (statement_.allows && statement_.actions.negated) {
    add(LintRule::kAllowNotAction, words_.actions.front(),
        "it allows every other action of every service, also those to come",
        "list what is to be allowed in `Action`");
  }
  for (const std::string& action : words_.actions) {
    if (statement_.allows && !statement_.actions.negated && has_wildcard(action)) {
      add(LintRule::kWildcardAction, action,
          "it allows actions that nobody has chosen, also those to come",
          "list the actions that are needed");
    }
    if (!knows_action_(action)) {
      add(LintRule::kUnknownAction, action, "the service has no such action: it matches nothing",
          "correct the name");
    }
  }
}

void StatementLint::look_at_resources() {
  if (!statement_.allows || !statement_.resources) return;
  if (statement_.resources->negated) {
    add(LintRule::kAllowNotResource, words_.resources.front(),
        "it allows every other resource of every account that lets the caller in",
        "list what is to be allowed in `Resource`");
    return;
  }
  bool needs_all = !statement_.actions.negated &&
                   std::all_of(words_.actions.begin(), words_.actions.end(), has_no_resource);
  for (const std::string& resource : words_.resources) {
    if (!has_wildcard(resource) || (resource == "*" && needs_all)) continue;
    add(LintRule::kWildcardResource, resource,
        "it allows resources that nobody has chosen, also those to come",
        "name the resource by its whole ARN");
  }
}

void StatementLint::look_at_principals() {
  if (!statement_.principals) return;
  if (statement_.principals->negated) {
    add(LintRule::kNotPrincipal, words_.principals.front().text,
        "it denies everybody else, services and sessions too, and whoever has a permissions "
        "boundary even if listed",
        "use `\"Principal\": \"*\"` with a condition on aws:PrincipalArn");
    return;
  }
  bool limits = has_condition_on({"aws:principalarn", "aws:principalaccount", "aws:principalorgid",
                                  "aws:userid", "aws:sourcearn", "aws:sourceaccount"});
  for (const PrincipalWord& word : words_.principals) {
    bool is_everybody = word.text == "*";
    if (!statement_.allows || !is_everybody || limits) continue;
    if (policy_.kind() == PolicyKind::kResourceControl) continue;  // which must say so
    add(LintRule::kEverybody, word.text, "it allows everybody on earth, unsigned requests too",
        "name accounts or roles, or add a condition on aws:PrincipalArn or aws:PrincipalOrgID");
  }
}

void StatementLint::look_at_services() {
  if (!statement_.allows || !statement_.principals || statement_.principals->negated) return;
  if (has_condition_on({"aws:sourcearn", "aws:sourceaccount"})) return;
  for (const PrincipalWord& word : words_.principals) {
    if (word.kind != "Service") continue;
    add(LintRule::kUnguardedService, word.text,
        "the service acts for every account, so that a stranger's rule can come through it",
        "add a condition: ArnEquals on aws:SourceArn, or StringEquals on aws:SourceAccount");
  }
}

void StatementLint::look_at_condition(const ConditionWords& condition) {
  Operator op = *parse_operator(condition.operator_name);
  std::string key = folded(condition.key);
  if (!is_known_key(key)) {
    add(LintRule::kUnknownKey, condition.key, "no request ever has this key", "correct the name");
  }
  auto guards = [&](const ConditionWords& other) {
    return other.operator_name == "Null" && folded(other.key) == key &&
           is_any_of(other.values.empty() ? "" : other.values.front(), {"false"});
  };
  bool is_guarded = std::any_of(words_.conditions.begin(), words_.conditions.end(), guards);
  bool is_vacuous = op.quantifier == Quantifier::kForAllValues && statement_.allows;
  if (is_vacuous && !is_guarded) {
    add(LintRule::kForAllValues, condition.key,
        "ForAllValues also holds for a request without the key",
        fmt::format("add \"Null\": {{\"{}\": \"false\"}}", condition.key));
  }
  bool is_plain = op.quantifier == Quantifier::kSingle && op.comparison != Comparison::kAbsence;
  if (is_plain && has_many_values(key)) {
    add(LintRule::kPlainOperator, condition.key,
        "a request can have many values for it, and then a plain operator never holds, nor does "
        "a negated one ever fail",
        fmt::format("write ForAnyValue:{} or ForAllValues:{}", condition.operator_name,
                    condition.operator_name));
  }
}

void StatementLint::look_at_variables() {
  if (all_words_.has_variables) return;
  auto look = [&](const std::string& word) {
    if (word.find("${") == std::string::npos) return;
    add(LintRule::kPlainVariable, word, "version 2008-10-17 has no variables: this is plain text",
        "write \"Version\": \"2012-10-17\"");
  };
  for (const std::string& word : words_.resources) look(word);
  for (const ConditionWords& condition : words_.conditions) {
    if (!parse_operator(condition.operator_name)->takes_variables()) continue;
    for (const std::string& word : condition.values) look(word);
  }
}

// Whether statement `wider` applies wherever this one does. Its patterns are put to this one's
// words as if they were names: a `*` of a name is covered by nothing but a `*`. (A `?` would cover
// it as well; such patterns are left alone.)
bool StatementLint::covers(size_t wider) const {
  const Statement& other = policy_.statements()[wider];
  const StatementWords& other_words = all_words_.statements[wider];
  bool is_plain = !other.actions.negated && !statement_.actions.negated &&
                  other_words.conditions.empty() &&
                  (!other.resources || !other.resources->negated) &&
                  (!statement_.resources || !statement_.resources->negated);
  auto is_careful = [](const std::string& word) { return word.find('?') != std::string::npos; };
  if (!is_plain ||
      std::any_of(other_words.actions.begin(), other_words.actions.end(), is_careful) ||
      std::any_of(other_words.resources.begin(), other_words.resources.end(), is_careful)) {
    return false;
  }
  if (other.principals) {
    bool is_everybody = !other.principals->negated && !other_words.principals.empty() &&
                        other_words.principals.front().text == "*";
    if (!is_everybody) return false;
  }
  std::vector<std::string> resources = words_.resources;
  if (resources.empty()) resources.emplace_back("*");
  for (const std::string& action : words_.actions) {
    for (const std::string& resource : resources) {
      Request request{.action = action, .resource = resource};
      Question question(request);
      if (!other.covers_action(question) || !other.covers_resource(question)) return false;
    }
  }
  return true;
}

void StatementLint::look_at_others() {
  for (size_t i = 0; i < policy_.statements().size(); ++i) {
    const Statement& other = policy_.statements()[i];
    if (i == index_ || !covers(i)) continue;
    bool is_denied = statement_.allows && !other.allows;
    // Of two that cover each other the later one is needless.
    StatementLint reverse(policy_, all_words_, i, knows_action_, findings_);
    bool is_needless = statement_.allows == other.allows &&
                       (i < index_ || !statement_.conditions.empty() || !reverse.covers(index_));
    if (!is_denied && !is_needless) continue;
    std::string name = policy_.statement_name(i);
    if (is_denied) {
      add(LintRule::kDenied, name, "that statement denies all that this one allows",
          "drop this statement, or narrow that one");
    } else {
      add(LintRule::kCovered, name, "that statement does all that this one does",
          "drop this statement, or narrow that one");
    }
    return;
  }
}

void StatementLint::look() {
  look_at_actions();
  look_at_resources();
  look_at_principals();
  look_at_services();
  for (const ConditionWords& condition : words_.conditions) look_at_condition(condition);
  look_at_variables();
  look_at_others();
}

}  // namespace

std::vector<Finding> lint(const Policy& policy, const KnowsAction& knows_action) {
  std::vector<Finding> findings;
  PolicyWords words = words_of(policy);
  for (size_t i = 0; i < policy.statements().size(); ++i) {
    StatementLint(policy, words, i, knows_action, findings).look();
  }
  return findings;
}

std::string_view name(LintRule rule) {
  switch (rule) {
    case LintRule::kWildcardAction: return "wildcard-action";
    case LintRule::kWildcardResource: return "wildcard-resource";
    case LintRule::kEverybody: return "everybody";
    case LintRule::kAllowNotAction: return "allow-not-action";
    case LintRule::kAllowNotResource: return "allow-not-resource";
    case LintRule::kNotPrincipal: return "not-principal";
    case LintRule::kUnguardedService: return "unguarded-service";
    case LintRule::kForAllValues: return "for-all-values";
    case LintRule::kPlainOperator: return "plain-operator";
    case LintRule::kPlainVariable: return "plain-variable";
    case LintRule::kDenied: return "denied";
    case LintRule::kCovered: return "covered";
    case LintRule::kUnknownAction: return "unknown-action";
    case LintRule::kUnknownKey: return "unknown-key";
  }
  return "";
}

}  // namespace angarium::policy
