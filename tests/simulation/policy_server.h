#pragma once

#include <memory>

#include "base/random.h"
#include "base/simulated_executor.h"
#include "bus/engine.h"
#include "http/client_pool.h"
#include "identity/authorizer.h"
#include "services/events/events.h"
#include "services/sqs/sqs.h"
#include "simulation/disk.h"
#include "wire/test_client.h"

namespace angarium::simulation {

// Ways to break what decides: a check that does not notice is no check.
enum class PolicySabotage {
  kNone,
  kSkipsDecisions,
  kRemembersDecisions,  // answers what it answered the first time
  kNoSync,              // changes are answered before they are on the disk
};

// Calls lead nowhere: this world has queues and buses.
class NoWayOut final : public http::Connector {
 public:
  base::Task<base::Result<std::unique_ptr<http::Stream>>> connect(http::Origin,
                                                                  base::Instant) override {
    co_return base::Error{http::HttpError::kConnectFailed, "there is no way out"};
  }
};

// One life of a server with the real services and the real authorizer: what a process has, and what
// dies with it. One thread.
class PolicyServer {
 public:
  // All outlive it, and every other life on the same disk.
  struct World {
    base::Random& random;
    Disk& disk;
    delivery::TargetResolver& targets;
    PolicySabotage sabotage;
  };

  // Begins at `now`, with what the disk holds.
  PolicyServer(uint64_t seed, base::Instant now, const World& world);
  ~PolicyServer();
  PolicyServer(const PolicyServer&) = delete;
  PolicyServer& operator=(const PolicyServer&) = delete;

  // False: it does not come up.
  bool start();
  // As Server::die(): nothing that its coroutines still do has an effect. False: they never end.
  bool die(Disk& disk, base::Random& random);

  base::SimulatedExecutor executor;
  base::SimulatedClock clock;
  base::Metrics metrics;
  std::unique_ptr<store::GroupDriver> driver;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<store::Ownership> ownership;
  identity::Sealer sealer;
  NoWayOut way_out;
  http::ClientPool pool{executor, way_out};
  std::unique_ptr<identity::Directory> directory;
  std::unique_ptr<wire::Authorizer> authorizer;
  wire::PageTokens page_tokens{std::string(32, 'p')};
  std::unique_ptr<bus::Engine> engine;
  std::unique_ptr<services::events::Events> events;
  std::unique_ptr<services::sqs::Sqs> sqs;
  std::unique_ptr<wire::TestClient> client;
};

}  // namespace angarium::simulation
