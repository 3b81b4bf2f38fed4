#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace angarium::pattern {

// The forms in which exact values are compared. Two scalars are equal when kind and bytes are.
enum class ValueKind : uint8_t {
  kString,   // decoded characters
  kNumber,   // the eight bytes of a double: every spelling of a comparable number
  kSpelled,  // a number that no double stands for exactly: its spelling
  kAddress,  // four or sixteen bytes: every spelling of an IP address
  kTrue,
  kFalse,
  kNull,
};

struct Value {
  ValueKind kind;
  std::string bytes;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 sees a pointer in a defaulted comparison
  friend auto operator<=>(const Value&, const Value&) = default;
};

// A JSON number is comparable when it is finite as a double and the shortest decimal of that double
// is the number written: 1.0 and 10e-1 are the same value, 9007199254740993 equals its own spelling
// only. (What AWS does since 2024: numbers compare as doubles, but never inexactly.) Never -0.
std::optional<double> comparable_number(std::string_view spelling);

// A JSON number as kNumber or, if not comparable, kSpelled.
Value number_value(std::string_view spelling);

// The address a string spells, into `bytes`; false when it spells none. Dotted quads (zeros in
// front allowed), IPv6 of hex digits and colons; an IPv4-mapped IPv6 address is the IPv4 one.
bool parse_address(std::string_view text, std::string& bytes);

}  // namespace angarium::pattern
