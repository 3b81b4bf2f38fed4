#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace angarium::http {

// Where connections may go that this server opens on somebody else's word. Public addresses only,
// unless a network is allowed: what is loopback, link-local, private, shared, multicast or reserved
// is the server's own neighbourhood (a metadata service, a database without a password). Asked
// about the address that is connected to, after the name was resolved. A plain value.
class AddressRule {
 public:
  AddressRule() = default;
  // `allowed` as "10.1.0.0/16", "fd00::/8" or single addresses. kAddressRefused names the first
  // that is none of these.
  static base::Result<AddressRule> make(const std::vector<std::string>& allowed);

  // False for what is no IP address, too. IPv4 inside IPv6 counts as IPv4.
  bool permits(std::string_view address) const;

 private:
  using Address = std::array<uint8_t, 16>;  // IPv4 as ::ffff:a.b.c.d
  struct Network {
    Address address;
    int prefix_bits;
    bool contains(const Address& other) const;
  };
  static bool parse(std::string_view text, Address& address, bool& is_v4);
  static bool parse(std::string_view text, Network& network);
  static const std::vector<Network>& neighbourhood();

  std::vector<Network> allowed_;
};

}  // namespace angarium::http
