#include "server/remote_services.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "delivery/targets/peer_target.h"
#include "server/server.h"
#include "services/events/rule_call.h"
#include "wire/gatekeeper.h"

namespace angarium::server {
namespace {

using delivery::DeliveryError;
using delivery::targets::AwsCredentials;
using delivery::targets::AwsEndpoint;
using delivery::targets::AwsKind;
using delivery::targets::AwsTarget;
using delivery::targets::CredentialSource;

// Why a rule's delivery may not go to what lies elsewhere; the name is EventBridge's.
enum class RemoteError { kNoPermissions };
const base::ErrorDomain& error_domain(RemoteError) {
  static const base::ErrorDomain domain{"remote services",
                                        [](int) -> std::string_view { return "NO_PERMISSIONS"; }};
  return domain;
}

base::Error wrong(const std::string& section, std::string_view problem) {
  return base::Error(StartError::kData, fmt::format("[{}] {}", section, problem));
}

base::Result<std::string> variable(const std::string& section, const std::string& name) {
  if (name.empty()) return std::string();
  // Read once, before any thread could change the environment.
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): see above
  if (value == nullptr || *value == '\0') {
    return wrong(section,
                 fmt::format("names the environment variable `{}`, which is not set", name));
  }
  return std::string(value);
}

base::Result<std::shared_ptr<CredentialSource>> credentials_of(const RemoteConfig& config,
                                                               base::Instant now) {
  const std::string& section = config.section;
  if (!config.credentials_file.empty()) {
    auto source = CredentialSource::open(config.credentials_file, config.profile, now);
    if (source.ok()) return source;
    return wrong(section, fmt::format("`credentials_file` `{}` {}", config.credentials_file,
                                      source.error().message()));
  }
  AwsCredentials fixed;
  AG_TRY(access_key_id, variable(section, config.access_key_id_env));
  AG_TRY(secret, variable(section, config.secret_access_key_env));
  AG_TRY(session_token, variable(section, config.session_token_env));
  fixed.access_key_id = std::move(access_key_id);
  fixed.secret = std::move(secret);
  fixed.session_token = std::move(session_token);
  return std::make_shared<CredentialSource>(std::move(fixed));
}

base::Result<std::shared_ptr<const http::TlsContext>> trust_of(const RemoteConfig& config) {
  if (config.ca_file.empty()) return http::TlsContext::for_client_of_system();
  auto trust = http::TlsContext::for_client(config.ca_file);
  if (trust.ok()) return trust;
  return wrong(config.section, "`ca_file`: " + trust.error().message());
}

// The endpoint's credentials may do what a tenant may not, so its accounts are named; without any,
// an account reaches what is its own.
bool may_use(const std::vector<std::string>& accounts, const base::AccountId& account,
             const base::Arn& target) {
  if (accounts.empty()) return account == target.account;
  return std::any_of(accounts.begin(), accounts.end(), [&](const std::string& each) {
    return each == "*" || each == account.text();
  });
}

// As a queue of this server asks for the target's role. The resource is not here, nor is its
// policy: what that says, the far side decides.
base::Result<void> decide_role(wire::Authorizer& authorizer, base::Time now,
                               const delivery::Delivery& delivery, std::string_view action) {
  const delivery::Route& route = *delivery.route;
  if (route.role_arn.empty()) return {};
  const wire::Check check{.action = std::string(action),
                          .resource = route.target_arn.text(),
                          .owner = delivery.bus.partition.account};
  const wire::Decision decision =
      authorizer.decide(services::events::rule_call(delivery, now), check);
  if (decision.allowed) return {};
  return base::Error(RemoteError::kNoPermissions,
                     wire::denial(route.role_arn.text(), check, decision));
}

}  // namespace

base::Result<std::unique_ptr<RemoteServices>> RemoteServices::open(
    const Config& config, const Surroundings& surroundings) {
  std::unique_ptr<RemoteServices> services(new RemoteServices(surroundings));
  for (const auto& [name, endpoint] : config.endpoints) {
    AG_TRY(remote, services->open(endpoint));
    remote.accounts = endpoint.accounts;
    services->endpoints_.emplace(name, std::move(remote));
  }
  for (const auto& [name, peer] : config.peers) {
    if (peer.url.empty()) continue;  // it comes here, and nothing goes there
    AG_TRY(remote, services->open(peer));
    remote.accounts = peer.accounts;
    remote.regions = peer.regions;
    services->peers_.push_back(std::move(remote));
  }
  return services;
}

base::Result<RemoteServices::Remote> RemoteServices::open(const RemoteConfig& config) {
  Remote remote;
  AG_TRY(credentials, credentials_of(config, surroundings_.work.now()));
  AG_TRY(trust, trust_of(config));
  AG_TRY(rule, http::AddressRule::make(config.allow_networks));
  remote.connector = http::make_connector(executor_, std::move(rule), trust);
  remote.pool = std::make_unique<http::ClientPool>(executor_, *remote.connector);
  remote.endpoint = std::make_shared<const AwsEndpoint>(AwsEndpoint{
      config.section, config.url, config.region, std::move(credentials), remote.pool.get()});
  return remote;
}

const RemoteServices::Remote* RemoteServices::find_remote(const std::string& service) const {
  auto found = endpoints_.find(service);
  if (found == endpoints_.end()) found = endpoints_.find("*");
  return found == endpoints_.end() ? nullptr : &found->second;
}

bool RemoteServices::has_endpoint(const base::Arn& arn) const {
  return find_remote(arn.service) != nullptr;
}

Targets::Found RemoteServices::find(const base::Arn& arn, const delivery::Route& route,
                                    const delivery::BusId& from) const {
  const AwsKind* kind = delivery::targets::find_aws_kind(arn);
  if (kind == nullptr) {
    return base::Error(DeliveryError::kUnsupportedTarget,
                       fmt::format("this server delivers nothing to `{}`", arn.service));
  }
  const Remote* remote = find_remote(arn.service);
  if (remote == nullptr) {
    return base::Error(
        DeliveryError::kUnsupportedTarget,
        fmt::format("`{}` is not on this server, and its configuration has no [endpoints.{}] with "
                    "the `url` of one that has it",
                    route.target_arn.text(), arn.service));
  }
  if (!may_use(remote->accounts, from.partition.account, arn)) {
    return base::Error(
        RemoteError::kNoPermissions,
        fmt::format("rules of account {} may not send to account {} by [{}]; its `accounts` lists "
                    "whose may",
                    from.partition.account.text(), arn.account.text(), remote->endpoint->section));
  }
  return std::make_shared<AwsTarget>(
      delivery::targets::CallSurroundings{surroundings_.work, surroundings_.clock}, *kind, arn,
      remote->endpoint, admission());
}

AwsTarget::Admission RemoteServices::admission() const {
  return [this](const delivery::Delivery& delivery, std::string_view action) {
    return decide_role(surroundings_.authorizer, surroundings_.clock.now(), delivery, action);
  };
}

std::optional<Targets::Found> RemoteServices::find_peer(const base::Arn& arn) const {
  auto names = [](const std::vector<std::string>& list, const std::string& text) {
    return list.empty() || std::find(list.begin(), list.end(), text) != list.end();
  };
  for (const Remote& peer : peers_) {
    if (!names(peer.accounts, arn.account.text()) || !names(peer.regions, arn.region.text())) {
      continue;
    }
    return Targets::Found(std::make_shared<delivery::targets::PeerTarget>(
        delivery::targets::CallSurroundings{surroundings_.work, surroundings_.clock}, peer.endpoint,
        admission()));
  }
  return std::nullopt;
}

}  // namespace angarium::server
