#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "pattern/hash.h"

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

// What most fractions tell without being read to their end: the first seven digits of a number from
// 1 to under a million. Equal numbers have equal ones, if any.
struct LeadingDigits {
  uint32_t digits;  // seven, the first no zero
  uint32_t whole;   // of these are before the point
  bool negative;

  // One of 64 bits, for a set that says which numbers are surely not in it.
  uint64_t bit() const { return uint64_t{1} << (mix(digits ^ kHashStep, kHashEnd ^ whole) >> 58); }
};
// None when it is spelled in another way, or short: that is read as quickly.
std::optional<LeadingDigits> leading_digits(std::string_view spelling);
// None when no spelling of it has any.
std::optional<LeadingDigits> leading_digits(const Decimal& decimal);

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

// What testing one number against many ranges needs, found out step by step, each step once: most
// ranges are decided by a rough idea of the number, and whether it is comparable at all is only
// asked of a number that would be inside. Always with the same spelling.
class NumberMemo {
 public:
  // Whether the number is comparable and in the range.
  bool in(const Range& range, std::string_view spelling) {
    if (state_ == State::kUnread) read(spelling);
    if (state_ <= State::kIncomparable || low_ > range.high || high_ < range.low) return false;
    return surely_in(range, spelling);
  }
  // Bounds of the nearest double, very close or the same; false when the number isn't comparable.
  bool bounds(double& low, double& high, std::string_view spelling) {
    if (state_ == State::kUnread) read(spelling);
    low = low_;
    high = high_;
    return state_ > State::kIncomparable;
  }
  // The number itself, if it is comparable.
  bool exact(double& number, std::string_view spelling) {
    if (state_ == State::kUnread) read(spelling);
    if (state_ == State::kRough) decide(spelling);
    number = low_;
    return state_ == State::kComparable;
  }
  // Makes the bounds one, if the number is comparable.
  void decide(std::string_view spelling);
  // Spares it the reading: what parse_decimal() gave.
  void know(const std::optional<Decimal>& decimal, std::string_view spelling);
  void know(const LeadingDigits& leading);

 private:
  enum class State : uint8_t { kUnread, kIncomparable, kRough, kComparable };

  void read(std::string_view spelling);
  bool surely_in(const Range& range, std::string_view spelling) {
    if (state_ == State::kRough) decide(spelling);
    return state_ == State::kComparable && range.contains(low_);
  }

  double low_ = 0;
  double high_ = 0;
  State state_ = State::kUnread;
};

}  // namespace angarium::pattern
