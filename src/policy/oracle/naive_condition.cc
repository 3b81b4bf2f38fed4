#include "policy/oracle/naive_condition.h"

#include <algorithm>

#include "policy/oracle/naive_text.h"
#include "policy/oracle/naive_values.h"

namespace angarium::policy::oracle {
namespace {

bool in_order(const std::string& name, double value, double wanted) {
  if (name.ends_with("LessThan")) return value < wanted;
  if (name.ends_with("LessThanEquals")) return value <= wanted;
  if (name.ends_with("GreaterThan")) return value > wanted;
  if (name.ends_with("GreaterThanEquals")) return value >= wanted;
  return value == wanted;
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): in the order of a policy's test
bool text_fits(const std::string& name, const std::string& value, const std::string& wanted,
               bool variables, const NaiveRequest& request) {
  auto signs = expand(wanted, variables, request);
  if (!signs) return false;
  if (name == "StringLike") return like(*signs, value);
  if (name == "StringEquals") return same(*signs, value);
  // What ignores letter case: both in lower case. (No variable's value in the vocabulary has case
  // that lower_case() and the characters would disagree on.)
  for (Sign& sign : *signs) {
    bool latin = sign.character >= 0xC0 && sign.character <= 0xDE && sign.character != 0xD7;
    bool ascii = sign.character >= U'A' && sign.character <= U'Z';
    if (latin || ascii) sign.character += 32;
  }
  return same(*signs, lower_case(value));
}

// One value against one value, for an operator without any "Not".
bool fits(const std::string& name, const std::string& value, const std::string& wanted,
          bool variables, const NaiveRequest& request) {
  if (name.starts_with("String")) return text_fits(name, value, wanted, variables, request);
  if (name.starts_with("Numeric")) {
    auto a = number_of(value), b = number_of(wanted);
    return a && b && in_order(name, *a, *b);
  }
  if (name.starts_with("Date")) {
    auto a = date_of(value), b = date_of(wanted);
    return a && b && in_order(name, *a, *b);
  }
  if (name == "Bool") {
    std::string boolean = lower_case(value);
    return (boolean == "true" || boolean == "false") &&
           text_fits(name, value, wanted, variables, request);
  }
  if (name == "BinaryEquals") {
    auto a = base64_bits(value), b = base64_bits(wanted);
    return a && b && *a == *b;
  }
  if (name == "IpAddress") return in_range(value, wanted);
  return like_arn(wanted, value, variables, request);
}

bool strip(std::string& name, const std::string& part) {
  size_t at = name.find(part);
  if (at == std::string::npos) return false;
  name.erase(at, part.size());
  return true;
}

}  // namespace

bool condition_holds(const std::string& operator_name, const std::string& key,
                     const std::vector<std::string>& wanted, bool variables,
                     const NaiveRequest& request) {
  std::vector<std::string> values = request.values(key);
  if (operator_name == "Null") {
    std::string answer = values.empty() ? "true" : "false";
    return std::count_if(wanted.begin(), wanted.end(),
                         [&](const std::string& w) { return lower_case(w) == answer; }) > 0;
  }
  std::string name = operator_name;
  bool for_all = strip(name, "ForAllValues:");
  bool for_any = strip(name, "ForAnyValue:");
  bool if_exists = strip(name, "IfExists");
  bool negated = strip(name, "Not");
  if (values.empty()) return for_all || if_exists || (negated && !for_any);
  if (!for_all && !for_any && values.size() > 1) return negated;
  size_t passed = 0;
  for (const std::string& value : values) {
    bool some = false;
    for (const std::string& w : wanted) some = some || fits(name, value, w, variables, request);
    if (some != negated) ++passed;
  }
  return for_any ? passed > 0 : passed == values.size();
}

}  // namespace angarium::policy::oracle
