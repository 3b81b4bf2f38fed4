#pragma once

#include "identity/last_uses.h"
#include "wire/authenticator.h"
#include "wire/authorizer.h"

// Who stand before those who check and decide, and note what was used. All outlive them.
namespace angarium::identity {

// Notes the access key, or the role of a session, of each request whose signature was right. What
// it is allowed is another matter: also a denied request is a use.
// Source: IAM user guide, "Refining permissions using last accessed information".
class NotingAuthenticator final : public wire::Authenticator {
 public:
  NotingAuthenticator(wire::Authenticator& checks, LastUses& uses) : checks_(checks), uses_(uses) {}

  base::Task<wire::Result<wire::Authenticated>> authenticate(const http::Request& request,
                                                             const wire::ServiceTable& service,
                                                             base::Time now) override;

 private:
  wire::Authenticator& checks_;
  LastUses& uses_;
};

// Notes the roles that services use for rules: a role that delivers events is no unused one.
class NotingAuthorizer final : public wire::Authorizer {
 public:
  NotingAuthorizer(wire::Authorizer& decides, const Directory& directory, LastUses& uses)
      : decides_(decides), directory_(directory), uses_(uses) {}

  wire::Decision decide(const wire::RequestContext& request, const wire::Check& check) override {
    return decides_.decide(request, check);
  }
  wire::Decision decide(const wire::ServiceCall& call, const wire::Check& check) override;

 private:
  wire::Authorizer& decides_;
  const Directory& directory_;
  LastUses& uses_;
};

}  // namespace angarium::identity
