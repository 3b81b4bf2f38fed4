#pragma once

#include <span>
#include <string_view>

#include "base/id.h"
#include "base/time.h"
#include "sigv4/authorization.h"
#include "sigv4/signing_key.h"

namespace angarium::sigv4 {

// What the server knows when it looks at a signature.
struct Expected {
  base::Time now;
  std::string_view service;               // that the request is for
  std::span<const base::Region> regions;  // that the scope may name
  base::Milliseconds skew_max{5 * 60'000};
};

// Whether the signature was made with this secret, over this request, for this server, and now.
// Checks in AWS's order: date, scope, headers, payload, signature; the error says which it was.
base::Result<void> verify(const Request& request, const Authorization& authorization,
                          std::string_view secret, const Expected& expected, SigningKeys& keys);

}  // namespace angarium::sigv4
