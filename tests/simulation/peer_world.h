#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/simulated_executor.h"
#include "simulation/disk.h"
#include "simulation/fault_model.h"
#include "simulation/oracle.h"
#include "simulation/peer_server.h"
#include "simulation/peer_wire.h"
#include "simulation/trace.h"

namespace angarium::simulation {

// Two servers that are each other's peers, on one thread from one seed: the code that sends
// (delivery/targets, http's client), the code that receives (http's server, wire's gateway with
// signatures, services/peers, bus), and between them a wire that loses, delays, cuts and parts
// (peer_wire.h).
//
// Each server has three buses. Its rules send events into queues beside them and to buses of the
// other server: to one that always exists, to one in order, and to one that vanishes for a while.
// Either server may be killed between any two pieces of work, also while it recovers, above all
// soon after an event has reached its peer; its disk then keeps, of what was not synced, a random
// number of batches. Rules stay as they are: world.h is about those that change.
//
// What must hold after every run, once faults have ended and time has passed:
// 1. Every acknowledged event is in the queue of its bus, and once on each bus of the other server
//    that a rule sends it to and in every queue that the rules there send it to; or, where its
//    subscription may give up, in the dead-letter queue, or counted as failed.
// 2. An event whose put was never answered reached all of them or none.
// 3. Nothing is on a bus of the other server, or in a queue, more often than rules sent it there,
//    whatever was repeated: no run stretches a repetition beyond delivery::kRememberFor.
// 4. Nothing came where no rule sends it; in particular nothing comes back over a second hop.
// 5. Over a subscription that keeps order events arrive in the order of their puts.
// 6. Nothing stays in a log or a retry queue.
class PeerWorld {
 public:
  static constexpr size_t kServers = 2, kBusesEach = 3, kBuses = kServers * kBusesEach;
  static constexpr size_t kPartitionsEach = 2;

  struct Options {
    uint64_t seed = 0;
    bool is_stormy = true;
    Sabotage sabotage = Sabotage::kNone;  // not all of them; kNoSync: of the second server
    bool keep_trace = false;
  };
  struct Report {
    std::vector<std::string> problems;  // empty: all that must hold held
    uint64_t trace_hash = 0;
    std::vector<std::string> trace;
    size_t events = 0, acknowledged = 0, kills = 0;
    size_t owed_to_peers = 0, arrived_at_peers = 0, offers = 0;  // of events, times subscriptions
  };

  explicit PeerWorld(const Options& options);
  ~PeerWorld();
  Report run();

  // ---- names
  static base::AccountId account(size_t server);
  static store::Partition partition(size_t server, int index);
  static size_t server_of(size_t bus) { return bus / kBusesEach; }
  static delivery::BusId bus_id(size_t bus);
  static std::string bus_arn(size_t bus);
  static std::optional<size_t> find_bus(const std::string& arn);
  // What a queue gets: whether it is a dead letter, and event, bus and subscription.
  static std::string message_of(const delivery::Delivery& delivery);

  // ---- for the servers
  base::SimulatedExecutor& executor() { return executor_; }
  PeerWire& wire() { return wire_; }
  Disk& disk(size_t server) { return disks_[server]; }
  const bus::Limits& limits() const { return limits_; }
  Sabotage sabotage() const { return options_.sabotage; }
  base::Instant::duration sync_time();
  std::unique_ptr<http::Stream> connect(size_t from);  // none: the other is down
  bool is_busy();                                      // to be told to a peer
  bool is_gone(size_t bus) const;
  // An event has reached its peer; how many have.
  store::Offset offered(const delivery::Delivery& delivery);

 private:
  enum BusKind : size_t { kSteady, kOrdered, kFickle };
  struct Put {
    size_t bus = 0;
    bool is_acknowledged = false;
    size_t begun = 0, answered = 0;  // in the order of all beginnings and answers
  };
  // What was found of one event, by the bus that delivered it and its subscription there.
  struct Found {
    int arrived = 0, letters = 0;
  };
  using FoundEvent = std::map<std::pair<size_t, std::string>, Found>;

  // ---- what is set up
  void make_rules(size_t bus);
  SimulatedTarget random_target(size_t bus);
  void allow_failures(size_t bus, SimulatedTarget& target);

  // ---- lives of the servers
  void boot(size_t server);
  static base::Task<void> start(PeerWorld& world, PeerServer& server);
  void publish(PeerServer& server);
  void kill(size_t server);
  void kill_soon();
  static base::Task<void> stop(PeerWorld& world, PeerServer& server);
  void bury(PeerServer& server);
  void count_failures(PeerServer& server);

  // ---- what happens meanwhile
  void schedule_storm();
  void at_some_time(std::function<void()> what);
  void put();
  static base::Task<void> await_put(PeerWorld& world, PeerServer& server, size_t bus,
                                    std::vector<bus::Event> events);
  base::Milliseconds up_to(int64_t most_ms);

  // ---- the end
  void drain();
  bool is_drained(size_t server);
  void end_all();
  void read_queues();
  std::vector<std::string> read_queue(size_t server, int partition, const std::string& name);
  void note(const std::string& message);

  // ---- the judgement (peer_judgement.cc)
  void judge();
  void judge_event(const std::string& event, const Put& put);
  // What rules of a bus do with an event that has come there `times` times; `is_forwarded`: over
  // the other server.
  void judge_queues(const std::string& event, size_t bus, int times, bool is_forwarded);
  int judge_forwards(const std::string& event, size_t from, size_t to, bool is_owed);
  void judge_strangers(const std::string& event, const Put& put);
  void judge_order(size_t bus, const std::vector<std::string>& messages);
  void problem(std::string text) { report_.problems.push_back(std::move(text)); }

  const Options options_;
  Trace trace_;
  base::SeededRandom random_;
  base::SimulatedExecutor executor_;
  PeerWire wire_;
  std::array<Disk, kServers> disks_;
  bus::Limits limits_;
  std::array<SimulatedRules, kBuses> rules_;
  std::map<std::string, SimulatedEvent> events_;
  std::map<std::string, Put> puts_;
  std::map<std::string, FoundEvent> found_;
  std::map<size_t, base::Instant> gone_until_;   // by bus
  std::array<PeerServer*, kServers> current_{};  // none: down
  std::vector<std::unique_ptr<PeerServer>> lives_;
  std::optional<uint64_t> offers_until_kill_;
  bool is_over_ = false;  // no more faults
  size_t moments_ = 0;
  int missing_ = 0, failures_ = 0;  // deliveries that did not arrive; that were counted as failed
  Report report_;
};

}  // namespace angarium::simulation
