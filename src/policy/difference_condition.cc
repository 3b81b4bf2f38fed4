// A condition that does not hold, and the values that the request has for its key.
#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"
#include "base/shown.h"
#include "policy/difference.h"
#include "policy/letters.h"

namespace angarium::policy {
namespace {

// The request, with other values for a key.
Request with_values(const Request& request, std::string_view key, std::vector<std::string> values) {
  Request changed = request;
  for (auto& [name, old] : changed.context) {
    if (!equals_ignoring_case(name, key)) continue;
    old = std::move(values);
    return changed;
  }
  changed.context.emplace(key, std::move(values));
  return changed;
}

// Why a key may be absent that people expect. Source: IAM user guide, "AWS global condition
// context keys" (the availability of each).
struct Absence {
  std::string_view key, note;
};
constexpr Absence kAbsences[] = {
    {"aws:sourcearn", "only a service that acts for a resource has it"},
    {"aws:sourceaccount", "only a service that acts for a resource has it"},
    {"aws:username", "only users have it, not sessions of roles"},
    {"aws:multifactorauthpresent", "long-term keys never have it; use BoolIfExists to allow them"},
    {"aws:principalorgid", "the caller's account is in no organization"},
    {"aws:sourceidentity", "the session was made without a source identity"},
    {"aws:tokenissuetime", "only temporary credentials have it"},
    {"sts:externalid", "AssumeRole was called without ExternalId"},
};

// One condition and the first of the request's values that keeps it from holding.
class ConditionMiss {
 public:
  ConditionMiss(const Missed& missed, size_t index, const Request& request)
      : condition_(missed.statement.conditions[index]),
        words_(missed.words.conditions[index]),
        has_variables_(missed.has_variables),
        op_(*parse_operator(words_.operator_name)),
        request_(request),
        question_(request) {
    std::span<const std::string> values = question_.values(KeyName(words_.key));
    found_.assign(values.begin(), values.end());
  }

  Difference difference() const;

 private:
  bool holds_for(const std::string& value) const {
    return condition_.holds(Question(with_values(request_, words_.key, {value})));
  }
  // Whether `value` would pass with another operator, or in another version, for one word.
  bool would_hold(std::string_view operator_name, const std::string& word, const std::string& value,
                  bool variables) const;
  std::string absence_note() const;
  WordMatch compare(const std::string& word, const std::string& value) const;
  WordMatch compare_text(const std::string& word, const std::string& value) const;
  WordMatch compare_order(const std::string& word, const std::string& value) const;
  WordMatch compare_addresses(const std::string& word, const std::string& value) const;
  bool is_comparable(const std::string& value) const;
  Difference of_all(DifferenceKind kind, std::string note) const;
  Difference of_value(const std::string& value) const;
  std::string element() const {
    return fmt::format("Condition {} {}", words_.operator_name,
                       base::shown(words_.key, kShownTextCharactersMax));
  }

