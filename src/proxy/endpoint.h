#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace angarium::proxy {

// Where a client wants to go. A plain value.
struct Endpoint {
  std::string host;  // lower case, without a final dot; an IPv6 address without its brackets
  uint16_t port = 0;

  std::string text() const;  // "host:443", "[::1]:443"
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// A name of letters, digits, dashes and underscores in labels of at most 63, 253 in all (RFC 1035);
// or an IPv4 address, which is spelt like one.
bool is_host_name(std::string_view text);

// "host:port" and "[v6]:port", as CONNECT has it; with `default_port` the port may be missing. None
// for anything else: no user, no path, no port 0, no spaces.
std::optional<Endpoint> parse_endpoint(std::string_view text,
                                       std::optional<uint16_t> default_port = std::nullopt);

// An absolute-form target, "http://host[:port]/path?query", taken apart.
struct AbsoluteTarget {
  Endpoint endpoint;
  std::string origin_form;  // "/path?query"
  bool https = false;
};
// Whether it begins like one; the parser says whether it is.
bool is_absolute(std::string_view target);
std::optional<AbsoluteTarget> parse_absolute(std::string_view target);

}  // namespace angarium::proxy
