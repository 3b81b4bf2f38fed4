#include "pattern/value.h"

#include <array>
#include <bit>
#include <charconv>
#include <cstring>

namespace angarium::pattern {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A decimal in its one normal form: digits x 10^exponent, no zero at either end of the digits.
struct Decimal {
  // No shortest decimal of a double is longer.
  static constexpr size_t kDigitsMax = 17;
  std::array<char, kDigitsMax> digits{};
  size_t count = 0;
  int64_t exponent = 0;
  bool too_long = false;

  void add(char digit) {
    if (count == kDigitsMax) {
      too_long = true;
    } else {
      digits[count++] = digit;
    }
  }
  bool operator==(const Decimal&) const = default;
};

int64_t parse_exponent(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] == '+') text.remove_prefix(1);
  int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  // Beyond 64 bits the exact figure no longer matters: no double is near.
  if (error != std::errc{}) return text[0] == '-' ? INT32_MIN : INT32_MAX;
  return value;
}

// The sign is left to the caller.
Decimal decompose(std::string_view spelling) {
  Decimal decimal;
  size_t at = 0;
  int64_t zeros = 0;  // seen but not yet known to be inside the digits
  bool fraction = false;
  for (; at < spelling.size(); ++at) {
    char c = spelling[at];
    if (c == 'e' || c == 'E') break;
    if (c == '.') fraction = true;
    if (!is_digit(c)) continue;
    if (fraction) --decimal.exponent;
    if (c == '0') {
      if (decimal.count > 0) ++zeros;
      continue;
    }
    for (; zeros > 0 && !decimal.too_long; --zeros) decimal.add('0');
    decimal.add(c);
    if (decimal.too_long) return decimal;
  }
  decimal.exponent += zeros;
  if (at < spelling.size()) decimal.exponent += parse_exponent(spelling.substr(at + 1));
  return decimal;
}

// Integers of at most fifteen digits: every one is a double, and its own shortest decimal.
bool parse_small_integer(std::string_view spelling, double& number) {
  if (spelling.size() > 15) return false;
  int64_t value = 0;
  auto [end, error] = std::from_chars(spelling.data(), spelling.data() + spelling.size(), value);
  if (error != std::errc{} || end != spelling.data() + spelling.size()) return false;
  number = static_cast<double>(value);
  return true;
}

bool parse_quad(std::string_view text, std::array<uint8_t, 4>& address) {
  if (text.size() > 15) return false;  // "255.255.255.255"
  for (size_t part = 0; part < 4; ++part) {
    uint32_t value = 0;
    size_t digits = 0;
    for (; digits < text.size() && is_digit(text[digits]); ++digits) {
      value = value * 10 + static_cast<uint32_t>(text[digits] - '0');
      if (value > 255) return false;
    }
    if (digits == 0) return false;
    address[part] = static_cast<uint8_t>(value);
    text.remove_prefix(digits);
    if (part == 3) break;
    if (!text.starts_with('.')) return false;
    text.remove_prefix(1);
  }
  return text.empty();
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Eight groups, or fewer with one `::` for the zeros left out. Zeros in front of a group don't
// count.
bool parse_groups(std::string_view text, std::array<uint16_t, 8>& groups) {
  size_t count = 0;
  int gap = -1;  // where the `::` stands
  size_t at = 0;
  if (text.starts_with(':') && !text.starts_with("::")) return false;
  while (at < text.size()) {
    if (text.substr(at).starts_with("::")) {
      if (gap >= 0) return false;
      gap = static_cast<int>(count);
      at += 2;
      continue;
    }
    if (count > 0 && gap != static_cast<int>(count)) {
      if (text[at] != ':') return false;
      ++at;
    }
    uint32_t value = 0;
    size_t start = at;
    for (; at < text.size() && hex_digit(text[at]) >= 0; ++at) {
      value = value * 16 + static_cast<uint32_t>(hex_digit(text[at]));
      if (value > 0xffff) return false;
    }
    if (at == start || count == 8) return false;
    groups[count++] = static_cast<uint16_t>(value);
  }
  if (gap < 0) return count == 8;
  if (count == 8) return false;
  size_t after = count - static_cast<size_t>(gap);
  for (size_t i = 0; i < 8 - static_cast<size_t>(gap); ++i) {
    groups[7 - i] = i < after ? groups[count - 1 - i] : 0;
  }
  return true;
}

}  // namespace

std::optional<double> comparable_number(std::string_view spelling) {
  double number = 0;
  if (parse_small_integer(spelling, number)) return number == 0 ? 0.0 : number;
  Decimal written = decompose(spelling);
  if (written.too_long) return std::nullopt;
  if (written.count == 0) return 0.0;
  auto [end, error] = std::from_chars(spelling.data(), spelling.data() + spelling.size(), number);
  if (error != std::errc{}) return std::nullopt;
  std::array<char, 32> shortest;
  auto [last, problem] =
      std::to_chars(shortest.begin(), shortest.end(), number, std::chars_format::scientific);
  Decimal nearest = decompose({shortest.data(), static_cast<size_t>(last - shortest.data())});
  if (nearest != written) return std::nullopt;
  return number;
}

Value number_value(std::string_view spelling) {
  std::optional<double> number = comparable_number(spelling);
  if (!number) return {ValueKind::kSpelled, std::string(spelling)};
  std::string bytes(sizeof(double), '\0');
  std::memcpy(bytes.data(), &*number, sizeof(double));
  return {ValueKind::kNumber, std::move(bytes)};
}

bool parse_address(std::string_view text, std::string& bytes) {
  bytes.clear();
  std::array<uint8_t, 4> quad;
  if (parse_quad(text, quad)) {
    bytes.assign(quad.begin(), quad.end());
    return true;
  }
  std::array<uint16_t, 8> groups{};
  if (text.find(':') == std::string_view::npos || !parse_groups(text, groups)) return false;
  for (uint16_t group : groups) {
    bytes += static_cast<char>(group >> 8);
    bytes += static_cast<char>(group & 0xff);
  }
  static constexpr std::string_view kMapped("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
  if (bytes.starts_with(kMapped)) bytes.erase(0, kMapped.size());
  return true;
}

}  // namespace angarium::pattern
