// Lines: an operator, the policy's value, values of the request. What holds for one form of an
// operator says what holds for the others.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policy/condition.h"

namespace policy = angarium::policy;

namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines(1);
  for (char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back().push_back(c);
    }
  }
  return lines;
}

// Whether "QUANTIFIER:OPERATORIfExists" holds for these values; the operator is known by then.
bool holds(const policy::Operator& op, const std::string& wanted,
           const std::vector<std::string>& values) {
  auto condition = policy::Condition::parse("op", op, "x:y", {wanted}, true);
  policy::Request request{.context = {{"X:Y", values}}};
  return condition->holds(policy::Question(request));
}

void expect(bool what) {
  if (!what) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using policy::Quantifier;
  std::vector<std::string> lines = lines_of({reinterpret_cast<const char*>(data), size});
  if (lines.size() < 2 || lines.size() > 20) return 0;
  auto op = policy::parse_operator(lines[0]);
  if (!op) return 0;
  if (!policy::Condition::parse("op", *op, "x:y", {lines[1]}, true).ok()) return 0;
  std::vector<std::string> values(lines.begin() + 2, lines.end());
  static_cast<void>(holds(*op, lines[1], values));
  if (op->comparison == policy::Comparison::kAbsence) return 0;
  // A variable may name the key itself, and has no value when that has several.
  if (lines[1].find("${") != std::string::npos) return 0;

  policy::Operator plain = *op, negated = *op, all = *op, any = *op;
  plain.quantifier = negated.quantifier = Quantifier::kSingle;
  plain.negated = false;
  negated.negated = true;
  all.quantifier = Quantifier::kForAllValues;
  all.negated = false;
  any.quantifier = Quantifier::kForAnyValue;
  any.negated = true;
  any.if_exists = false;
  bool every = true;
  for (const std::string& value : values) {
    bool one = holds(plain, lines[1], {value});
    expect(holds(negated, lines[1], {value}) != one);
    every = every && one;
  }
  expect(holds(all, lines[1], values) == every);
  expect(holds(any, lines[1], values) == !every);
  plain.if_exists = true;
  expect(holds(plain, lines[1], {}));
  return 0;
}
