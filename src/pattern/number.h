#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace angarium::pattern {

// A decimal in its one normal form: digits x 10^exponent, digits without a zero at its end. Zero is
// 0 x 10^0 and never negative.
struct Decimal {
  uint64_t digits = 0;
  int32_t exponent = 0;
  bool negative = false;

  friend bool operator==(const Decimal&, const Decimal&) = default;
};

// A JSON number's spelling as a Decimal; none when it has more than nineteen significant digits (no
// comparable number has) or an exponent beyond any double's. `spelling` must be a JSON number.
std::optional<Decimal> parse_decimal(std::string_view spelling);

// A JSON number is comparable when it is finite as a double and the shortest decimal of that double
// is the number written: 1.0 and 10e-1 are the same value, 9007199254740993 equals its own spelling
// only. (What AWS does since 2024: numbers compare as doubles, but never inexactly.) Never -0.
//
// So two comparable numbers are equal as doubles exactly when they are equal as Decimals, and
// finding a number among others takes no conversion.
std::optional<double> comparable_number(std::string_view spelling);
std::optional<double> comparable_number(const Decimal& decimal);

// What testing one number against many ranges needs, found out once.
class NumberMemo {
 public:
  // The nearest double; none when that is not finite, or zero for a number that isn't.
  std::optional<double> nearest(std::string_view spelling) {
    if (state_ == State::kUnread) read(spelling);
    if (state_ == State::kNoDouble) return std::nullopt;
    return nearest_;
  }
  // Whether it is comparable, and so its value the nearest double.
  bool comparable(std::string_view spelling) {
    if (state_ <= State::kNearest) decide(spelling);
    return state_ == State::kComparable;
  }

 private:
  enum class State : uint8_t { kUnread, kNearest, kNoDouble, kIncomparable, kComparable };

  void read(std::string_view spelling);
  void decide(std::string_view spelling);

  double nearest_ = 0;
  State state_ = State::kUnread;
};

// The bytes under which a comparable number is compared and looked up.
using NumberKey = std::array<char, 12>;
NumberKey number_key(const Decimal& decimal);
Decimal decimal_of_key(std::string_view key);

// What `numeric` asks for: an interval of doubles. Bounds are comparable numbers or infinite.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_included = false;
  bool high_included = false;

  bool contains(double number) const {
    return (low < number || (low_included && low == number)) &&
           (number < high || (high_included && number == high));
  }
};
std::string pack(const Range& range);
Range unpack_range(std::string_view operand);

}  // namespace angarium::pattern
