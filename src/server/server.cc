#include "server/server.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/asio_executor.h"
#include "base/block_on.h"
#include "base/log.h"
#include "http/listener.h"
#include "server/admin.h"
#include "server/environment.h"
#include "server/forward_proxy.h"
#include "server/health.h"
#include "server/identity.h"
#include "server/outbound.h"
#include "server/page_token_key.h"
#include "server/remote_services.h"
#include "server/services.h"
#include "server/storage.h"
#include "server/web_identities.h"
#include "wire/gateway.h"

namespace angarium::server {
namespace {

http::ListenerOptions api_options(const Config& config) {
  http::ListenerOptions options;
  options.address = config.address;
  options.port = config.port;
  if (!config.tls_certificate.empty()) options.tls = {config.tls_certificate, config.tls_key};
  options.connection_count_max = static_cast<size_t>(config.connections_max);
  options.limits.body_bytes_max = static_cast<size_t>(config.body_bytes_max);
  options.limits.header_timeout = base::Milliseconds(config.header_timeout_ms);
  options.limits.body_timeout = base::Milliseconds(config.body_timeout_ms);
  options.limits.idle_timeout = base::Milliseconds(config.idle_timeout_ms);
  return options;
}

http::ListenerOptions health_options(const Config& config) {
  http::ListenerOptions options;
  options.address = config.health_address;
  options.port = config.health_port;
  options.connection_count_max = 64;  // a few scrapers and probes
  options.limits.body_bytes_max = 0;
  return options;
}

http::ListenerOptions admin_options(std::string socket_path) {
  http::ListenerOptions options;
  options.unix_path = std::move(socket_path);
  options.connection_count_max = 32;              // operators at work
  options.limits.body_bytes_max = 4 << 20;        // an event of 1 MB, escaped
  options.limits.body_bytes_total_max = 8 << 20;  // they don't come in crowds
  return options;
}

std::string url_of(const http::Listener& listener, bool tls) {
  const std::string& address = listener.address();
  bool is_v6 = address.find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}", tls ? "https" : "http", is_v6 ? "[" : "", address,
                     is_v6 ? "]" : "", listener.port());
}

base::Error listen_error(const base::Error& error, std::string_view what,
                         const std::string& address, uint16_t port) {
  if (!error.is(http::HttpError::kAddressInUse)) {
    return base::Error(StartError::kListen, error.message());
  }
  return base::Error(StartError::kAddressInUse,
                     fmt::format("port {} of {} is taken, so {} can't be answered there; stop what "
                                 "uses it, or choose another, such as {} (0 takes any free one)",
                                 port, address, what, port + 10));
}

}  // namespace

const base::ErrorDomain& error_domain(StartError) {
  static const base::ErrorDomain domain{"start", [](int code) -> std::string_view {
                                          switch (static_cast<StartError>(code)) {
                                            case StartError::kAddressInUse: return "AddressInUse";
                                            case StartError::kListen: return "Listen";
                                            case StartError::kDirectoryBusy: return "DirectoryBusy";
                                            case StartError::kData: return "Data";
                                            case StartError::kNobody: return "Nobody";
                                          }
                                          return "Unknown";
                                        }};
  return domain;
}

// Everything that runs, in the order in which it is built; it ends in the opposite one.
struct Server::Parts {
  explicit Parts(const Config& config)
      : config(config),
        health(metrics),
        work("work", static_cast<size_t>(config.worker_threads)),
        io("io", 1) {}

  base::Result<void> start();
  base::Result<void> make_accounts();
  base::Result<void> open_front();
  base::Result<void> listen();
  base::Result<void> listen_to_operators();
  void listen_nearby();
  size_t stop();

