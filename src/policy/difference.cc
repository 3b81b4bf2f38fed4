#include "policy/difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/nearest.h"
#include "base/shown.h"
#include "policy/letters.h"

namespace angarium::policy {
namespace {

constexpr std::string_view kSpaceBytes = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  size_t first = text.find_first_not_of(kSpaceBytes);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaceBytes) - first + 1);
}

bool is_near(std::string_view wanted, std::string_view found) {
  std::array<std::string, 1> candidates{std::string(wanted)};
  return base::nearest(found, candidates).has_value();
}

std::string_view after_last_slash(std::string_view text) {
  return text.substr(text.rfind('/') + 1);
}

bool matches(std::string_view pattern, std::string_view text, const Question& question) {
  auto parsed = TextPattern::parse(pattern, {.wildcards = true, .variables = false});
  return parsed.ok() && parsed->matches(text, question);
}

// "${key}" of the variable that has no value.
std::string unknown_variable(std::string_view pattern, const Question& question) {
  for (size_t at = pattern.find("${"); at != std::string_view::npos;
       at = pattern.find("${", at + 2)) {
    size_t end = pattern.find('}', at);
    std::string_view variable = pattern.substr(at, end - at + 1);
    auto parsed = TextPattern::parse(variable, {.variables = true});
    if (parsed.ok() && !parsed->resolves(question)) return std::string(variable);
  }
  return std::string(pattern);
}

constexpr std::array<std::string_view, 6> kFieldNames{"prefix", "partition", "service",
                                                      "region", "account",   "name"};

WordMatch compare_last_field(std::string_view wanted, std::string_view found,
                             const Question& question) {
  if (matches(folded(wanted), folded(found), question)) {
    return {DifferenceKind::kLetterCase, "they differ in letter case only"};
  }
  if (matches(std::string(wanted) + "*", found, question)) {
    return {DifferenceKind::kSuffix, "the request's goes on; `*` at the end would cover it"};
  }
  if (is_near(after_last_slash(wanted), after_last_slash(found))) {
    return {DifferenceKind::kNearWord, "the name differs"};
  }
  return {DifferenceKind::kArnField, "the name differs"};
}

std::string list_text(const Difference& difference) {
  std::string text = fmt::format("{}", fmt::join(difference.wanted, " or "));
  size_t more = difference.wanted_count - difference.wanted.size();
  bool is_nearest = difference.wanted.size() == 1;
  if (more == 0) return text;
  return is_nearest ? fmt::format("{} (the nearest of {})", text, difference.wanted_count)
                    : fmt::format("{} or {} more", text, more);
}

}  // namespace

std::string ticked(std::string_view text) {
  return fmt::format("`{}`", base::shown(text, kShownTextCharactersMax));
}

WordMatch compare_words(std::string_view wanted, std::string_view found) {
  if (equals_ignoring_case(wanted, found)) {
    return {DifferenceKind::kLetterCase, "they differ in letter case only"};
  }
  if (trimmed(wanted) == trimmed(found)) {
    return {DifferenceKind::kSpaces, "they differ in spaces only"};
  }
  if (is_near(wanted, found)) return {DifferenceKind::kNearWord, {}};
  if (!wanted.empty() && found.starts_with(wanted)) {
    return {DifferenceKind::kSuffix, "the request's goes on"};
  }
  return {};
}

WordMatch compare_arns(std::string_view pattern, std::string_view arn, bool has_variables,
                       const Question& question) {
  auto parsed = ArnPattern::parse(pattern, has_variables);
  if (!parsed.ok() || !parsed->is_arn()) return {DifferenceKind::kOther, "it is no ARN"};
  ArnFields fields(arn);
  if (!fields.is_arn()) return {DifferenceKind::kNotComparable, "the request's is no ARN"};
  if (!parsed->resolves(question)) {
    return {DifferenceKind::kUnknownVariable,
            fmt::format("{} has no value", ticked(unknown_variable(pattern, question)))};
  }
  auto renewed = ArnPattern::parse(pattern, true);
  if (!has_variables && renewed.ok() && renewed->matches(fields, question)) {
    return {DifferenceKind::kPlainVariable, std::string(kPlainVariableNote)};
  }
  std::vector<size_t> others;
  for (size_t i = 0; i < 6; ++i) {
    if (!parsed->matches_field(i, fields, question)) others.push_back(i);
  }
  PatternFields wanted(pattern, has_variables);
  if (others.size() == 1 && others[0] == 5) {
    return compare_last_field(wanted.field[5], fields.field[5], question);
  }
  std::vector<std::string_view> names;
  names.reserve(others.size());
  for (size_t i : others) names.push_back(kFieldNames[i]);
  if (others.size() != 1) {
    return {DifferenceKind::kOther, fmt::format("{} differ", fmt::join(names, ", "))};
  }
  return {DifferenceKind::kArnField,
          fmt::format("the {} differs: {}, not {}", names[0], ticked(fields.field[others[0]]),
                      ticked(wanted.field[others[0]]))};
}

