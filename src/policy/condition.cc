#include "policy/condition.h"

#include <fmt/format.h>

#include <algorithm>

#include "policy/policy.h"

namespace angarium::policy {
namespace {

base::Error not_a(std::string_view what, std::string_view text) {
  return base::Error(ErrorCode::kSyntax,
                     fmt::format("The policy failed legacy parsing. `{}` is not {}.", text, what));
}

bool is_in_order(std::strong_ordering order, Order wanted) {
  switch (wanted) {
    case Order::kEqual: return order == 0;
    case Order::kLess: return order < 0;
    case Order::kLessOrEqual: return order <= 0;
    case Order::kGreater: return order > 0;
    case Order::kGreaterOrEqual: return order >= 0;
  }
  return false;
}

}  // namespace

base::Result<Condition::Value> Condition::parse_value(Operator op, std::string_view text,
                                                      bool variables) {
  variables = variables && op.takes_variables();
  switch (op.comparison) {
    case Comparison::kText:
    case Comparison::kTextIgnoringCase:
    case Comparison::kTextPattern: {
      bool wildcards = op.comparison == Comparison::kTextPattern;
      AG_TRY(pattern, TextPattern::parse(text, {.wildcards = wildcards, .variables = variables}));
      return Value(std::move(pattern));
    }
    case Comparison::kArn: {
      AG_TRY(pattern, ArnPattern::parse(text, variables));
      return Value(std::move(pattern));
    }
    case Comparison::kNumber:
      if (auto value = Decimal::parse(text)) return Value(std::move(*value));
      return not_a("a number", text);
    case Comparison::kDate:
      if (auto value = Instant::parse(text)) return Value(*value);
      return not_a("a date like 2026-11-22T08:30:00Z, nor seconds since 1970", text);
    case Comparison::kAddress:
      if (auto value = AddressRange::parse(text)) return Value(*value);
      return not_a("an IP address or range like 10.0.0.0/8", text);
    case Comparison::kBytes:
      if (auto value = parse_base64(text)) return Value(std::move(*value));
      return not_a("base64", text);
    case Comparison::kBoolean:
      if (variables && text.find("${") != std::string_view::npos) {
        AG_TRY(pattern, TextPattern::parse(text, {.variables = true}));
        return Value(std::move(pattern));
      }
      [[fallthrough]];
    case Comparison::kAbsence:
      if (auto value = parse_boolean(text)) return Value(*value);
      return not_a("true or false", text);
  }
  return not_a("known", text);
}

base::Result<Condition> Condition::parse(std::string_view operator_name, Operator op,
                                         std::string_view key,
                                         const std::vector<std::string>& values, bool variables) {
  Condition condition;
  condition.operator_name_ = operator_name;
  condition.operator_ = op;
  condition.key_ = KeyName(key);
  for (const std::string& text : values) {
    AG_TRY(value, parse_value(op, text, variables));
    condition.values_.push_back(std::move(value));
  }
  return condition;
}

bool Condition::holds(const Question& question) const {
  std::span<const std::string> found = question.values(key_);
  if (operator_.comparison == Comparison::kAbsence) return accepts_absence(found.empty());
  auto passes_it = [&](const std::string& value) { return passes(value, question); };
  if (operator_.quantifier == Quantifier::kForAllValues) {
    return std::all_of(found.begin(), found.end(), passes_it);
  }
  if (found.empty() && operator_.if_exists) return true;
  if (operator_.quantifier == Quantifier::kForAnyValue) {
    return std::any_of(found.begin(), found.end(), passes_it);
  }
  // Without a quantifier AWS defines nothing for several values: they equal no value.
  if (found.size() != 1) return operator_.negated;
  return passes_it(found.front());
}

bool Condition::accepts_absence(bool is_absent) const {
  return any<bool>([&](bool wanted) { return wanted == is_absent; });
}

template <class T, class Test>
bool Condition::any(const Test& test) const {
  return std::any_of(values_.begin(), values_.end(), [&](const Value& value) {
    const T* typed = std::get_if<T>(&value);
    return typed && test(*typed);
  });
}

bool Condition::accepts_text(const std::string& value, const Question& question) const {
  bool ignores_case = operator_.comparison == Comparison::kTextIgnoringCase ||
                      operator_.comparison == Comparison::kBoolean;
  return any<TextPattern>([&](const TextPattern& wanted) {
    return ignores_case ? wanted.matches_ignoring_case(value, question)
                        : wanted.matches(value, question);
  });
}

bool Condition::accepts(const std::string& value, const Question& question) const {
  switch (operator_.comparison) {
    case Comparison::kText:
    case Comparison::kTextIgnoringCase:
    case Comparison::kTextPattern: return accepts_text(value, question);
    case Comparison::kNumber: {
      auto number = Decimal::parse(value);
      return number && any<Decimal>([&](const Decimal& wanted) {
               return is_in_order(*number <=> wanted, operator_.order);
             });
    }
    case Comparison::kDate: {
      auto instant = Instant::parse(value);
      return instant && any<Instant>([&](const Instant& wanted) {
               return is_in_order(*instant <=> wanted, operator_.order);
             });
    }
    case Comparison::kBoolean: {
      auto boolean = parse_boolean(value);
      if (!boolean) return false;
      return accepts_text(value, question) ||
             any<bool>([&](bool wanted) { return wanted == *boolean; });
    }
    case Comparison::kBytes: {
      auto bytes = parse_base64(value);
      return bytes && any<std::string>([&](const std::string& wanted) { return wanted == *bytes; });
    }
    case Comparison::kAddress: {
      auto address = AddressRange::parse(value);
      bool is_one = address && value.find('/') == std::string::npos;
      return is_one && any<AddressRange>(
                           [&](const AddressRange& wanted) { return wanted.contains(*address); });
    }
    case Comparison::kArn: {
      ArnFields arn(value);
      return any<ArnPattern>(
          [&](const ArnPattern& wanted) { return wanted.matches(arn, question); });
    }
    case Comparison::kAbsence: break;
  }
  return false;
}

}  // namespace angarium::policy
