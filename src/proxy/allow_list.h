#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "proxy/endpoint.h"

namespace angarium::proxy {

enum class ProxyError {
  kAllowEntry,  // no such form of entry
  kAuthority,   // the certificate authority can't be used, read or kept
};
const base::ErrorDomain& error_domain(ProxyError);

// The hosts besides AWS's that the proxy connects to. A plain value.
class AllowList {
 public:
  AllowList() = default;
  // Entries are "host", "*.domain" for every name below it, or "*" for every host, each with a port
  // behind a colon or else for 443. kAllowEntry names the first that is none of these.
  static base::Result<AllowList> make(const std::vector<std::string>& entries);

  bool allows(const Endpoint& endpoint) const;

 private:
  struct Entry {
    std::string host;  // "" for every host, ".domain" for the names below it
    uint16_t port;
  };
  std::vector<Entry> entries_;
};

}  // namespace angarium::proxy
