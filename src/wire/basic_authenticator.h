#pragma once

#include <vector>

#include "wire/authenticator.h"

namespace angarium::wire {

// Who comes by an Entrance: HTTP's Basic scheme (RFC 7617), the user name an access key's id and
// the password its secret. Only keys that users keep are good for it: a session's key says nothing
// without its token, and a root user's opens more than anybody should hand to another system.
//
// The secret itself comes with each request, so one that came in the clear from another machine is
// refused, unread. Whatever is wrong with a key is answered alike, with 401: a sender such as
// EventBridge tries that again, and loses nothing while a key is being exchanged.
class BasicAuthenticator final : public Authenticator {
 public:
  // `credentials` null: believes everybody, as TrustingAuthenticator does. `regions` is not empty;
  // a request belongs to that which its host names, else to the first. Both outlive it.
  BasicAuthenticator(Credentials* credentials, std::vector<base::Region> regions)
      : credentials_(credentials), regions_(std::move(regions)) {}

  base::Task<Result<Authenticated>> authenticate(const http::Request& request,
                                                 const ServiceTable& service,
                                                 base::Time now) override;

 private:
  Result<Caller> caller_of(const http::Request& request, const ServiceTable& service,
                           base::Time now) const;

  Credentials* const credentials_;
  const std::vector<base::Region> regions_;
};

}  // namespace angarium::wire
