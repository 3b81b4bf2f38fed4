#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/simulated_executor.h"
#include "bus/engine.h"
#include "http/client_pool.h"
#include "identity/authorizer.h"
#include "services/events/events.h"
#include "services/sqs/sqs.h"
#include "store/memory/memory_engine.h"
#include "wire/test_client.h"

namespace angarium::simulation {

// Calls lead nowhere: this world has queues and buses.
class NoWayOut final : public http::Connector {
 public:
  base::Task<base::Result<std::unique_ptr<http::Stream>>> connect(http::Origin,
                                                                  base::Instant) override {
    co_return base::Error{http::HttpError::kConnectFailed, "there is no way out"};
  }
};

// Policies that come and go while events flow, over the real services and the real authorizer, on
// one thread from one seed.
//
// Events of account 111.. go five ways: into a queue of its own as EventBridge itself and as a
// role, into a queue of account 222.., and over two of its buses, as the account and as a role.
// What may close a way is a gate: a queue's or bus's policy, a role's trust, what a role may do.
// Gates are opened and closed at random moments, each time by another of the policies that mean it.
//
// What must hold: an event that arrived was permitted at some moment shortly before; an event whose
// way was open all the time has arrived. Which gates were open is known from what was asked for,
// not from any policy.
class PolicyWorld final : public delivery::TargetResolver {
 public:
  enum class Sabotage { kNone, kSkipsDecisions, kRemembersDecisions };

  PolicyWorld(uint64_t seed, Sabotage sabotage);
  ~PolicyWorld() override;

  struct Report {
    std::vector<std::string> problems;
    size_t put = 0, arrived = 0, refused = 0;  // events times ways
  };
  Report run();

  base::Result<std::shared_ptr<delivery::Target>> resolve(const delivery::Route& route,
                                                          const delivery::BusId& from) override;

 private:
  enum Gate { kQueue, kTrust, kRoleSends, kFarQueue, kInbox, kRoleInbox, kRolePuts, kGates };
  enum Way { kOwnQueue, kAsRole, kToFarQueue, kOverBus, kOverBusAsRole, kWays };
  static const std::array<std::vector<Gate>, kWays> kGatesOf;
  static constexpr std::string_view kNear = "111111111111", kFar = "222222222222";
  struct WayName {
    const char* rule;
    const char* queue;  // where its events arrive
  };
  static constexpr std::array<WayName, kWays> kNames = {{{"own", "own"},
                                                         {"as-role", "as-role"},
                                                         {"far-queue", "far-queue"},
                                                         {"over-bus", "inbox"},
                                                         {"over-bus-as-role", "role-inbox"}}};

  // Whether a gate was open: from `since` on, when the change to it was asked for; until `done`
  // both this and what was before may be seen.
  struct Period {
    base::Time since, done;
    bool is_open;
  };

  std::string call(const std::string& operation, const std::string& body, std::string_view account);
  void run_for(base::Milliseconds span);
  void set_up();
  void add_way(Way way, const std::string& target_arn, const std::string& role);
  void add_receiving_bus(const std::string& bus, const std::string& queue);
  void make_queue(std::string_view account, const std::string& name);

  void turn(Gate gate, bool is_open);
  void apply(Gate gate, bool is_open);
  void apply_roles();
  std::string policy_of(Gate gate, bool is_open);
  void put_event();

  void judge();
  void judge_way(Way way, const std::map<std::string, base::Time>& arrived);
  std::map<std::string, base::Time> read_queue(Way way);
  bool may_be_open(Gate gate, base::Time from, base::Time to) const;
  bool may_be_open(Way way, base::Time moment) const;
  bool is_open_throughout(Way way, base::Time from, base::Time to) const;

  const Sabotage sabotage_;
  base::SeededRandom random_;
  base::SimulatedExecutor executor_;
  base::SimulatedClock clock_;
  base::Metrics metrics_;
  store::memory::MemoryEngine disk_;
  std::unique_ptr<store::GroupDriver> driver_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<store::Ownership> ownership_;
  identity::Sealer sealer_;
  NoWayOut way_out_;
  http::ClientPool pool_{executor_, way_out_};
  std::unique_ptr<identity::Directory> directory_;
  std::unique_ptr<wire::Authorizer> authorizer_;
  wire::PageTokens page_tokens_{std::string(32, 'p')};
  std::unique_ptr<bus::Engine> engine_;
  std::unique_ptr<services::events::Events> events_;
  std::unique_ptr<services::sqs::Sqs> sqs_;
  std::unique_ptr<wire::TestClient> client_;
  std::array<std::vector<Period>, kGates> periods_;
  std::array<bool, kGates> open_{};
  std::map<std::string, base::Time> put_;  // by the event's number
  Report report_;
};

}  // namespace angarium::simulation
