#include "server/forward_proxy.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "http/client.h"
#include "proxy/authority_file.h"
#include "server/server.h"

namespace angarium::server {
namespace {

base::Result<proxy::CertificateAuthority> open_authority(const Config& config,
                                                         const base::Clock& clock,
                                                         base::Random& random) {
  const std::string& folder =
      config.proxy_ca_directory.empty() ? config.directory : config.proxy_ca_directory;
  if (folder.empty()) return proxy::CertificateAuthority::create(random, clock.now());
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return base::Error(StartError::kData,
                       fmt::format("the directory `{}` for the proxy's certificate authority can't "
                                   "be made: {}",
                                   folder, std::strerror(errno)));
  }
  auto authority = proxy::load_or_create_authority(folder, clock, random);
  if (!authority.ok()) return base::Error(StartError::kData, authority.error().message());
  return authority;
}

}  // namespace

base::Result<std::unique_ptr<proxy::Proxy>> open_proxy(const Config& config, http::Handler& next,
                                                       base::AsioExecutor& io,
                                                       const base::Clock& clock,
                                                       base::Random& random,
                                                       base::Metrics& metrics) {
  AG_TRY(authority, open_authority(config, clock, random));
  AG_TRY(allowed, proxy::AllowList::make(config.proxy_allow));
  AG_TRY(rule, http::AddressRule::make(config.proxy_allow_networks));
  proxy::ProxyLimits limits;
  limits.tunnels_max = static_cast<size_t>(config.proxy_tunnels_max);
  limits.idle_timeout = base::Milliseconds(config.proxy_idle_timeout_ms);
  proxy::Dial dial = [&io, rule](proxy::Endpoint endpoint, base::Instant deadline) {
    return http::connect_host(io, std::move(endpoint.host), endpoint.port, rule, deadline);
  };
  return std::make_unique<proxy::Proxy>(std::move(authority), std::move(allowed), limits,
                                        proxy::ProxyParts{.next = next,
                                                          .executor = io,
                                                          .clock = clock,
                                                          .random = random,
                                                          .metrics = metrics,
                                                          .dial = std::move(dial)});
}

}  // namespace angarium::server
