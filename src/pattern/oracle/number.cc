#include "pattern/oracle/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace angarium::pattern::oracle {
namespace {

// Beyond any double on either side, and far enough from overflow to calculate with.
constexpr long kExponentMax = 1'000'000'000;

long read_exponent(const std::string& text) {
  return std::clamp(std::strtol(text.c_str(), nullptr, 10), -kExponentMax, kExponentMax);
}

// The decimals of `count` digits next to a positive one of more, below and above.
Number cut(const Number& number, size_t count) {
  Number below = number;
  below.digits.resize(count);
  return below;
}
Number step_up(Number number) {
  size_t i = number.digits.size();
  while (i > 0 && number.digits[i - 1] == '9') number.digits[--i] = '0';
  if (i > 0) {
    ++number.digits[i - 1];
  } else {
    number.digits.insert(number.digits.begin(), '1');
    ++number.exponent;
  }
  return number;
}

// Of all decimals with as many digits, the one nearest to the double; it need not read back as the
// double: the numbers that do lie unevenly around a power of two.
Number nearest_with_as_many_digits(const Number& number) {
  double value = to_double(number);
  return read_number(fmt::format("{:.{}e}", value, number.digits.size() - 1));
}
std::string padded(const Number& number, size_t count) {
  return number.digits + std::string(count - number.digits.size(), '0');
}

}  // namespace

Number read_number(std::string_view spelling) {
  std::string text(spelling);
  Number number;
  number.negative = text[0] == '-';
  if (number.negative) text.erase(0, 1);
  size_t e = text.find_first_of("eE");
  if (e != std::string::npos) number.exponent = read_exponent(text.substr(e + 1));
  text.resize(std::min(e, text.size()));
  size_t point = std::min(text.find('.'), text.size());
  number.exponent += static_cast<long>(point);
  number.digits = text.substr(0, point);
  if (point < text.size()) number.digits += text.substr(point + 1);
  while (!number.digits.empty() && number.digits.front() == '0') {
    number.digits.erase(0, 1);
    --number.exponent;
  }
  while (!number.digits.empty() && number.digits.back() == '0') number.digits.pop_back();
  return number.digits.empty() ? Number{} : number;
}

double to_double(const Number& number) {
  if (number.digits.empty()) return 0;
  std::string text =
      fmt::format("{}0.{}e{}", number.negative ? "-" : "", number.digits, number.exponent);
  return std::strtod(text.c_str(), nullptr);
}

bool is_comparable(const Number& number) {
  if (number.digits.empty()) return true;
  double value = to_double(number);
  if (!std::isfinite(value) || value == 0) return false;
  size_t count = number.digits.size();
  if (count > 17) return false;
  // A shorter decimal of the same double would be one of the two neighbours with a digit less.
  Number shorter = cut(number, count - 1);
  bool has_shorter = to_double(shorter) == value || to_double(step_up(shorter)) == value;
  if (count > 1 && has_shorter) return false;
  Number nearest = nearest_with_as_many_digits(number);
  if (to_double(nearest) == value) return nearest == number;
  // Then it is the neighbour, on the side where there are any.
  auto follows = [count](Number low, const Number& high) {
    low.digits = padded(low, count);
    low = step_up(low);
    return read_number(fmt::format("0.{}e{}", low.digits, low.exponent)) ==
           read_number(fmt::format("0.{}e{}", high.digits, high.exponent));
  };
  return follows(nearest, number) || follows(number, nearest);
}

}  // namespace angarium::pattern::oracle