  const Config config;
  base::SystemClock clock;
  base::SystemRandom random;
  base::Metrics metrics;
  Health health;
  base::AsioExecutor work;  // requests and deliveries: may read the disk
  base::AsioExecutor io;    // sockets: never blocks
  std::unique_ptr<Storage> storage;
  std::unique_ptr<Identity> identity;
  std::unique_ptr<services::sts::WebIdentities> web_identities;
  std::unique_ptr<Outbound> outbound;
  std::unique_ptr<RemoteServices> remote_services;
  std::unique_ptr<Services> services;
  std::unique_ptr<wire::Gateway> gateway;
  std::unique_ptr<proxy::Proxy> proxy;  // null when it is off
  std::unique_ptr<Environment> front;   // what every API request meets first
  std::unique_ptr<Explainer> explainer;
  std::unique_ptr<Linter> linter;
  std::unique_ptr<Whereabouts> whereabouts;
  std::unique_ptr<Injector> injector;
  std::unique_ptr<Sights> sights;
  std::unique_ptr<Admin> admin;
  std::unique_ptr<http::Listener> api_listener, health_listener;
  std::unique_ptr<http::Listener> admin_listener;   // null without a directory
  std::unique_ptr<http::Listener> nearby_listener;  // the same by its port, in development
  bool stopped = false;
};

base::Result<void> Server::Parts::start() {
  AG_TRY(opened, Storage::open(config, clock, work));
  storage = std::move(opened);
  AG_TRY(known, Identity::open(config, storage->directory(), storage->ownership(), clock, random));
  identity = std::move(known);
  AG_CHECK(make_accounts());
  AG_TRY(page_token_key, load_page_token_key(storage->directory(), random));
  AG_TRY(issuers, load_web_identities(config));
  AG_TRY(way_out, Outbound::open(config));
  outbound = std::move(way_out);
  web_identities = std::make_unique<services::sts::WebIdentities>(std::move(issuers));
  AG_TRY(remote, RemoteServices::open(
                     config, {.work = work, .clock = clock, .authorizer = identity->authorizer()}));
  remote_services = std::move(remote);
  AG_TRY(read, Services::open(config, {.ownership = storage->ownership(),
                                       .work = work,
                                       .clock = clock,
                                       .random = random,
                                       .metrics = metrics,
                                       .authorizer = identity->authorizer(),
                                       .principals = identity->principals(),
                                       .directory = identity->directory(),
                                       .last_uses = identity->last_uses(),
                                       .session_tokens = identity->session_tokens(),
                                       .web_identities = *web_identities,
                                       .sealer = identity->sealer(),
                                       .calls = outbound->pool(),
                                       .accounts = identity->accounts(),
                                       .remote_services = *remote_services,
                                       .page_token_key = std::move(page_token_key)}));
  services = std::move(read);
  AG_CHECK(services->start());
  identity->last_uses().start();
  gateway = std::make_unique<wire::Gateway>(
      services->wire_services(),
      wire::GatewayParts{.authenticator = identity->authenticator(),
                         .authorizer = identity->authorizer(),
                         .worker = work,
                         .clock = clock,
                         .random = random,
                         .metrics = metrics,
                         .hygiene = {config.hosts, config.origins},
                         .entrance_authenticator = &identity->entrance_authenticator()});
  AG_CHECK(open_front());
  return listen();
}

base::Result<void> Server::Parts::make_accounts() {
  for (const std::string& account : config.accounts) {
    base::AccountId id(account);
    if (identity->accounts()->exists(id)) continue;
    auto made = base::block_on(work, identity->accounts()->create("", id));
    if (!made.ok()) return base::Error(StartError::kData, made.error().message());
  }
  return {};
}

base::Result<void> Server::Parts::open_front() {
  EnvironmentFacts facts{.signatures_checked = !config.trust_everybody,
                         .regions = config.regions,
                         .proxy = config.proxy_enabled};
  http::Handler* next = gateway.get();
  if (config.proxy_enabled) {
    AG_TRY(opened, open_proxy(config, *gateway, io, clock, random, metrics));
    proxy = std::move(opened);
    facts.ca_certificate = proxy->certificate();
    next = proxy.get();
  }
  front = std::make_unique<Environment>(std::move(facts),
                                        wire::Hygiene{config.hosts, config.origins}, *next);
  return {};
}

