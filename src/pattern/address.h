#pragma once

#include <array>
#include <cstddef>
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

// A range of addresses in its one form: the address with all but the first `bits` bits zero, then
// their number. Two ranges are the same, and an address is in a range, when these bytes are.
class Network {
 public:
  Network(std::string_view address, uint32_t bits);
  std::string_view bytes() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, 17> bytes_;
  size_t size_;
};

}  // namespace angarium::pattern
