#pragma once

#include <memory>
#include <string>

#include "base/random.h"
#include "base/result.h"
#include "base/time.h"
#include "http/tls.h"

namespace angarium::proxy {

// Makes certificates that clients believe when they trust its own. ECDSA on P-256, SHA-256.
//
// INVARIANT: its certificate carries critical name constraints for wire::kAwsDomains and against
// every IP address, may sign no further authority, and is for servers only: whoever steals its key
// can pretend to be AWS to those who trust it, and nobody else.
class CertificateAuthority {
 public:
  // Ten years: trust is set up once, in images and profiles too, and what it is worth is bounded by
  // the names and not by the time.
  static constexpr base::Seconds kValidity{3650LL * 86'400};
  // Of a host's certificate. Made anew on demand, so it need not be long.
  static constexpr base::Seconds kLeafValidity{30LL * 86'400};
  // Certificates are valid from this much earlier, for clients whose clock is behind.
  static constexpr base::Seconds kBackdating{86'400};

  static CertificateAuthority create(base::Random& random, base::Time now);
  // From what pem() gave. kAuthority when the texts are no certificate and key, don't belong
  // together, or the certificate may not sign others.
  static base::Result<CertificateAuthority> parse(const http::TlsPem& pem);
  CertificateAuthority(CertificateAuthority&&) noexcept;
  CertificateAuthority& operator=(CertificateAuthority&&) noexcept;
  ~CertificateAuthority();

  http::TlsPem pem() const;
  const std::string& certificate() const;  // PEM: what clients are given to trust
  base::Time expires() const;

  // A certificate for one host name, with a key of its own, that ends no later than the authority.
  http::TlsPem issue(const std::string& host, base::Random& random, base::Time now) const;

 private:
  struct State;
  explicit CertificateAuthority(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace angarium::proxy
