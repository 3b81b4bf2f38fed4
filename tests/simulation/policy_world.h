#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulation/policy_server.h"

namespace angarium::simulation {

// Policies that come and go while events flow, over the real services and the real authorizer, on
// one thread from one seed.
//
// Events of account 111.. go five ways: into a queue of its own as EventBridge itself and as a
// role, into a queue of account 222.., and over two of its buses, as the account and as a role.
// What may close a way is a gate: a queue's or bus's policy, a role's trust, what a role may do.
// Gates are opened and closed at random moments, each time by another of the policies that mean it.
//
// The server may be killed between any two pieces of work, and starts again from what its disk
// kept of what was not synced: the earliest, or nothing. A change that was not answered is asked
// for again; until it is answered both policies may be seen.
//
// What must hold: an event that arrived was permitted at some moment shortly before; an event that
// was answered and whose way was open all the time has arrived. Which gates were open is known from
// what was asked for, not from any policy.
class PolicyWorld final : public delivery::TargetResolver {
 public:
  // `kills_max`: how often the server may be killed in a run.
  PolicyWorld(uint64_t seed, PolicySabotage sabotage, size_t kills_max);
  ~PolicyWorld() override;

  struct Report {
    std::vector<std::string> problems;
    size_t put = 0, arrived = 0, refused = 0;  // events times ways
    size_t kills = 0, unanswered = 0;          // of changes and events
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

  // An event, and whether it was answered.
  struct Put {
    base::Time time;
    bool is_answered;
  };
  struct Life {
    base::Time begin, end;
  };

  base::Time now() const { return server_->clock.now(); }
  void boot();
  void plan_a_kill();
  void kill_within(uint64_t span_ms);
  void begin_question();
  void reboot();
  // None: the server died first.
  std::optional<std::string> call(const std::string& operation, const std::string& body,
                                  std::string_view account);
  void run_for(base::Milliseconds span);
  void set_up();
  void add_way(Way way, const std::string& target_arn, const std::string& role);
  void add_receiving_bus(const std::string& bus, const std::string& queue);
  void make_queue(std::string_view account, const std::string& name);

  void turn(Gate gate, bool is_open);
  // Whether it was answered.
  bool apply(Gate gate, bool is_open);
  bool apply_roles();
  std::string policy_of(Gate gate, bool is_open);
  void put_event();

  void judge();
  void judge_way(Way way, const std::multimap<std::string, base::Time>& arrived);
  std::multimap<std::string, base::Time> read_queue(Way way);
  base::Time settled(base::Time put) const;
  bool may_be_open(Gate gate, base::Time from, base::Time to) const;
  bool may_be_open(Way way, base::Time moment) const;
  bool is_open_throughout(Way way, base::Time from, base::Time to) const;

  const uint64_t seed_;
  const PolicySabotage sabotage_;
  base::SeededRandom random_;
  Disk disk_{Sabotage::kNone};
  std::unique_ptr<PolicyServer> server_;
  bool is_dying_ = false;  // the server is dead, and the world has not noticed yet
  size_t kills_left_;
  std::optional<uint64_t>
      questions_until_kill_;  // which then comes before the answer, or soon after
  std::vector<Life> lives_;
  std::array<std::vector<Period>, kGates> periods_;
  std::array<bool, kGates> open_{};
  std::map<std::string, Put> put_;  // by the event's number
  Report report_;
};

}  // namespace angarium::simulation
