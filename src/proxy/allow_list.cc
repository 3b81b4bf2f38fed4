#include "proxy/allow_list.h"

#include <fmt/format.h>

#include <algorithm>

namespace angarium::proxy {
namespace {

constexpr uint16_t kHttpsPort = 443;

}  // namespace

const base::ErrorDomain& error_domain(ProxyError) {
  static constexpr base::ErrorDomain kDomain{"proxy", [](int code) -> std::string_view {
                                               switch (static_cast<ProxyError>(code)) {
                                                 case ProxyError::kAllowEntry: return "AllowEntry";
                                                 case ProxyError::kAuthority: return "Authority";
                                               }
                                               return "Unknown";
                                             }};
  return kDomain;
}

base::Result<AllowList> AllowList::make(const std::vector<std::string>& entries) {
  AllowList list;
  for (const std::string& text : entries) {
    // The star is put aside, so that the rest is an endpoint like any other.
    bool is_star = text == "*" || text.starts_with("*:");
    bool is_below = text.starts_with("*.");
    std::string plain = is_star ? "any" + text.substr(1) : is_below ? text.substr(2) : text;
    auto endpoint = parse_endpoint(plain, kHttpsPort);
    if (!endpoint) {
      return base::Error(ProxyError::kAllowEntry,
                         fmt::format("`{}` is not a host such as `github.com`, `*.github.com` or "
                                     "`github.com:8443`, nor `*` for all",
                                     text));
    }
    std::string host = is_star ? "" : is_below ? "." + endpoint->host : endpoint->host;
    list.entries_.push_back({std::move(host), endpoint->port});
  }
  return list;
}

bool AllowList::allows(const Endpoint& endpoint) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    if (entry.port != endpoint.port) return false;
    if (entry.host.starts_with('.')) {
      return endpoint.host.size() > entry.host.size() && endpoint.host.ends_with(entry.host);
    }
    return entry.host.empty() || entry.host == endpoint.host;
  });
}

}  // namespace angarium::proxy
