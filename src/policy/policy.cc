#include "policy/policy.h"

#include <fmt/format.h>

#include <algorithm>

#include "policy/document.h"
#include "policy/parser.h"
#include "policy/statement.h"

namespace angarium::policy {

base::Result<PolicyPtr> Policy::parse(std::string_view text, PolicyKind kind) {
  if (text.size() > kTextBytesMax) {
    return base::Error(
        ErrorCode::kSyntax,
        fmt::format("Syntax errors in policy. It is longer than {} bytes.", kTextBytesMax));
  }
  AG_TRY(document, parse_document(text));
  AG_TRY(statements, parse_statements(document, kind));
  return PolicyPtr(new Policy(std::string(text), kind, std::move(statements)));
}

Policy::Policy(std::string text, PolicyKind kind, std::vector<Statement> statements)
    : text_(std::move(text)), kind_(kind), statements_(std::move(statements)) {}
Policy::~Policy() = default;

std::string Policy::statement_name(size_t index) const {
  const std::string& sid = statements_[index].sid;
  return sid.empty() ? fmt::format("Statement[{}]", index) : sid;
}

Verdict Policy::evaluate(const Request& request) const {
  Question question(request);
  Verdict verdict;
  for (size_t i = 0; i < statements_.size(); ++i) {
    const Statement& statement = statements_[i];
    // The first Allow is remembered, but a Deny further down still wins.
    if (statement.allows && verdict.effect == Effect::kAllow) continue;
    if (!statement.apply(question, false).yes()) continue;
    verdict.statement = statement_name(i);
    verdict.effect = statement.allows ? Effect::kAllow : Effect::kExplicitDeny;
    if (!statement.allows) return verdict;
  }
  return verdict;
}

size_t counted_characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    bool is_space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    bool begins_character = (static_cast<uint8_t>(c) & 0xC0) != 0x80;
    return !is_space && begins_character;
  }));
}

}  // namespace angarium::policy
