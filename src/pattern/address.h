#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace angarium::pattern {

// An IP address: the first four or all sixteen bytes count.
struct Address {
  std::array<char, 16> bytes;
  uint8_t length = 0;  // 4 or 16

  std::string_view view() const { return {bytes.data(), length}; }
};

// The address a string spells; false when it spells none. Dotted quads (zeros in front allowed),
// IPv6 of hex digits and colons, no zone, no dotted tail; an IPv4-mapped IPv6 address is the IPv4
// one.
bool parse_address(std::string_view text, Address& address);

}  // namespace angarium::pattern
