#include "pattern/cidr.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "pattern/address.h"
#include "pattern/token_reader.h"

namespace angarium::pattern {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Four groups of digits, whatever their value.
bool has_ipv4_shape(std::string_view text) {
  for (int group = 0; group < 4; ++group) {
    if (group > 0) {
      if (!text.starts_with('.')) return false;
      text.remove_prefix(1);
    }
    if (text.empty() || !is_digit(text[0])) return false;
    while (!text.empty() && is_digit(text[0])) text.remove_prefix(1);
  }
  return text.empty();
}

// Hexadecimal digits and colons, however many.
bool has_ipv6_shape(std::string_view text) {
  return text.find(':') != std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return c == ':' || is_hex_digit(c); });
}

// As Java reads an int: a sign of either kind and zeros in front are allowed.
base::Result<int> mask_bits(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  int bits = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  bool two_signs = text.starts_with("+-");
  if (error != std::errc{} || end != digits.data() + digits.size() || two_signs) {
    return refused("Malformed CIDR, mask bits must be an integer");
  }
  if (bits < 0) return refused("Malformed CIDR, mask bits must not be negative");
  return bits;
}

}  // namespace

base::Result<std::string> cidr_operand(std::string_view text) {
  // AWS splits at the slashes and doesn't see empty parts at the end: `10.0.0.0/8/` is accepted.
  while (text.ends_with('/')) text.remove_suffix(1);
  size_t slash = text.find('/');
  if (slash == std::string_view::npos || text.find('/', slash + 1) != std::string_view::npos) {
    return refused("Malformed CIDR, one '/' required");
  }
  AG_TRY(bits, mask_bits(text.substr(slash + 1)));
  std::string_view spelling = text.substr(0, slash);
  Address address;
  if (!parse_address(spelling, address)) {
    bool shaped = has_ipv4_shape(spelling) || has_ipv6_shape(spelling);
    return refused(fmt::format("{} IP address: {}", shaped ? "Invalid" : "Nonstandard", spelling));
  }
  // The whole address is no range; that is what a plain string is for.
  if (address.length == 4 && bits > 31) return refused("IPv4 mask bits must be < 32");
  if (bits > 127) return refused("IPv6 mask bits must be < 128");
  return std::string(Network(address.view(), static_cast<uint32_t>(bits)).bytes());
}

}  // namespace angarium::pattern
