#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The values of conditions that are compared as something else than text. Each parse() gives none
// for what isn't one: such a value satisfies no positive operator.

namespace angarium::policy {

// A decimal number of any length, compared exactly: 10 = 10.0 = 1e1.
class Decimal {
 public:
  static std::optional<Decimal> parse(std::string_view text);

  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
  friend bool operator==(const Decimal& a, const Decimal& b) = default;

 private:
  // The value is 0.DIGITS * 10^exponent_; digits_ neither begins nor ends with 0, and is empty for
  // zero, of which there is one.
  bool negative_ = false;
  int64_t exponent_ = 0;
  std::string digits_;
};

// A moment: a W3C form of ISO 8601 (year, month, day, or with a time and an offset), or seconds
// since 1970. Four digits are a year.
// Source: IAM user guide, "Date condition operators"; W3C note "Date and Time Formats".
struct Instant {
  int64_t seconds = 0;
  int32_t nanoseconds = 0;

  static std::optional<Instant> parse(std::string_view text);
  friend auto operator<=>(const Instant&, const Instant&) = default;
};

// An IPv4 or IPv6 address, or a range of them; the two families never meet.
struct AddressRange {
  std::array<uint8_t, 16> bytes = {};
  int bits = 0;  // of the family: 32 or 128
  int prefix_bits = 0;

  // "10.0.0.0/8"; without a prefix the address alone. Bits behind the prefix don't count.
  static std::optional<AddressRange> parse(std::string_view text);
  bool contains(const AddressRange& address) const;  // itself without a prefix
};

// RFC 4648's base64 with its padding.
std::optional<std::string> parse_base64(std::string_view text);

// "true" or "false", in any letter case.
std::optional<bool> parse_boolean(std::string_view text);

}  // namespace angarium::policy
