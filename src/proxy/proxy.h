#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "base/clock.h"
#include "base/executor.h"
#include "base/metrics.h"
#include "base/random.h"
#include "http/server.h"
#include "proxy/allow_list.h"
#include "proxy/leaf_certificates.h"

namespace angarium::proxy {

// Connects to a host that isn't ours; the address rule is its business.
using Dial = std::function<base::Task<base::Result<std::unique_ptr<http::Stream>>>(
    Endpoint endpoint, base::Instant deadline)>;

// How many clients may be led elsewhere, and for how long.
struct ProxyLimits {
  // Each holds two sockets and twice 16 KiB.
  size_t tunnels_max = 256;
  base::Milliseconds idle_timeout{300'000};
  base::Milliseconds dial_timeout{10'000};
};

// What a proxy works with; all outlive it.
struct ProxyParts {
  http::Handler& next;  // answers the requests for AWS's hosts, and those that aren't for a proxy
  base::Executor& executor;  // the server's own
  const base::Clock& clock;
  base::Random& random;
  base::Metrics& metrics;
  Dial dial;
};

// A forward proxy in front of a handler: ends tunnels to AWS's hosts here and hands their requests
// on, each marked with the host (Request::proxied_host); carries tunnels to the hosts of the allow
// list; refuses all others with a text that says what to do. Also takes AWS's plain-HTTP names in
// absolute form. connect() runs on the server's executor only; handle() is thread safe.
class Proxy final : public http::Handler {
 public:
  Proxy(CertificateAuthority authority, AllowList allowed, ProxyLimits limits, ProxyParts parts);

  base::Task<http::Response> handle(http::Request request) override;
  base::Task<http::Tunnel> connect(http::Request request) override;
  http::Response reject(int status, std::string_view reason) override;

  // PEM: what clients must trust.
  const std::string& certificate() const { return leaves_.authority().certificate(); }
  size_t tunnel_count() const { return static_cast<size_t>(tunnels_.use_count()) - 1; }

 private:
  http::Tunnel tunnel_here(const Endpoint& endpoint);
  base::Task<http::Tunnel> tunnel_onward(Endpoint endpoint);
  http::Response refuse(int status, std::string reason);
  http::Response refuse_host(const Endpoint& endpoint);

  LeafCertificates leaves_;
  const AllowList allowed_;
  const ProxyLimits limits_;
  const ProxyParts parts_;
  const std::shared_ptr<int> tunnels_ = std::make_shared<int>(0);  // one owner for each tunnel
  std::set<std::string> refused_hosts_;                            // those that were logged
  base::Counter here_, onward_, refused_, failed_;
};

}  // namespace angarium::proxy
