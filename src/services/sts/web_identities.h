#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "identity/directory.h"
#include "services/sts/web_keys.h"
#include "services/sts/web_token.h"
#include "wire/error.h"

namespace angarium::services::sts {

// One issuer of web identities (OpenID Connect), as configured.
struct Issuer {
  WebKeys keys;
  std::vector<std::string> audiences = {};  // that its tokens may be for, in every account
};

// A token that is good, and who vouches for it.
struct WebIdentity {
  WebToken token = {};
  std::string provider_arn = {};  // in the role's account: what a trust policy names
  std::string audience = {};      // as conditions see it
};

// The issuers that this server believes. Nothing is fetched from them: their keys are configured.
// Immutable; thread safe.
class WebIdentities {
 public:
  // By URL, as the tokens' `iss` says it: "https://idp.example/realm".
  explicit WebIdentities(std::map<std::string, Issuer, std::less<>> issuers = {})
      : issuers_(std::move(issuers)) {}

  // Verifies signature, times and audience. A token is for one of the client ids of the issuer's
  // OIDC provider in `account` or, if the account has none, for an audience that is configured.
  // InvalidIdentityToken, ExpiredTokenException, IDPRejectedClaim.
  wire::Result<WebIdentity> verify(std::string_view token, const identity::Directory& directory,
                                   const base::AccountId& account, base::Time now) const;

 private:
  const std::map<std::string, Issuer, std::less<>> issuers_;
};

// The URL without "https://": what ARNs of providers and names of condition keys are made of.
std::string_view provider_name(std::string_view issuer_url);

}  // namespace angarium::services::sts
