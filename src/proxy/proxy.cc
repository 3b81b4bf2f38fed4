#include "proxy/proxy.h"

#include <fmt/format.h>

#include "base/log.h"
#include "wire/endpoint_name.h"

namespace angarium::proxy {
namespace {

constexpr uint16_t kHttpPort = 80;
constexpr uint16_t kHttpsPort = 443;
// So many refused hosts are logged, each once: enough to see what a client wants, too few to fill a
// disk.
constexpr size_t kHostsLoggedMax = 100;

base::Counter counter(base::Metrics& metrics, const char* outcome) {
  return metrics.counter("angarium_proxy_requests_total",
                         "What clients asked the proxy for, by what became of it.",
                         {{"outcome", outcome}});
}

}  // namespace

Proxy::Proxy(CertificateAuthority authority, AllowList allowed, ProxyLimits limits,
             ProxyParts parts)
    : leaves_(std::move(authority), parts.clock, parts.random),
      allowed_(std::move(allowed)),
      limits_(limits),
      parts_(std::move(parts)),
      here_(counter(parts_.metrics, "here")),
      onward_(counter(parts_.metrics, "onward")),
      refused_(counter(parts_.metrics, "refused")),
      failed_(counter(parts_.metrics, "failed")) {}

http::Response Proxy::reject(int status, std::string_view reason) {
  return parts_.next.reject(status, reason);
}

http::Response Proxy::refuse(int status, std::string reason) {
  (status < 500 ? refused_ : failed_).add();
  http::Response response = Handler::reject(status, reason);
  response.close = true;
  return response;
}

http::Response Proxy::refuse_host(const Endpoint& endpoint) {
  if (refused_hosts_.size() < kHostsLoggedMax && refused_hosts_.insert(endpoint.host).second) {
    base::log(base::LogLevel::kWarning, "the proxy refused a host that is not allowed",
              {{"host", endpoint.text()}});
  }
  return refuse(403,
                fmt::format("This proxy answers for AWS's host names, and `{}` is not among the "
                            "others that it may lead to. Add it to `proxy.allow` (in "
                            "development: --proxy-allow {}), or name it in the client's "
                            "NO_PROXY.",
                            endpoint.text(), endpoint.host));
}

base::Task<http::Response> Proxy::handle(http::Request request) {
  if (!request.proxied_host.empty() || !is_absolute(request.target)) {
    co_return co_await parts_.next.handle(std::move(request));
  }
  auto target = parse_absolute(request.target);
  if (!target) co_return refuse(400, "The request's target is not an address that can be read.");
  if (target->https) co_return refuse(400, "A proxy is asked for https by CONNECT.");
  if (!wire::is_aws_host(target->endpoint.host) || target->endpoint.port != kHttpPort) {
    co_return refuse(403, fmt::format("This proxy takes plain HTTP for AWS's host names only, not "
                                      "for `{}`; name it in the client's NO_PROXY.",
                                      target->endpoint.text()));
  }
  // RFC 9112 section 3.2.2 lets the target win; a signature may cover either, so they must agree.
  if (wire::host_name(request.headers.find("host").value_or("")) != target->endpoint.host) {
    co_return refuse(400, "The Host header and the request's target name different hosts.");
  }
  here_.add();
  request.target = std::move(target->origin_form);
  request.proxied_host = std::move(target->endpoint.host);
  co_return co_await parts_.next.handle(std::move(request));
}

base::Task<http::Tunnel> Proxy::connect(http::Request request) {
  auto endpoint = parse_endpoint(request.target);
  if (!endpoint) {
    co_return refuse(400, "CONNECT takes a host and a port: `sqs.us-east-1.amazonaws.com:443`.");
  }
  if (wire::is_aws_host(endpoint->host)) co_return tunnel_here(*endpoint);
  if (!allowed_.allows(*endpoint)) co_return refuse_host(*endpoint);
  co_return co_await tunnel_onward(std::move(*endpoint));
}

http::Tunnel Proxy::tunnel_here(const Endpoint& endpoint) {
  if (endpoint.port == kHttpPort) {
    here_.add();
    return http::TunnelHere{endpoint.host, nullptr};
  }
  if (endpoint.port != kHttpsPort) {
    return refuse(403, "AWS's host names are answered on the ports 443 and 80 only.");
  }
  auto tls = leaves_.for_host(endpoint.host);
  if (!tls.ok()) {
    base::log(base::LogLevel::kError, "the proxy has no certificate for a host",
              {{"host", endpoint.host}, {"reason", tls.error().message()}});
    return refuse(500, "The proxy could not make a certificate for this host.");
  }
  here_.add();
  return http::TunnelHere{endpoint.host, std::move(*tls)};
}

base::Task<http::Tunnel> Proxy::tunnel_onward(Endpoint endpoint) {
  if (tunnel_count() >= limits_.tunnels_max) {
    co_return refuse(503,
                     "The proxy leads as many clients elsewhere as it may (proxy.tunnels_max).");
  }
  std::shared_ptr<int> lease = tunnels_;
  const base::Instant deadline = parts_.executor.now() + limits_.dial_timeout;
  auto far = co_await parts_.dial(endpoint, deadline);
  co_await base::resume_on(parts_.executor);
  if (!far.ok()) co_return refuse(502, fmt::format("No way there: {}.", far.error().message()));
  onward_.add();
  co_return http::TunnelOnward{std::move(*far), limits_.idle_timeout, std::move(lease)};
}

}  // namespace angarium::proxy
