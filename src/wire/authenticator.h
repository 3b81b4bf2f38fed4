#pragma once

#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/task.h"
#include "http/message.h"
#include "sigv4/signing_key.h"
#include "wire/credentials.h"
#include "wire/error.h"

namespace angarium::wire {

struct ServiceTable;

// Who a request comes from, and the region it was signed for.
struct Authenticated {
  Caller caller;
  base::Region region;
};

// Finds out who sent a request. Thread safe. An unsigned request gives an anonymous caller; whether
// that will do is the operation's to say.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  // The references outlive the Task.
  virtual base::Task<Result<Authenticated>> authenticate(const http::Request& request,
                                                         const ServiceTable& service,
                                                         base::Time now) = 0;
};

// Verifies signatures, in AWS's order: parse, key, token, date, scope, signature.
class SignatureAuthenticator final : public Authenticator {
 public:
  // `regions` is not empty; an unsigned request belongs to that which its host names, else to the
  // first.
  SignatureAuthenticator(Credentials& credentials, std::vector<base::Region> regions,
                         base::Milliseconds skew_max = base::Milliseconds(5 * 60'000))
      : credentials_(credentials), regions_(std::move(regions)), skew_max_(skew_max) {}

  base::Task<Result<Authenticated>> authenticate(const http::Request& request,
                                                 const ServiceTable& service,
                                                 base::Time now) override;

 private:
  Credentials& credentials_;
  const std::vector<base::Region> regions_;
  const base::Milliseconds skew_max_;
  sigv4::SigningKeys keys_;
};

// Dev mode: believes everybody. The account is the access key if that is twelve digits, else
// 000000000000, and the caller its root; a session token that the server issued says who else it
// is. Any signature will do, and none as well, but not for a GET: that much a foreign web page
// could send.
class TrustingAuthenticator final : public Authenticator {
 public:
  // `credentials` open session tokens; null: there are none. They outlive it.
  explicit TrustingAuthenticator(std::vector<base::Region> regions,
                                 Credentials* credentials = nullptr)
      : regions_(std::move(regions)), credentials_(credentials) {}

  base::Task<Result<Authenticated>> authenticate(const http::Request& request,
                                                 const ServiceTable& service,
                                                 base::Time now) override;

 private:
  const std::vector<base::Region> regions_;
  Credentials* const credentials_;
};

// Where a request belongs that was signed for no region: to the one that its host names, else to
// the first of `regions`, which isn't empty. kWrongRegion when the host names another.
base::Result<base::Region> region_of_unsigned(const std::vector<base::Region>& regions,
                                              const http::Request& request);

// The service that a signature, if there is one that can be read, was made for; else empty.
std::string signed_service(const http::Request& request);

}  // namespace angarium::wire
