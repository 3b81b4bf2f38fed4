#include "simulation/peer_server.h"

#include <fmt/format.h>

#include "bus/bus_target.h"
#include "delivery/dead_letter.h"
#include "delivery/targets/peer_target.h"
#include "simulation/peer_world.h"
#include "simulation/target.h"
#include "store/error.h"

namespace angarium::simulation {
namespace {

constexpr const char* kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const base::Region kRegion("eu-west-1");

std::string caller_arn(size_t server) {
  return fmt::format("arn:aws:iam::{}:user/peer", PeerWorld::account(server).text());
}

std::string access_key(size_t server) { return fmt::format("AKIAPEER{}", server); }

store::StoreOptions store_options(Sabotage sabotage, size_t server) {
  store::StoreOptions options;
  options.fatal = [](const base::Error&) {};  // of a life that has ended
  // One that keeps its word, so that what is missing is what the other took in.
  options.sync = sabotage != Sabotage::kNoSync || server == 0;
  return options;
}

}  // namespace

base::Result<void> LifeOfDisk::write(const store::Batch& batch, store::Durability durability) {
  if (has_ended_) return base::Error(store::StoreError::kIo, "the process is dead");
  return disk_.write(batch, durability);
}

std::optional<wire::Credential> PeerKey::find(std::string_view access_key_id, std::string_view) {
  if (access_key_id != access_key(server_)) return std::nullopt;
  return wire::Credential{kSecret,
                          {.kind = wire::CallerKind::kUser,
                           .account = PeerWorld::account(server_),
                           .arn = caller_arn(server_),
                           .user_id = "AIDAPEER",
                           .access_key_id = std::string(access_key_id)}};
}

// The wire as a server's client sees it.
class PeerServer::Way final : public http::Connector {
 public:
  explicit Way(PeerServer& server) : server_(server) {}

  base::Task<base::Result<std::unique_ptr<http::Stream>>> connect(http::Origin,
                                                                  base::Instant deadline) override {
    PeerWorld& world = server_.world_;
    const base::Instant there = world.executor().now() + world.wire().connect_time();
    co_await base::sleep_until(world.executor(), std::min(there, deadline));
    if (there > deadline) co_return base::Error(http::HttpError::kTimedOut, "no answer");
    if (!server_.is_alive() || world.wire().refuses()) {
      co_return base::Error(http::HttpError::kConnectFailed, "refused");
    }
    auto connected = world.connect(server_.index);
    if (connected == nullptr) {
      co_return base::Error(http::HttpError::kConnectFailed, "nobody listens there");
    }
    co_return connected;
  }

 private:
  PeerServer& server_;
};

// A bus as its peer's deliveries meet it: the real one, which may be busy, and may be broken on
// purpose.
class PeerServer::Entrance final : public delivery::Target {
 public:
  Entrance(PeerWorld& world, bus::BusTarget bus) : world_(world), bus_(std::move(bus)) {}

  base::Task<delivery::Attempt> attempt(delivery::Delivery delivery) override {
    if (world_.is_busy()) co_return delivery::Attempt::retryable("THROTTLING", "not now");
    const store::Offset offers = world_.offered(delivery);
    if (world_.sabotage() == Sabotage::kNoDeduplication) delivery.log_offset = offers << 32;
    co_return co_await bus_.attempt(std::move(delivery));
  }

 private:
  PeerWorld& world_;
  bus::BusTarget bus_;
};

PeerServer::PeerServer(PeerWorld& world, size_t index, uint64_t seed)
    : index(index),
      disk(world.disk(index)),
      clock(world.executor(), base::from_unix_ms(1'800'000'000'000)),
      random(seed),
      driver(store::make_executor_driver(world.executor(), [&world] { return world.sync_time(); })),
      world_(world),
      way_(std::make_unique<Way>(*this)),
      pool_(world.executor(), *way_),
      key_(1 - index),
      authenticator_(key_, {kRegion}),
      peers_(peers()),
      gateway_({wire::Service(services::peers::Peers::table(), peers_)},
               {.authenticator = authenticator_,
                .authorizer = authorizer_,
                .worker = world.executor(),
                .clock = clock,
                .random = random,
                .metrics = metrics}),
      http_(gateway_, {}, world.executor(), clock) {
  using delivery::targets::AwsCredentials;
  using delivery::targets::AwsEndpoint;
  using delivery::targets::CredentialSource;
  endpoint_ = std::make_shared<const AwsEndpoint>(AwsEndpoint{
      "peers.other", fmt::format("http://127.0.0.{}:4566", 2 - index), kRegion.text(),
      std::make_shared<CredentialSource>(AwsCredentials{access_key(index), kSecret, {}}), &pool_});
  auto opened = store::Store::open(disk, clock, *driver, store_options(world.sabotage(), index));
  if (!opened.ok()) {
    problem = opened.error().message();
    return;
  }
  store = std::move(*opened);
  ownership = std::make_unique<store::Ownership>(*store, world.executor());
  engine = std::make_unique<bus::Engine>(
      bus::Surroundings{*ownership, world.executor(), clock, random, metrics, *this},
      world.limits());
}

PeerServer::~PeerServer() = default;

void PeerServer::die() {
  is_up = false;
  engine.reset();
}

void PeerServer::accept(std::unique_ptr<http::Stream> stream) {
  base::start(http_.serve(std::move(stream)));
}

services::peers::Dependencies PeerServer::peers() {
  const size_t other = 1 - index;
  services::peers::Dependencies needs;
  needs.peers[caller_arn(other)] = {"other", {PeerWorld::account(other).text()}, {}};
  needs.bus = [this](const std::string& arn) { return entrance(arn); };
  return needs;
}

base::Result<std::shared_ptr<delivery::Target>> PeerServer::entrance(const std::string& arn) {
  const auto bus = PeerWorld::find_bus(arn);
  if (!is_alive() || !bus || PeerWorld::server_of(*bus) != index || world_.is_gone(*bus)) {
    return base::Error(delivery::DeliveryError::kNoSuchTarget, "there is no " + arn);
  }
  return std::static_pointer_cast<delivery::Target>(std::make_shared<Entrance>(
      world_, bus::BusTarget(*engine, PeerWorld::bus_id(*bus), nullptr)));
}

base::Result<std::shared_ptr<delivery::Target>> PeerServer::resolve(const delivery::Route& route,
                                                                    const delivery::BusId&) {
  const std::string& name = route.target_arn.text();
  if (PeerWorld::find_bus(name)) {
    return std::static_pointer_cast<delivery::Target>(
        std::make_shared<delivery::targets::PeerTarget>(
            delivery::targets::CallSurroundings{world_.executor(), clock}, endpoint_, nullptr));
  }
  if (!name.starts_with("queue:")) {
    return base::Error(delivery::DeliveryError::kNoSuchTarget, "there is no " + name);
  }
  const bool loses_letters = world_.sabotage() == Sabotage::kNoLetters;
  return std::static_pointer_cast<delivery::Target>(std::make_shared<StoreQueue>(
      *ownership, PeerWorld::partition(index, name[6] - '0'), name,
      StoreQueue::Manner{
          random, loses_letters ? Sabotage::kNoLetters : Sabotage::kNone,
          [](const delivery::Delivery& delivery) { return PeerWorld::message_of(delivery); }}));
}

}  // namespace angarium::simulation
