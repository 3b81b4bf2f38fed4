#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "http/tls.h"
#include "proxy/certificate_authority.h"

namespace angarium::proxy {

// The certificates of the hosts that clients ask for, made at the first request and kept for the
// next. For one thread.
class LeafCertificates {
 public:
  // Services times regions that one client talks to are a few dozen; S3's names are per bucket.
  static constexpr size_t kCountMax = 256;
  // One with less left than this is made anew.
  static constexpr base::Seconds kLeftMin{7LL * 86'400};

  // `clock` and `random` outlive it.
  LeafCertificates(CertificateAuthority authority, const base::Clock& clock, base::Random& random)
      : authority_(std::move(authority)), clock_(clock), random_(random) {}

  base::Result<std::shared_ptr<const http::TlsContext>> for_host(const std::string& host);
  const CertificateAuthority& authority() const { return authority_; }
  size_t size() const { return leaves_.size(); }

 private:
  struct Leaf {
    std::shared_ptr<const http::TlsContext> tls;
    base::Time renew_at;
    uint64_t last_use;
  };
  void make_room();

  const CertificateAuthority authority_;
  const base::Clock& clock_;
  base::Random& random_;
  std::map<std::string, Leaf> leaves_;
  uint64_t uses_ = 0;
};

}  // namespace angarium::proxy
