#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "sigv4/error.h"
#include "sigv4/request.h"

namespace angarium::sigv4 {

// What a request says of its own signature, read but not believed. A plain value.
struct Authorization {
  std::string access_key_id;
  // The scope: day/region/service/terminator.
  std::string day;
  std::string region;
  std::string service;
  std::string terminator;
  std::vector<std::string> signed_headers;  // lower case, sorted
  std::string signature;
  std::string session_token;  // empty: none
  base::Time time;
  std::string time_text;                 // "20261122T083000Z"
  std::optional<base::Seconds> expires;  // a presigned URL's; the signature is in the query then

  bool is_presigned() const { return expires.has_value(); }
  std::string scope() const;
};

// A header may list this many signed headers; real clients sign fewer than 20.
inline constexpr size_t kSignedHeadersMax = 100;
// AWS's longest life of a presigned URL: seven days.
inline constexpr base::Seconds kExpiresMax{604'800};

// Reads the Authorization header or the query of a presigned URL: kUnsigned, kMalformed.
base::Result<Authorization> parse_authorization(const Request& request);

}  // namespace angarium::sigv4
