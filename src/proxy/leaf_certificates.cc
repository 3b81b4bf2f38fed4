#include "proxy/leaf_certificates.h"

#include <algorithm>

namespace angarium::proxy {

base::Result<std::shared_ptr<const http::TlsContext>> LeafCertificates::for_host(
    const std::string& host) {
  const base::Time now = clock_.now();
  auto found = leaves_.find(host);
  if (found != leaves_.end() && now < found->second.renew_at) {
    found->second.last_use = ++uses_;
    return found->second.tls;
  }
  if (found != leaves_.end()) leaves_.erase(found);
  AG_TRY(tls, http::TlsContext::for_server_pem(authority_.issue(host, random_, now)));
  make_room();
  const base::Time renew_at = now + CertificateAuthority::kLeafValidity - kLeftMin;
  leaves_.emplace(host, Leaf{tls, renew_at, ++uses_});
  return tls;
}

// Forgets the one that was unused the longest. Connections that use it keep it alive.
void LeafCertificates::make_room() {
  if (leaves_.size() < kCountMax) return;
  leaves_.erase(std::min_element(leaves_.begin(), leaves_.end(), [](const auto& a, const auto& b) {
    return a.second.last_use < b.second.last_use;
  }));
}

}  // namespace angarium::proxy
