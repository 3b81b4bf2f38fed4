#include "pattern/number.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "pattern/hash.h"

namespace angarium::pattern {
namespace {

constexpr size_t kDigitsMax = 19;        // any nineteen digits fit an uint64_t
constexpr uint64_t kShortestMax = 1e17;  // no shortest decimal of a double has more digits than 17
constexpr uint64_t kAlwaysShortest = 1e15;  // one of at most fifteen digits is always the shortest
// Doubles go from 4.9e-324 to 1.8e308, and nineteen digits reach no further than this.
constexpr int64_t kExponentMax = 400;
// Well within normal doubles, where fifteen digits never meet a coarser grid.
constexpr int32_t kHarmlessExponent = 270;

constexpr std::array<uint64_t, 20> kWholePowers = [] {
  std::array<uint64_t, 20> powers{1};
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

bool is_digit(char c) { return static_cast<uint8_t>(c - '0') < 10; }

// Of eight characters: zero up to the first that is no digit. A digit's high half is 3, and adding
// 6 to its low half does not carry.
uint64_t no_digits(uint64_t word) {
  constexpr uint64_t kHigh = 0xf0f0f0f0f0f0f0f0, kThrees = 0x3333333333333333;
  return ((word & kHigh) | (((word + 0x0606060606060606) & kHigh) >> 4)) ^ kThrees;
}

// The value of eight digits; bytes of zero count as such. Adds neighbours in pairs: 8 digits, 4
// pairs, 2 fours.
uint64_t value_of_eight(uint64_t word) {
  word = (word & 0x0f0f0f0f0f0f0f0f) * ((10 << 8) + 1) >> 8;
  word = (word & 0x00ff00ff00ff00ff) * ((100 << 16) + 1) >> 16;
  return (word & 0x0000ffff0000ffff) * ((uint64_t{10'000} << 32) + 1) >> 32;
}

// Appends a run of digits to `digits`, which wraps around when there are too many. `begin` is as
// far back as memory may be read.
const char* read_digits(const char* begin, const char* at, const char* end, uint64_t& digits) {
  if constexpr (std::endian::native == std::endian::little) {
    while (end - at >= 8) {
      const uint64_t word = load8(at);
      const uint64_t others = no_digits(word);
      if (others == 0) {
        digits = digits * 100'000'000 + value_of_eight(word);
        at += 8;
        continue;
      }
      const auto count = static_cast<size_t>(std::countr_zero(others)) / 8;
      if (count > 0)
        digits = digits * kWholePowers[count] + value_of_eight(word << (64 - 8 * count));
      return at + count;
    }
    auto rest = static_cast<size_t>(end - at);
    if (rest > 0 && rest < 8 && end - begin >= 8) {  // the eight that end here, zeros in front
      uint64_t mask = ~uint64_t{0} << (8 * (8 - rest));
      uint64_t word = (load8(end - 8) & mask) | (0x3030303030303030 & ~mask);
      if (no_digits(word) == 0) {
        digits = digits * kWholePowers[rest] + value_of_eight(word);
        return end;
      }
    }
  }
  for (; at != end && is_digit(*at); ++at) digits = digits * 10 + static_cast<uint64_t>(*at - '0');
  return at;
}

// What follows the `e`, as far as it is an exponent. So far out the exact figure no longer matters.
int64_t read_exponent(const char* at, const char* end) {
  bool negative = at != end && *at == '-';
  if (at != end && (negative || *at == '+')) ++at;
  int64_t value = 0;
  for (; at != end && is_digit(*at); ++at) {
    if (value < INT32_MAX) value = value * 10 + (*at - '0');
  }
  return negative ? -value : value;
}

// More than nineteen digits: zeros at both ends don't count. False when even so there are too many.
bool read_many_digits(const char* at, const char* end, uint64_t& digits, int64_t& exponent) {
  digits = 0;
  exponent = 0;
  size_t count = 0;
  int64_t zeros = 0;  // seen but not yet known to be inside the digits
  bool fraction = false;
  for (; at != end; ++at) {
    if (*at == '.') {
      fraction = true;
      continue;
    }
    exponent -= fraction;
    if (*at == '0') {
      zeros += count > 0;
      continue;
    }
    count += static_cast<size_t>(zeros) + 1;
    if (count > kDigitsMax) return false;
    for (; zeros > 0; --zeros) digits *= 10;
    digits = digits * 10 + static_cast<uint64_t>(*at - '0');
  }
  exponent += zeros;
  return true;
}

// digits x 10^exponent, rounded only once. Powers up to 10^22 are doubles.
constexpr int32_t kExactPowerMax = 22;
constexpr std::array<double, kExactPowerMax + 1> kPowers{
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// From 10^-22, which is rounded, to 10^22.
constexpr std::array<double, 2 * kExactPowerMax + 1> kPowersBothWays = [] {
  std::array<double, 2 * kExactPowerMax + 1> powers{};
  for (size_t i = 0; i < kPowers.size(); ++i) {
    powers[kExactPowerMax + i] = kPowers[i];
    powers[kExactPowerMax - i] = 1 / kPowers[i];
  }
  return powers;
}();

double exact_double(uint64_t digits, int32_t exponent) {
  auto number = static_cast<double>(digits);
  return exponent >= 0 ? number * kPowers[static_cast<size_t>(exponent)]
                       : number / kPowers[static_cast<size_t>(-exponent)];
}

// Sixteen or seventeen digits, as measured coordinates have: the shortest or not, decided without a
// way through text. Everything is counted in units of 1 / (10^places x 2^shift), in which the
// number, its double and half the distance to the next double are whole:
//
//      double                    half way
//   -----+-------------+------------|--------   another number of as many digits is nearer to the
//        |<- distance->|                        double, or one of fewer is within half the way:
//                    number                     not the shortest
enum class Shortest : uint8_t { kYes, kNo, kUnknown };

__extension__ using Wide = __int128;

Wide magnitude(Wide value) { return value < 0 ? -value : value; }

Shortest nearest_of_long(uint64_t digits, uint32_t places, double& number) {
  number = exact_double(digits, -static_cast<int32_t>(places));  // or one of its neighbours
  auto bits = std::bit_cast<uint64_t>(number);
  constexpr uint64_t kFractionMask = (uint64_t{1} << 52) - 1;
  Wide mantissa = static_cast<Wide>((bits & kFractionMask) | (kFractionMask + 1));
  int32_t shift = 1075 - static_cast<int32_t>(bits >> 52);
  Wide step = kWholePowers[std::min(places, 19U)];
  if (places > 19) step *= kWholePowers[places - 19];
  if (shift < 0) step <<= -shift;
  Wide unit = shift > 0 ? Wide{1} << shift : Wide{1};
  Wide distance = static_cast<Wide>(digits) * unit - mantissa * step;
  for (; 2 * distance > step; distance -= step) ++mantissa;
  for (; 2 * distance < -step; distance += step) --mantissa;
  // At a power of two the next double below is nearer; ties have rules of their own. Both are rare.
  if (mantissa <= kFractionMask + 1 || mantissa > 2 * kFractionMask) return Shortest::kUnknown;
  if (2 * magnitude(distance) == step || 2 * magnitude(distance) == unit) return Shortest::kUnknown;
  bits = (bits & ~kFractionMask) | (static_cast<uint64_t>(mantissa) & kFractionMask);
  number = std::bit_cast<double>(bits);
  if (2 * magnitude(distance) > unit) return Shortest::kNo;
  // The neighbours of fewer digits; at half the way itself, doubles of even mantissa win.
  Wide half = mantissa % 2 == 0 ? step : step - 1;
  Wide last = static_cast<Wide>(digits % 10);
  bool fewer = 2 * magnitude(distance - last * unit) <= half ||
               2 * magnitude(distance + (10 - last) * unit) <= half;
  return fewer ? Shortest::kNo : Shortest::kYes;
}

// The nearest double, the long way; false when there is no finite one, or it is zero.
bool read_double(const Decimal& decimal, double& number) {
  std::array<char, 40> text;
  char* at = std::to_chars(text.begin(), text.end(), decimal.digits).ptr;
  *at++ = 'e';
  at = std::to_chars(at, text.end(), decimal.exponent).ptr;
  auto [end, error] = std::from_chars(text.begin(), at, number);
  return error == std::errc{} && number != 0 && !std::isinf(number);
}

// Whether the decimal, without its sign, is the shortest of its nearest double.
bool shortest_of_double(const Decimal& decimal, double& number) {
  if (decimal.digits >= kAlwaysShortest && decimal.exponent <= 0 &&
      decimal.exponent >= -kExactPowerMax) {
    auto places = static_cast<uint32_t>(-decimal.exponent);
    Shortest shortest = nearest_of_long(decimal.digits, places, number);
    if (shortest != Shortest::kUnknown) return shortest == Shortest::kYes;
  }
  if (!read_double(decimal, number)) return false;
  bool harmless =
      decimal.digits < kAlwaysShortest && std::abs(decimal.exponent) <= kHarmlessExponent;
  if (harmless) return true;
  std::array<char, 40> text;
  auto [end, error] =
      std::to_chars(text.begin(), text.end(), number, std::chars_format::scientific);
  auto shortest = parse_decimal({text.data(), static_cast<size_t>(end - text.data())});
  return shortest && shortest->digits == decimal.digits && shortest->exponent == decimal.exponent;
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view spelling) {
  const char* at = spelling.data();
  const char* end = at + spelling.size();
  Decimal decimal;
  decimal.negative = at != end && *at == '-';
  at += decimal.negative;
  const char* first = at;
  int64_t exponent = 0;
  at = read_digits(first, at, end, decimal.digits);
  if (at != end && *at == '.') {
    const char* fraction = ++at;
    at = read_digits(first, at, end, decimal.digits);
    exponent = fraction - at;
  }
  if (static_cast<size_t>(at - first) > kDigitsMax &&
      !read_many_digits(first, at, decimal.digits, exponent)) {
    return std::nullopt;
  }
  if (decimal.digits == 0) return Decimal{};
  if (at != end) exponent += read_exponent(at + 1, end);
  while (decimal.digits % 10 == 0) {
    decimal.digits /= 10;
    ++exponent;
  }
  if (exponent > kExponentMax || exponent < -kExponentMax) return std::nullopt;
  decimal.exponent = static_cast<int32_t>(exponent);
  return decimal;
}

std::optional<LeadingDigits> leading_digits(std::string_view spelling) {
  if constexpr (std::endian::native != std::endian::little) return std::nullopt;
  const bool negative = !spelling.empty() && spelling.front() == '-';
  const char* at = spelling.data() + (negative ? 1 : 0);
  const size_t size = spelling.size() - (negative ? 1 : 0);
  constexpr size_t kWords = 3;
  if (size < 8 || size > 8 * kWords) return std::nullopt;
  const uint64_t word = load8(at);
  const size_t whole = static_cast<size_t>(std::countr_zero(no_digits(word))) / 8;
  if (whole == 0 || whole > 6 || at[whole] != '.' || *at == '0') return std::nullopt;
  // Seven digits, when the point is taken out.
  const uint64_t before = (uint64_t{1} << (8 * whole)) - 1;
  const uint64_t digits = (word & before) | ((word >> 8) & ~before);
  // An exponent behind them would change everything.
  uint64_t others = no_digits(digits | uint64_t{'0'} << 56);
  if (size > 8) others |= no_digits(load8(at + size - 8));
  // Once more the same, rather than a branch: lengths about sixteen digits vary.
  if (size > 12) others |= no_digits(load8(at + std::min<size_t>(8, size - 8)));
  if (others != 0) return std::nullopt;
  return LeadingDigits{static_cast<uint32_t>(value_of_eight(digits << 8)),
                       static_cast<uint32_t>(whole), negative};
}

std::optional<LeadingDigits> leading_digits(const Decimal& decimal) {
  constexpr uint64_t kLeast = 1'000'000;
  if (decimal.digits == 0) return std::nullopt;
  uint64_t digits = decimal.digits;
  int32_t whole = decimal.exponent + 7;
  for (; digits < kLeast; digits *= 10) --whole;
  for (; digits >= 10 * kLeast; digits /= 10) ++whole;
  if (whole < 1 || whole > 6) return std::nullopt;
  return LeadingDigits{static_cast<uint32_t>(digits), static_cast<uint32_t>(whole),
                       decimal.negative};
}

std::optional<double> comparable_number(const Decimal& decimal) {
  if (decimal.digits == 0) return 0.0;
  if (decimal.digits >= kShortestMax) return std::nullopt;
  double number = 0;
  if (decimal.digits < kAlwaysShortest && std::abs(decimal.exponent) <= kExactPowerMax) {
    number = exact_double(decimal.digits, decimal.exponent);
  } else if (!shortest_of_double(decimal, number)) {
    return std::nullopt;
  }
  return decimal.negative ? -number : number;
}

std::optional<double> comparable_number(std::string_view spelling) {
  std::optional<Decimal> decimal = parse_decimal(spelling);
  if (!decimal) return std::nullopt;
  return comparable_number(*decimal);
}

void NumberMemo::read(std::string_view spelling) {
  const std::optional<LeadingDigits> leading = leading_digits(spelling);
  return leading ? know(*leading) : know(parse_decimal(spelling), spelling);
}

void NumberMemo::know(const LeadingDigits& leading) {
  const double unit = kPowersBothWays[static_cast<size_t>(kExactPowerMax - 7) + leading.whole];
  // Both rounded twice, each time by 2^-53 at most.
  const double low = static_cast<double>(leading.digits) * unit * (1 - 0x1p-50);
  const double high = static_cast<double>(leading.digits + 1) * unit * (1 + 0x1p-50);
  low_ = leading.negative ? -high : low;
  high_ = leading.negative ? -low : high;
  state_ = State::kRough;
}

void NumberMemo::know(const std::optional<Decimal>& decimal, std::string_view spelling) {
  state_ = State::kIncomparable;
  if (!decimal || decimal->digits >= kShortestMax) return;
  if (std::abs(decimal->exponent) > kExactPowerMax) return decide(spelling);
  const auto digits = static_cast<double>(decimal->digits);
  const double size =
      digits * kPowersBothWays[static_cast<size_t>(kExactPowerMax + int64_t{decimal->exponent})];
  const double number = decimal->negative ? -size : size;
  // Rounded three times, each time by 2^-53 of it at most: 2^-51, with room.
  const double slack = size * 0x1p-51;
  low_ = number - slack;
  high_ = number + slack;
  state_ = State::kRough;
}

void NumberMemo::decide(std::string_view spelling) {
  const std::optional<double> number = comparable_number(spelling);
  state_ = number ? State::kComparable : State::kIncomparable;
  if (number) low_ = high_ = *number;
}

NumberKey number_key(const Decimal& decimal) {
  NumberKey key;
  std::memcpy(key.data(), &decimal.digits, sizeof(decimal.digits));
  int32_t rest = decimal.exponent * 2 + (decimal.negative ? 1 : 0);
  std::memcpy(key.data() + sizeof(decimal.digits), &rest, sizeof(rest));
  return key;
}

Decimal decimal_of_key(std::string_view key) {
  Decimal decimal;
  int32_t rest = 0;
  std::memcpy(&decimal.digits, key.data(), sizeof(decimal.digits));
  std::memcpy(&rest, key.data() + sizeof(decimal.digits), sizeof(rest));
  decimal.exponent = rest >> 1;
  decimal.negative = (rest & 1) != 0;
  return decimal;
}

std::string pack(const Range& range) {
  std::string operand(2 * sizeof(double) + 1, '\0');
  std::memcpy(operand.data(), &range.low, sizeof(double));
  std::memcpy(operand.data() + sizeof(double), &range.high, sizeof(double));
  operand.back() = static_cast<char>((range.low_included ? 1 : 0) | (range.high_included ? 2 : 0));
  return operand;
}

Range unpack_range(std::string_view operand) {
  Range range;
  std::memcpy(&range.low, operand.data(), sizeof(double));
  std::memcpy(&range.high, operand.data() + sizeof(double), sizeof(double));
  range.low_included = (operand.back() & 1) != 0;
  range.high_included = (operand.back() & 2) != 0;
  return range;
}

}  // namespace angarium::pattern
