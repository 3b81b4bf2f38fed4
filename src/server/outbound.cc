#include "server/outbound.h"

#include "server/server.h"

namespace angarium::server {
namespace {

base::Result<std::shared_ptr<const http::TlsContext>> trust_of(const Config& config) {
  if (config.destinations_ca_file.empty()) return http::TlsContext::for_client_of_system();
  auto trust = http::TlsContext::for_client(config.destinations_ca_file);
  if (trust.ok()) return trust;
  return base::Error(StartError::kData, "`destinations.ca_file`: " + trust.error().message());
}

}  // namespace

base::Result<std::unique_ptr<Outbound>> Outbound::open(const Config& config) {
  std::unique_ptr<Outbound> outbound(new Outbound);
  AG_TRY(trust, trust_of(config));
  AG_TRY(rule, http::AddressRule::make(config.destinations_allow_networks));
  outbound->connector_ = http::make_connector(outbound->executor_, std::move(rule), trust);
  outbound->pool_ = std::make_unique<http::ClientPool>(outbound->executor_, *outbound->connector_);
  return outbound;
}

}  // namespace angarium::server
