#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "sigv4/request.h"

namespace angarium::sigv4 {

// Whose signature, and for what.
struct Signer {
  std::string access_key_id;
  std::string secret;
  std::string session_token;  // empty: none
  std::string region;
  std::string service;
};

// Signs all headers of the request (host among them). Answers the fields to add to it: X-Amz-Date,
// X-Amz-Security-Token if there is a token, Authorization.
std::vector<std::pair<std::string, std::string>> sign(const Request& request, const Signer& signer,
                                                      base::Time time);

// The target of a presigned URL: the request's own with the signature in its query. Signs all
// headers of the request; whoever uses the URL must send the same ones.
std::string presign(const Request& request, const Signer& signer, base::Time time,
                    base::Seconds expires);

}  // namespace angarium::sigv4
