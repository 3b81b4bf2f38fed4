#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace angarium::delivery::targets {

// Where a call goes: the URL of an API destination or of an authorization endpoint, taken apart.
struct Endpoint {
  bool is_secure = true;
  std::string host = {};  // a name or an IPv4 address, lower case
  uint16_t port = 443;
  std::string path = {};   // begins with `/`, as given; may have `*` for parameters
  std::string query = {};  // as given, without `?`; empty: none

  // What a Host field says: the port only where it isn't the scheme's own.
  std::string authority() const;
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// "https://host[:port]/path?query". Refused (kEndpoint, with the reason) are other schemes, user
// names, fragments, and what no request line or Host field could carry. Plain http:// only where
// `allow_plaintext` says so: AWS knows none.
base::Result<Endpoint> parse_endpoint(std::string_view url, bool allow_plaintext);

}  // namespace angarium::delivery::targets