  const Condition& condition_;
  const ConditionWords& words_;
  bool has_variables_;
  Operator op_;
  const Request& request_;
  Question question_;
  std::vector<std::string> found_;
};

bool ConditionMiss::would_hold(std::string_view operator_name, const std::string& word,
                               const std::string& value, bool variables) const {
  std::optional<Operator> op = parse_operator(operator_name);
  auto changed = Condition::parse(operator_name, *op, words_.key, {word}, variables);
  return changed.ok() && changed->holds(Question(with_values(request_, words_.key, {value})));
}

std::string ConditionMiss::absence_note() const {
  std::vector<std::string> names;
  for (const auto& [name, values] : request_.context) {
    if (!values.empty()) names.push_back(name);
  }
  auto near = base::nearest(words_.key, names);
  if (near) return fmt::format("there is {}", ticked(*near));
  std::string key = folded(words_.key);
  for (const Absence& known : kAbsences) {
    if (known.key == key) return std::string(known.note);
  }
  if (key.starts_with("aws:principaltag/")) return "neither the caller nor its session has the tag";
  if (key.starts_with("aws:resourcetag/")) return "the resource has no such tag";
  if (key.starts_with("aws:requesttag/")) return "the request brings no such tag";
  return {};
}

WordMatch ConditionMiss::compare_text(const std::string& word, const std::string& value) const {
  bool has_wildcards = op_.comparison == Comparison::kTextPattern;
  auto pattern = TextPattern::parse(word, {.variables = has_variables_});
  if (pattern.ok() && !pattern->resolves(question_)) {
    return {DifferenceKind::kUnknownVariable, "a variable in it has no value"};
  }
  if (would_hold("StringEqualsIgnoreCase", word, value, has_variables_)) {
    return {DifferenceKind::kLetterCase, "they differ in letter case only"};
  }
  if (!has_wildcards && would_hold("StringLike", word, value, has_variables_)) {
    return {DifferenceKind::kPlainWildcard,
            "its `*` and `?` are plain text here; StringLike has wildcards"};
  }
  if (!has_variables_ && would_hold("StringLike", word, value, true)) {
    return {DifferenceKind::kPlainVariable, std::string(kPlainVariableNote)};
  }
  if (has_wildcards && would_hold("StringLike", folded(word), folded(value), has_variables_)) {
    return {DifferenceKind::kLetterCase, "they differ in letter case only"};
  }
  return compare_words(word, value);
}

// A number or date that lies just on the bound.
WordMatch ConditionMiss::compare_order(const std::string& word, const std::string& value) const {
  bool is_strict = op_.order == Order::kLess || op_.order == Order::kGreater;
  bool is_number = op_.comparison == Comparison::kNumber;
  bool is_equal = would_hold(is_number ? "NumericEquals" : "DateEquals", word, value, false);
  if (is_strict && is_equal) return {DifferenceKind::kBound, "the comparison leaves its bound out"};
  return {};
}

WordMatch ConditionMiss::compare_addresses(const std::string& word,
                                           const std::string& value) const {
  auto range = AddressRange::parse(word), address = AddressRange::parse(value);
  bool is_other = range && address && range->bits != address->bits;
  return {DifferenceKind::kOther, is_other ? "one is IPv4, the other IPv6" : ""};
}

bool ConditionMiss::is_comparable(const std::string& value) const {
  switch (op_.comparison) {
    case Comparison::kNumber: return Decimal::parse(value).has_value();
    case Comparison::kDate: return Instant::parse(value).has_value();
    case Comparison::kBoolean: return parse_boolean(value).has_value();
    case Comparison::kBytes: return parse_base64(value).has_value();
    case Comparison::kAddress:
      return AddressRange::parse(value) && value.find('/') == std::string::npos;
    default: return true;
  }
}

WordMatch ConditionMiss::compare(const std::string& word, const std::string& value) const {
  if (op_.negated) {
    bool leaves_out = !would_hold(words_.operator_name, word, value, has_variables_);
    return {leaves_out ? DifferenceKind::kLeftOut : DifferenceKind::kOther, {}};
  }
  switch (op_.comparison) {
    case Comparison::kText:
    case Comparison::kTextIgnoringCase:
    case Comparison::kTextPattern: return compare_text(word, value);
    case Comparison::kNumber:
    case Comparison::kDate: return compare_order(word, value);
    case Comparison::kAddress: return compare_addresses(word, value);
    case Comparison::kArn: return compare_arns(word, value, has_variables_, question_);
    default: return {};
  }
}

// About the key as a whole.
Difference ConditionMiss::of_all(DifferenceKind kind, std::string note) const {
  Difference difference = nearest_word(Part::kCondition, element(), words_.values, {});
  difference.kind = kind;
  difference.note = std::move(note);
  if (words_.values.empty()) difference.wanted.emplace_back("nothing");
  difference.wanted_count = std::max(difference.wanted.size(), words_.values.size());
  return difference;
}

Difference ConditionMiss::of_value(const std::string& value) const {
  if (words_.values.empty()) {
    Difference difference = of_all(DifferenceKind::kOther, "no value is listed");
    difference.found = ticked(value);
    return difference;
  }
  std::vector<WordMatch> matches;
  for (const std::string& word : words_.values) matches.push_back(compare(word, value));
  Difference difference = nearest_word(Part::kCondition, element(), words_.values, matches);
  if (!op_.negated && !is_comparable(value)) {
    difference = of_all(DifferenceKind::kNotComparable, "the request's can't be compared so");
  }
  difference.found = ticked(value);
  return difference;
}

Difference ConditionMiss::difference() const {
  if (op_.comparison == Comparison::kAbsence) {
    bool is_absent = found_.empty();
    auto kind = is_absent ? DifferenceKind::kAbsentKey : DifferenceKind::kPresentKey;
    Difference difference = of_all(kind, is_absent ? absence_note() : "");
    difference.found = is_absent ? "" : ticked(found_.front());
    return said(std::move(difference), "wants",
                is_absent ? "the request has no such key" : "the request has the key");
  }
  if (found_.empty()) {
    return said(of_all(DifferenceKind::kAbsentKey, absence_note()), "wants",
                "the request has no such key");
  }
  if (op_.quantifier == Quantifier::kSingle && found_.size() > 1) {
    Difference difference = of_all(DifferenceKind::kManyValues,
                                   fmt::format("write `ForAnyValue:{}` or `ForAllValues:{}`",
                                               words_.operator_name, words_.operator_name));
    difference.found = ticked(found_.front());
    std::string has = fmt::format("the request has {} values", found_.size());
    return said(std::move(difference), "wants", has);
  }
  auto failing = std::find_if(found_.begin(), found_.end(),
                              [&](const std::string& value) { return !holds_for(value); });
  const std::string& value = failing == found_.end() ? found_.front() : *failing;
  Difference difference = of_value(value);
  std::string has = fmt::format("the request has {}", difference.found);
  return said(std::move(difference), op_.negated ? "leaves out" : "wants", has);
}

}  // namespace

Difference condition_difference(const Missed& missed, size_t condition, const Request& request) {
  return ConditionMiss(missed, condition, request).difference();
}

}  // namespace angarium::policy
