#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "policy/arn_pattern.h"
#include "policy/question.h"
#include "policy/values.h"

namespace angarium::policy {

enum class Comparison : uint8_t {
  kText,
  kTextIgnoringCase,
  kTextPattern,
  kNumber,
  kDate,
  kBoolean,
  kBytes,
  kAddress,
  kArn,
  kAbsence,  // Null
};

enum class Order : uint8_t { kEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

// How the values that a request has for the key go together.
enum class Quantifier : uint8_t { kSingle, kForAllValues, kForAnyValue };

// A condition operator, taken apart: "ForAnyValue:StringNotLikeIfExists".
// Source: IAM user guide, "IAM JSON policy elements: Condition operators" and "Multivalued context
// keys".
struct Operator {
  Comparison comparison;
  Order order = Order::kEqual;
  bool negated = false;
  bool if_exists = false;
  Quantifier quantifier = Quantifier::kSingle;

  bool takes_variables() const {
    return comparison <= Comparison::kTextPattern || comparison == Comparison::kBoolean ||
           comparison == Comparison::kArn;
  }
};

// None for an unknown name; names are case sensitive.
std::optional<Operator> parse_operator(std::string_view name);

// One key of one operator.
class Condition {
 public:
  // `variables`: whether the document's version has them. Fails where a value can't be what its
  // operator compares.
  static base::Result<Condition> parse(std::string_view operator_name, Operator op,
                                       std::string_view key, const std::vector<std::string>& values,
                                       bool variables);

  bool holds(const Question& question) const;

  const std::string& operator_name() const { return operator_name_; }
  const std::string& key() const { return key_.text; }

 private:
  using Value =
      std::variant<TextPattern, ArnPattern, Decimal, Instant, AddressRange, std::string, bool>;

  static base::Result<Value> parse_value(Operator op, std::string_view text, bool variables);
  // One value of the request against all of the policy's; without the negation.
  bool accepts(const std::string& value, const Question& question) const;
  bool passes(const std::string& value, const Question& question) const {
    return accepts(value, question) != operator_.negated;
  }
  bool accepts_text(const std::string& value, const Question& question) const;
  bool accepts_absence(bool is_absent) const;
  template <class T, class Test>
  bool any(const Test& test) const;

  std::string operator_name_;
  Operator operator_{};
  KeyName key_;
  std::vector<Value> values_;
};

}  // namespace angarium::policy
