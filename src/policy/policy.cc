#include "policy/policy.h"

#include <fmt/format.h>

#include <algorithm>

#include "policy/statement.h"

namespace angarium::policy {
namespace {

// The values of a condition key, whose names ignore case; null when the key is absent.
const std::vector<std::string>* find_key(const Request& request, std::string_view key) {
  for (const auto& [name, values] : request.context) {
    if (equals_ignoring_case(name, key)) return &values;
  }
  return nullptr;
}

template <class T, class F>
bool any(const std::vector<T>& list, F matches) {
  return std::any_of(list.begin(), list.end(), matches);
}

}  // namespace

bool PrincipalPattern::matches(const Principal& principal) const {
  switch (kind) {
    case Kind::kEveryone: return true;
    case Kind::kAccount: return principal.account.text() == text;
    case Kind::kArn:
      return !principal.arn.empty() && (principal.arn == text || principal.role_arn == text);
    case Kind::kService: return !principal.service.empty() && principal.service == text;
  }
  return false;
}

bool ActionPattern::matches(std::string_view action) const {
  if (text == "*") return true;
  std::string lowered(action);
  for (char& c : lowered) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return matches_wildcards(text, lowered);
}

bool Condition::holds(const Request& request) const {
  const std::vector<std::string>* found = find_key(request, key);
  // A key with several values needs ForAllValues or ForAnyValue; a plain operator is false for it.
  if (found == nullptr || found->size() != 1) return false;
  const std::string& value = found->front();
  switch (op) {
    case Operator::kStringEquals:
      return any(values, [&](const std::string& wanted) { return wanted == value; });
    case Operator::kStringLike:
      return any(values,
                 [&](const std::string& wanted) { return matches_wildcards(wanted, value); });
    case Operator::kArnLike:
      return any(arns, [&](const ArnPattern& wanted) { return wanted.matches(value); });
    case Operator::kBool:
      return any(values,
                 [&](const std::string& wanted) { return equals_ignoring_case(wanted, value); });
  }
  return false;
}

bool Statement::applies(const Request& request) const {
  auto covers = [&](const std::optional<ArnPattern>& pattern) {
    return !pattern || pattern->matches(request.resource);
  };
  return any(principals, [&](const auto& pattern) { return pattern.matches(request.principal); }) &&
         any(actions, [&](const auto& pattern) { return pattern.matches(request.action); }) &&
         any(resources, covers) &&
         std::all_of(conditions.begin(), conditions.end(),
                     [&](const Condition& condition) { return condition.holds(request); });
}

base::Result<std::shared_ptr<const Policy>> Policy::parse(std::string_view text) {
  if (text.size() > kTextBytesMax) {
    return base::Error(ErrorCode::kSyntax,
                       fmt::format("The policy is longer than {} bytes.", kTextBytesMax));
  }
  auto document = json::Document::parse(text, 16);
  if (!document.ok()) {
    return base::Error(ErrorCode::kSyntax,
                       "Syntax errors in policy: " + document.error().message());
  }
  AG_TRY(statements, parse_statements(document->root()));
  auto state = std::make_unique<State>();
  state->text = text;
  state->statements = std::move(statements);
  return std::shared_ptr<const Policy>(new Policy(std::move(state)));
}

Policy::Policy(std::unique_ptr<const State> state) : state_(std::move(state)) {}
Policy::~Policy() = default;

const std::string& Policy::text() const { return state_->text; }

Verdict Policy::evaluate(const Request& request) const {
  Verdict verdict;
  for (size_t i = 0; i < state_->statements.size(); ++i) {
    const Statement& statement = state_->statements[i];
    // The first Allow is remembered, but a Deny further down still wins.
    if (statement.allows && verdict.effect == Effect::kAllow) continue;
    if (!statement.applies(request)) continue;
    verdict.statement = statement.sid.empty() ? fmt::format("Statement[{}]", i) : statement.sid;
    verdict.effect = statement.allows ? Effect::kAllow : Effect::kExplicitDeny;
    if (!statement.allows) return verdict;
  }
  return verdict;
}

}  // namespace angarium::policy