Difference nearest_word(Part part, std::string element, const std::vector<std::string>& words,
                        const std::vector<WordMatch>& matches) {
  Difference difference{.part = part, .element = std::move(element), .wanted_count = words.size()};
  auto nearest = std::min_element(matches.begin(), matches.end(),
                                  [](const auto& a, const auto& b) { return a.kind < b.kind; });
  bool is_near = nearest != matches.end() && nearest->kind != DifferenceKind::kOther;
  if (is_near) {
    difference.kind = nearest->kind;
    difference.wanted.push_back(ticked(words[static_cast<size_t>(nearest - matches.begin())]));
    difference.note = nearest->note;
    return difference;
  }
  for (const std::string& word : words) {
    if (difference.wanted.size() == kShownWordsMax) break;
    difference.wanted.push_back(ticked(word));
  }
  if (matches.size() == 1) difference.note = matches[0].note;
  return difference;
}

Difference said(Difference difference, std::string_view verb, std::string_view found) {
  difference.text =
      fmt::format("{} {} {}, {}", difference.element, verb, list_text(difference), found);
  if (!difference.note.empty()) difference.text += fmt::format(": {}", difference.note);
  return difference;
}

Difference action_difference(const Missed& missed, const Request& request) {
  Question question(request);
  const Element<ActionPattern>& actions = missed.statement.actions;
  std::vector<WordMatch> found;
  for (size_t i = 0; i < actions.entries.size(); ++i) {
    if (actions.negated) {
      bool leaves_out = actions.entries[i].matches(question);
      found.push_back({leaves_out ? DifferenceKind::kLeftOut : DifferenceKind::kOther, {}});
      continue;
    }
    WordMatch match = compare_words(folded(missed.words.actions[i]), question.action());
    std::string_view action = question.action();
    std::string service(action.substr(0, action.find(':') + 1));
    bool is_other = !folded(missed.words.actions[i]).starts_with(service);
    if (is_other && match.note.empty()) match.note = "the service differs";
    found.push_back(std::move(match));
  }
  Difference difference = nearest_word(Part::kAction, actions.negated ? "NotAction" : "Action",
                                       missed.words.actions, found);
  difference.found = ticked(request.action);
  std::string asks = fmt::format("the request asks for {}", difference.found);
  return said(std::move(difference), actions.negated ? "leaves out" : "wants", asks);
}

Difference resource_difference(const Missed& missed, const Question& question) {
  const Element<ResourcePattern>& resources = *missed.statement.resources;
  bool has_none = question.resource() == "*";
  std::vector<WordMatch> found;
  for (size_t i = 0; i < resources.entries.size(); ++i) {
    const std::string& word = missed.words.resources[i];
    if (resources.negated && resources.entries[i].matches(question)) {
      found.push_back({DifferenceKind::kLeftOut, {}});
    } else if (resources.negated && resources.entries[i].resolves(question)) {
      found.push_back({});
    } else if (has_none) {
      found.push_back(
          {DifferenceKind::kNoResource, "the action has no resource, so that only `*` covers it"});
    } else {
      found.push_back(compare_arns(word, question.resource(), missed.has_variables, question));
    }
  }
  Difference difference =
      nearest_word(Part::kResource, resources.negated ? "NotResource" : "Resource",
                   missed.words.resources, found);
  difference.found = ticked(question.resource());
  std::string asks = fmt::format("the request is for {}", difference.found);
  return said(std::move(difference), resources.negated ? "leaves out" : "wants", asks);
}

std::vector<Difference> differences(const Missed& missed, const Request& request) {
  Question question(request);
  const Statement& statement = missed.statement;
  std::vector<Difference> list;
  if (!statement.covers_action(question)) list.push_back(action_difference(missed, request));
  if (!statement.covers_resource(question)) list.push_back(resource_difference(missed, question));
  // Whether the caller has a boundary matters to NotPrincipal alone, which only denies.
  if (statement.match_principal(question, false) == Grant::kNone) {
    list.push_back(principal_difference(missed, question));
  }
  for (size_t i = 0; i < statement.conditions.size(); ++i) {
    if (statement.conditions[i].holds(question)) continue;
    list.push_back(condition_difference(missed, i, request));
  }
  return list;
}

size_t distance(const Difference& difference) {
  if (difference.kind <= DifferenceKind::kNearWord) return 1;
  if (difference.kind != DifferenceKind::kOther) return 3;
  return difference.part == Part::kAction ? 6 : 4;
}

std::string_view name(DifferenceKind kind) {
  switch (kind) {
    case DifferenceKind::kLetterCase: return "letter-case";
    case DifferenceKind::kSpaces: return "spaces";
    case DifferenceKind::kPlainWildcard: return "plain-wildcard";
    case DifferenceKind::kPlainVariable: return "plain-variable";
    case DifferenceKind::kBound: return "bound";
    case DifferenceKind::kNearWord: return "near-word";
    case DifferenceKind::kSuffix: return "suffix";
    case DifferenceKind::kPath: return "path";
    case DifferenceKind::kArnField: return "arn-field";
    case DifferenceKind::kManyValues: return "many-values";
    case DifferenceKind::kAbsentKey: return "absent-key";
    case DifferenceKind::kPresentKey: return "present-key";
    case DifferenceKind::kUnknownVariable: return "unknown-variable";
    case DifferenceKind::kNotComparable: return "not-comparable";
    case DifferenceKind::kLeftOut: return "left-out";
    case DifferenceKind::kNoResource: return "no-resource";
    case DifferenceKind::kOther: break;
  }
  return "other";
}

}  // namespace angarium::policy