// What operators ask by, where a data directory has room for a socket and in development.
base::Result<void> Server::Parts::listen_to_operators() {
  explainer =
      std::make_unique<Explainer>(identity->directory(), *services, clock, !config.trust_everybody);
  linter = std::make_unique<Linter>(identity->directory(), identity->accounts(), *services, work);
  whereabouts =
      std::make_unique<Whereabouts>(identity->accounts(), identity->directory(), config.regions);
  injector = std::make_unique<Injector>(*whereabouts, *services, work, clock, random,
                                        config.inject_accounts);
  sights = std::make_unique<Sights>(*whereabouts, *services, work);
  admin = std::make_unique<Admin>(Admin::Parts{.accounts = identity->accounts(),
                                               .rotation = identity->key_rotation(),
                                               .explainer = explainer.get(),
                                               .linter = linter.get(),
                                               .injector = injector.get(),
                                               .sights = sights.get()});
  if (!storage->directory()) return {};
  auto opened = http::Listener::open(admin_options(storage->directory()->file(kAdminSocket)),
                                     *admin, io, clock);
  if (!opened.ok()) return base::Error(StartError::kListen, opened.error().message());
  admin_listener = std::move(*opened);
  // Absolute: what is pasted from the log runs in another directory.
  std::string directory = std::filesystem::absolute(config.directory).string();
  if (identity->denials()) identity->denials()->is_found_by({"--data", directory});
  return {};
}

// Whoever runs a server for development finds it by its port; nothing else depends on it.
void Server::Parts::listen_nearby() {
  auto folder = admin_socket_folder(true);
  if (!folder.ok()) {
    base::log(base::LogLevel::kWarning, "no socket for operators",
              {{"reason", folder.error().message()}});
    return;
  }
  auto opened = http::Listener::open(
      admin_options(admin_socket_of_port(*folder, api_listener->port())), *admin, io, clock);
  if (!opened.ok()) {
    base::log(base::LogLevel::kWarning, "no socket for operators",
              {{"reason", opened.error().message()}});
    return;
  }
  nearby_listener = std::move(*opened);
  if (identity->denials() && !admin_listener) {
    identity->denials()->is_found_by({"--endpoint", url_of(*api_listener, false)});
  }
}

base::Result<void> Server::Parts::listen() {
  AG_CHECK(listen_to_operators());
  auto health_opened = http::Listener::open(health_options(config), health, io, clock);
  if (!health_opened.ok()) {
    return listen_error(health_opened.error(), "health and metrics", config.health_address,
                        config.health_port);
  }
  health_listener = std::move(*health_opened);
  auto api_opened = http::Listener::open(api_options(config), *front, io, clock);
  if (!api_opened.ok()) {
    return listen_error(api_opened.error(), "AWS requests", config.address, config.port);
  }
  api_listener = std::move(*api_opened);
  if (config.is_development) listen_nearby();
  return {};
}

// 1. No new requests; those accepted are answered (long polls end early). 2. Deliveries in flight
// end or are written down. 3. Threads end, and then the store has nobody left who would use it.
size_t Server::Parts::stop() {
  if (std::exchange(stopped, true)) return 0;
  base::Milliseconds grace(config.shutdown_timeout_ms);
  size_t cut_off = 0;
  if (services) services->end_long_polls();
  if (sights) sights->stop();
  for (http::Listener* listener :
       {api_listener.get(), health_listener.get(), admin_listener.get(), nearby_listener.get()}) {
    if (listener) cut_off += base::block_on(work, listener->shutdown(work.now() + grace));
  }
  if (services) services->stop(grace);
  if (identity) {
    identity->last_uses().stop();
    base::block_on(work, identity->last_uses().ended());
  }
  work.stop();
  io.stop();
  if (outbound) outbound->stop();
  if (remote_services) remote_services->stop();
  return cut_off;
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() { parts_->stop(); }

base::Result<std::unique_ptr<Server>> Server::start(const Config& config) {
  auto parts = std::make_unique<Parts>(config);
  base::Result<void> started = parts->start();
  std::unique_ptr<Server> server(new Server(std::move(parts)));
  if (!started.ok()) return started.error();
  return server;
}

size_t Server::stop() { return parts_->stop(); }

std::string Server::url() const {
  return url_of(*parts_->api_listener, !parts_->config.tls_certificate.empty());
}

std::vector<RootKey> Server::root_keys() const {
  std::vector<RootKey> keys;
  Identity& identity = *parts_->identity;
  for (const std::string& account : parts_->config.accounts) {
    // The first of the keys that are active: others may have been made, and this one deleted.
    for (const auto& key : identity.directory().access_keys(base::AccountId(account), "")) {
      if (!key->is_active) continue;
      keys.push_back({key->account, key->id, key->secret});
      break;
    }
  }
  return keys;
}

std::string Server::health_url() const { return url_of(*parts_->health_listener, false); }

}  // namespace angarium::server
