#include "http/address_rule.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/assert.h"
#include "http/error.h"

namespace angarium::http {

namespace {

// Source: IANA's special-purpose address registries (RFC 6890), and RFC 4291 for multicast. 64:ff9b
// and 2002 carry IPv4 addresses that a gateway would go on to; Teredo (2001::/32) hides one.
constexpr const char* kNeighbourhood[] = {
    "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
    "::/128",        "::1/128",         "64:ff9b::/96",   "64:ff9b:1::/48", "100::/64",
    "2001::/23",     "2001:db8::/32",   "2002::/16",      "fc00::/7",       "fe80::/10",
    "fec0::/10",     "ff00::/8"};

}  // namespace

bool AddressRule::parse(std::string_view text, Address& address, bool& is_v4) {
  const std::string literal(text);
  in_addr v4{};
  is_v4 = inet_pton(AF_INET, literal.c_str(), &v4) == 1;
  if (!is_v4) return inet_pton(AF_INET6, literal.c_str(), address.data()) == 1;
  address = {};
  address[10] = address[11] = 0xff;
  std::memcpy(address.data() + 12, &v4, sizeof v4);
  return true;
}

bool AddressRule::parse(std::string_view text, Network& network) {
  const size_t slash = text.find('/');
  bool is_v4 = false;
  if (!parse(text.substr(0, slash), network.address, is_v4)) return false;
  const int bits = is_v4 ? 32 : 128;
  int prefix = bits;
  if (slash != std::string_view::npos) {
    const char* end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data() + slash + 1, end, prefix);
    if (failure != std::errc() || stop != end || prefix < 0 || prefix > bits) return false;
  }
  network.prefix_bits = prefix + 128 - bits;
  return true;
}

bool AddressRule::Network::contains(const Address& other) const {
  const int whole = prefix_bits / 8;
  if (!std::equal(other.begin(), other.begin() + whole, address.begin())) return false;
  const int rest = prefix_bits % 8;
  if (rest == 0) return true;
  const auto index = static_cast<size_t>(whole);
  return (other[index] ^ address[index]) >> (8 - rest) == 0;
}

const std::vector<AddressRule::Network>& AddressRule::neighbourhood() {
  static const std::vector<Network> networks = [] {
    std::vector<Network> all;
    for (const char* text : kNeighbourhood) {
      const bool parsed = parse(text, all.emplace_back());
      AG_ASSERT(parsed);
    }
    return all;
  }();
  return networks;
}

base::Result<AddressRule> AddressRule::make(const std::vector<std::string>& allowed) {
  AddressRule rule;
  for (const std::string& text : allowed) {
    if (parse(text, rule.allowed_.emplace_back())) continue;
    return base::Error{HttpError::kAddressRefused,
                       "`" + text + "` is neither an IP address nor a network such as 10.0.0.0/8"};
  }
  return rule;
}

bool AddressRule::permits(std::string_view address) const {
  Address parsed{};
  bool is_v4 = false;
  if (!parse(address, parsed, is_v4)) return false;
  const auto holds = [&](const Network& network) { return network.contains(parsed); };
  if (std::any_of(allowed_.begin(), allowed_.end(), holds)) return true;
  return std::none_of(neighbourhood().begin(), neighbourhood().end(), holds);
}

}  // namespace angarium::http
