// Whom a statement names, and who asks.
#include <fmt/format.h>

#include "policy/difference.h"
#include "policy/letters.h"

namespace angarium::policy {
namespace {

struct Caller {
  std::string_view name;  // what a policy would best name
  std::string text;       // how a person would say who asks
};

Caller caller_of(const Question& question) {
  const Principal& who = question.principal();
  switch (question.type()) {
    case PrincipalType::kService:
      return {who.service, fmt::format("the caller is the service {}", ticked(who.service))};
    case PrincipalType::kAnonymous:
      if (who.federated_provider.empty()) return {"", "the caller is anonymous"};
      return {who.federated_provider,
              fmt::format("the caller comes from {}", ticked(who.federated_provider))};
    case PrincipalType::kRoleSession:
    case PrincipalType::kFederated:
      if (who.issuer_arn.empty() || who.issuer_arn == who.arn) break;
      return {who.issuer_arn, fmt::format("the caller is a session of {}", ticked(who.issuer_arn))};
    default: break;
  }
  return {who.arn, fmt::format("the caller is {}", ticked(who.arn))};
}

std::string_view last_name(std::string_view arn) { return arn.substr(arn.rfind('/') + 1); }

// "user" of "user/path/name".
std::string_view kind_of(std::string_view resource) {
  return resource.substr(0, resource.find('/'));
}

WordMatch compare_named(std::string_view wanted, std::string_view found) {
  ArnFields a(wanted), b(found);
  if (!a.is_arn() || !b.is_arn()) return {};
  bool same_account = a.field[4] == b.field[4];
  if (a.field[5] == b.field[5] && a.field[2] == b.field[2]) {
    return {DifferenceKind::kArnField,
            fmt::format("the account differs: {}, not {}", ticked(b.field[4]), ticked(a.field[4]))};
  }
  if (!same_account || kind_of(a.field[5]) != kind_of(b.field[5])) return {};
  if (last_name(wanted) == last_name(found)) {
    return {DifferenceKind::kPath, "the path before the name differs"};
  }
  return compare_words(a.field[5], b.field[5]);
}

WordMatch compare_accounts(std::string_view wanted, std::string_view found) {
  WordMatch match = compare_words(wanted, found);
  if (match.note.empty()) match.note = "the account differs";
  return match;
}

WordMatch compare(const PrincipalWord& word, const Question& question) {
  const Principal& who = question.principal();
  if (word.kind == "Service") return compare_words(word.text, who.service);
  if (word.kind == "Federated") return compare_words(word.text, who.federated_provider);
  if (word.kind != "AWS" || who.arn.empty()) return {};
  if (base::is_account_id(word.text)) return compare_accounts(word.text, who.account.text());
  ArnFields arn(word.text);
  if (!arn.is_arn()) {
    return {DifferenceKind::kOther, "it is an id: its owner was deleted, or is somebody else"};
  }
  if (arn.field[5] == "root") return compare_accounts(arn.field[4], who.account.text());
  WordMatch match = compare_named(word.text, who.arn);
  WordMatch of_issuer = compare_named(word.text, who.issuer_arn);
  return of_issuer.kind < match.kind ? of_issuer : match;
}

}  // namespace

Difference principal_difference(const Missed& missed, const Question& question) {
  std::vector<std::string> words;
  std::vector<WordMatch> matches;
  bool negated = missed.statement.principals->negated;
  for (size_t i = 0; i < missed.words.principals.size(); ++i) {
    const PrincipalWord& word = missed.words.principals[i];
    words.push_back(word.text);
    if (!negated) {
      matches.push_back(compare(word, question));
      continue;
    }
    bool leaves_out = missed.statement.principals->entries[i].match(question) != Grant::kNone;
    matches.push_back({leaves_out ? DifferenceKind::kLeftOut : DifferenceKind::kOther, {}});
  }
  Difference difference =
      nearest_word(Part::kPrincipal, negated ? "NotPrincipal" : "Principal", words, matches);
  Caller caller = caller_of(question);
  difference.found = caller.name.empty() ? "" : ticked(caller.name);
  return said(std::move(difference), negated ? "leaves out" : "names", caller.text);
}

}  // namespace angarium::policy
