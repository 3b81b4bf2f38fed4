#include <array>

#include "policy/condition.h"

namespace angarium::policy {
namespace {

struct NamedOperator {
  std::string_view name;
  Operator op;
};

constexpr std::array<NamedOperator, 27> kOperators{{
    {"StringEquals", {Comparison::kText}},
    {"StringNotEquals", {Comparison::kText, Order::kEqual, true}},
    {"StringEqualsIgnoreCase", {Comparison::kTextIgnoringCase}},
    {"StringNotEqualsIgnoreCase", {Comparison::kTextIgnoringCase, Order::kEqual, true}},
    {"StringLike", {Comparison::kTextPattern}},
    {"StringNotLike", {Comparison::kTextPattern, Order::kEqual, true}},
    {"NumericEquals", {Comparison::kNumber}},
    {"NumericNotEquals", {Comparison::kNumber, Order::kEqual, true}},
    {"NumericLessThan", {Comparison::kNumber, Order::kLess}},
    {"NumericLessThanEquals", {Comparison::kNumber, Order::kLessOrEqual}},
    {"NumericGreaterThan", {Comparison::kNumber, Order::kGreater}},
    {"NumericGreaterThanEquals", {Comparison::kNumber, Order::kGreaterOrEqual}},
    {"DateEquals", {Comparison::kDate}},
    {"DateNotEquals", {Comparison::kDate, Order::kEqual, true}},
    {"DateLessThan", {Comparison::kDate, Order::kLess}},
    {"DateLessThanEquals", {Comparison::kDate, Order::kLessOrEqual}},
    {"DateGreaterThan", {Comparison::kDate, Order::kGreater}},
    {"DateGreaterThanEquals", {Comparison::kDate, Order::kGreaterOrEqual}},
    {"Bool", {Comparison::kBoolean}},
    {"BinaryEquals", {Comparison::kBytes}},
    {"IpAddress", {Comparison::kAddress}},
    {"NotIpAddress", {Comparison::kAddress, Order::kEqual, true}},
    // AWS: ArnEquals takes wildcards as well and does the same.
    {"ArnEquals", {Comparison::kArn}},
    {"ArnLike", {Comparison::kArn}},
    {"ArnNotEquals", {Comparison::kArn, Order::kEqual, true}},
    {"ArnNotLike", {Comparison::kArn, Order::kEqual, true}},
    {"Null", {Comparison::kAbsence}},
}};

bool take_prefix(std::string_view& name, std::string_view prefix) {
  if (!name.starts_with(prefix)) return false;
  name.remove_prefix(prefix.size());
  return true;
}

}  // namespace

std::optional<Operator> parse_operator(std::string_view name) {
  constexpr std::string_view kIfExists = "IfExists";
  Quantifier quantifier = Quantifier::kSingle;
  if (take_prefix(name, "ForAllValues:")) {
    quantifier = Quantifier::kForAllValues;
  } else if (take_prefix(name, "ForAnyValue:")) {
    quantifier = Quantifier::kForAnyValue;
  }
  bool if_exists = name.ends_with(kIfExists);
  if (if_exists) name.remove_suffix(kIfExists.size());
  for (const NamedOperator& known : kOperators) {
    if (known.name != name) continue;
    Operator op = known.op;
    op.quantifier = quantifier;
    op.if_exists = if_exists;
    // Null asks whether the key is there: how many values and what if not are no questions then.
    bool is_bare = quantifier == Quantifier::kSingle && !if_exists;
    if (op.comparison == Comparison::kAbsence && !is_bare) return std::nullopt;
    return op;
  }
  return std::nullopt;
}

}  // namespace angarium::policy
