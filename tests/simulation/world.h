#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/simulated_executor.h"
#include "simulation/disk.h"
#include "simulation/fault_model.h"
#include "simulation/oracle.h"
#include "simulation/server.h"
#include "simulation/trace.h"

namespace angarium::simulation {

struct Options {
  uint64_t seed = 0;
  Faults faults = Faults::storm();
  Sabotage sabotage = Sabotage::kNone;
  bool keep_trace = false;
};

struct Report {
  std::vector<std::string> problems;  // empty: all that must hold held
  uint64_t trace_hash = 0;
  std::vector<std::string> trace;
  int events = 0;
  int acknowledged = 0;
  int kills = 0;
};

// One run: clients, rules, targets, a disk, and one server after the other on it.
class World final : public delivery::TargetResolver {
 public:
  static constexpr int kBuses = 4;
  static constexpr int kPartitions = 3;

  explicit World(const Options& options);
  ~World() override;
  Report run();

  // ---- for the targets
  base::Random& random() { return random_; }
  // Whether all that can take part in a bus's commit does.
  bool is_orderly() const { return options_.seed % 2 == 0; }
  bool chance(double probability) { return random_.chance(probability); }
  base::Milliseconds up_to(base::Milliseconds most);
  const Faults& faults() const { return faults_; }
  base::Executor& executor() { return server_->executor; }
  bool is_alive(int life) const { return life > 0 && life == life_; }
  bool is_dead(const std::string& target) const;
  bool is_gone(const std::string& target) const;
  void arrived_outside(const std::string& target, const std::string& event);
  void offered(const std::string& bus_target, const delivery::Delivery& delivery);

  base::Result<std::shared_ptr<delivery::Target>> resolve(const delivery::Route& route,
                                                          const delivery::BusId& from) override;

 private:
  static store::Partition partition(int index);
  static delivery::BusId bus_id(int bus);
  static int partition_of(int bus);

  // ---- lives of the server
  void boot();
  void kill(bool gracefully);
  void live();  // until a random moment
  void check_cursors();

  // ---- what happens meanwhile
  void schedule_operations();
  void change_rules(int bus);
  void publish(int bus);
  std::string random_target_name(int bus);
  SimulatedTarget random_target(int bus);
  void put(int bus);
  static base::Task<void> await_put(World& world, int life, int bus,
                                    std::vector<bus::Event> events);

  // ---- the end
  void count_failures();  // of the server that is about to die
  void check_quotas();
  void drain();
  bool is_drained();
  std::map<std::string, std::vector<std::string>> read_queues();

  const Options options_;
  Faults faults_;
  Trace trace_;
  base::SeededRandom random_;
  Disk disk_;
  bus::Limits limits_;
  delivery::QuotaLimits quota_;
  bool queues_are_small_ = false;  // any subscription may give up
  int failures_ = 0;               // counted, by all servers
  Oracle oracle_;
  std::vector<SimulatedRules> rules_;  // by bus
  std::map<std::string, SimulatedEvent> events_;
  std::map<std::string, base::Instant> dead_until_;
  std::map<std::string, base::Instant> gone_until_;
  std::vector<store::Offset> cursors_;  // by bus, at the last boot
  std::unique_ptr<Server> server_;
  base::Instant now_{};  // when the last server died, or the next begins
  int life_ = 0;
  Report report_;
};

}  // namespace angarium::simulation
