#pragma once

#include <memory>
#include <string>

#include "base/random.h"
#include "base/simulated_executor.h"
#include "bus/engine.h"
#include "delivery/targets/signed_call.h"
#include "http/client_pool.h"
#include "http/server.h"
#include "services/peers/peers.h"
#include "simulation/disk.h"
#include "wire/gateway.h"

namespace angarium::simulation {

class PeerWorld;

// A disk as one life of a server sees it: of a life that has ended it takes nothing more.
class LifeOfDisk final : public store::Engine {
 public:
  explicit LifeOfDisk(Disk& disk) : disk_(disk) {}

  base::Result<std::optional<std::string>> get(std::string_view key) const override {
    return disk_.get(key);
  }
  base::Result<std::vector<store::Item>> scan(const store::KeyRange& range) const override {
    return disk_.scan(range);
  }
  base::Result<void> write(const store::Batch& batch, store::Durability durability) override;
  const store::OpenReport& open_report() const override { return disk_.open_report(); }
  void end() { has_ended_ = true; }

 private:
  Disk& disk_;
  bool has_ended_ = false;
};

// The one access key that a server knows: its peer's.
class PeerKey final : public wire::Credentials {
 public:
  explicit PeerKey(size_t server) : server_(server) {}
  std::optional<wire::Credential> find(std::string_view access_key_id,
                                       std::string_view session_token) override;

 private:
  const size_t server_;
};

// One life of one of the two servers: store, engine, the entrance for its peer, and what calls the
// peer. A killed process just goes; here its coroutines run to their ends on the executor that both
// servers share, so a life that has ended stays where it is until the run does, without any effect:
// its disk takes nothing, and nothing that it sends gets on the wire. One thread.
class PeerServer final : public delivery::TargetResolver {
 public:
  // Opens the store on the world's disk of that server. `world` outlives it.
  PeerServer(PeerWorld& world, size_t index, uint64_t seed);
  ~PeerServer() override;
  PeerServer(const PeerServer&) = delete;
  PeerServer& operator=(const PeerServer&) = delete;

  bool is_alive() const { return engine != nullptr; }
  // The process is gone. Its disk may keep what was being written until disk.end().
  void die();
  // A connection of its peer.
  void accept(std::unique_ptr<http::Stream> stream);

  base::Result<std::shared_ptr<delivery::Target>> resolve(const delivery::Route& route,
                                                          const delivery::BusId& from) override;

  const size_t index;
  LifeOfDisk disk;
  base::SimulatedClock clock;
  base::SeededRandom random;
  base::Metrics metrics;
  std::unique_ptr<store::GroupDriver> driver;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<store::Ownership> ownership;
  std::unique_ptr<bus::Engine> engine;  // none: dead
  bool is_up = false;                   // takes events and connections
  std::string problem;                  // why it did not start

 private:
  class Way;
  class Entrance;
  base::Result<std::shared_ptr<delivery::Target>> entrance(const std::string& arn);
  services::peers::Dependencies peers();

  PeerWorld& world_;
  // What calls the peer.
  std::unique_ptr<Way> way_;
  http::ClientPool pool_;
  std::shared_ptr<const delivery::targets::AwsEndpoint> endpoint_;
  // What the peer calls.
  PeerKey key_;
  wire::SignatureAuthenticator authenticator_;
  wire::AllowAll authorizer_;
  services::peers::Peers peers_;
  wire::Gateway gateway_;
  http::Server http_;
};

}  // namespace angarium::simulation
