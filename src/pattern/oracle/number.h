#pragma once

#include <string>
#include <string_view>

namespace angarium::pattern::oracle {

// A decimal without the freedom of its spelling: 0.digits x 10^exponent, no zero at either end of
// the digits. Zero has none, no exponent and no sign.
struct Number {
  bool negative = false;
  std::string digits;
  long exponent = 0;

  friend bool operator==(const Number&, const Number&) = default;
};
Number read_number(std::string_view spelling);

double to_double(const Number& number);

// Whether it is finite as a double and the shortest decimal of that double.
bool is_comparable(const Number& number);

}  // namespace angarium::pattern::oracle
