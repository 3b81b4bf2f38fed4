#include "simulation/peer_world.h"

#include <fmt/format.h>

#include "delivery/bus_metrics.h"
#include "delivery/dead_letter.h"
#include "simulation/compiled_rules.h"

namespace angarium::simulation {
namespace {

// Long enough for events to be put, delivered and repeated while servers come and go; short enough
// for 50 seeds a second.
constexpr int64_t kStormMs = 20'000;
// What was being written at a kill is written by then, and may be kept: the longest sync, and room.
constexpr base::Milliseconds kAgony{400};

constexpr std::array<const char*, PeerWorld::kBusesEach> kBusNames = {"default", "ordered",
                                                                      "fickle"};

}  // namespace

PeerWorld::PeerWorld(const Options& options)
    : options_(options),
      trace_(options.keep_trace),
      random_(options.seed),
      executor_(options.seed),
      wire_(executor_, random_, options.is_stormy ? WireFaults::storm() : WireFaults()),
      disks_{Disk(options.sabotage), Disk(options.sabotage)} {
  // Small lanes and windows, so that their limits are met.
  limits_.delivery.lane_attempts_max = 1 + random_.below(4);
  limits_.delivery.lane_waiting_max = random_.below(4);
  limits_.delivery.cursor_records_max = 1 + random_.below(32);
  limits_.delivery.commit_operations_max = 16 + random_.below(64);
  for (size_t bus = 0; bus < kBuses; ++bus) make_rules(bus);
}

PeerWorld::~PeerWorld() = default;

base::Milliseconds PeerWorld::up_to(int64_t most_ms) {
  return base::Milliseconds(random_.below(static_cast<uint64_t>(most_ms) + 1));
}

base::AccountId PeerWorld::account(size_t server) {
  return base::AccountId(server == 0 ? "111111111111" : "222222222222");
}

store::Partition PeerWorld::partition(size_t server, int index) {
  return {account(server), base::Region(index == 0 ? "eu-west-1" : "eu-north-1"), 0};
}

delivery::BusId PeerWorld::bus_id(size_t bus) {
  return {partition(server_of(bus), 0), kBusNames[bus % kBusesEach]};
}

std::string PeerWorld::bus_arn(size_t bus) {
  return fmt::format("arn:aws:events:eu-west-1:{}:event-bus/{}", account(server_of(bus)).text(),
                     kBusNames[bus % kBusesEach]);
}

std::optional<size_t> PeerWorld::find_bus(const std::string& arn) {
  for (size_t bus = 0; bus < kBuses; ++bus) {
    if (bus_arn(bus) == arn) return bus;
  }
  return std::nullopt;
}

std::string PeerWorld::message_of(const delivery::Delivery& delivery) {
  size_t bus = 0;
  while (bus_id(bus) != delivery.bus) ++bus;
  return fmt::format("{} {} {} {}", delivery.dead_letter ? "letter" : "event",
                     delivery.content->event_id, bus,
                     delivery::own_route(delivery).subscription.text());
}

// Each bus has a queue for all that comes to it, of which nothing may be missing.
void PeerWorld::make_rules(size_t bus) {
  SimulatedRules& rules = rules_[bus];
  rules["all"] = {"all", {"source0", "source1", "source2"}, {}, {{fmt::format("queue:0/{}", bus)}}};
  const size_t other = 1 - server_of(bus);
  if (bus % kBusesEach == kSteady) {
    const size_t to = other * kBusesEach + kOrdered;
    rules["ordered"] = {"ordered", {"source0", "source1"}, {}, {{fmt::format("bus:{}", to)}}};
  }
  for (uint64_t i = random_.below(3); i > 0; --i) {
    SimulatedRule rule{fmt::format("rule{}", i), {}, {}, {}};
    rule.sources.insert(fmt::format("source{}", random_.below(3)));
    while (random_.chance(0.4)) rule.kinds.insert(static_cast<int>(random_.below(3)));
    for (uint64_t target = random_.below(2); target < 2; ++target) {
      rule.targets.push_back(random_target(bus));
    }
    rules[rule.name] = rule;
  }
}

SimulatedTarget PeerWorld::random_target(size_t bus) {
  if (random_.chance(0.3)) {
    SimulatedTarget queue{fmt::format("queue:{}/work", random_.below(kPartitionsEach))};
    return queue;
  }
  const size_t kind = random_.chance(0.3) ? kFickle : kSteady;
  const size_t to = (1 - server_of(bus)) * kBusesEach + kind;
  SimulatedTarget target{fmt::format("bus:{}", to)};
  allow_failures(to, target);
  return target;
}

void PeerWorld::allow_failures(size_t bus, SimulatedTarget& target) {
  if (random_.chance(0.3)) target.retries.retries_max = static_cast<uint32_t>(random_.below(4));
  if (random_.chance(0.1)) target.retries.event_age_max = base::Seconds(60);
  target.may_give_up = target.retries != delivery::RetryPolicy() || bus % kBusesEach == kFickle;
  if (random_.chance(0.4)) return;
  target.dead_letters = random_.chance(0.15)
                            ? "nowhere"
                            : fmt::format("queue:{}/dead", random_.below(kPartitionsEach));
  target.letters_arrive = target.dead_letters != "nowhere";
}

base::Instant::duration PeerWorld::sync_time() {
  return up_to(!is_over_ && options_.is_stormy && random_.chance(0.05) ? 300 : 5);
}

std::unique_ptr<http::Stream> PeerWorld::connect(size_t from) {
  PeerServer* to = current_[1 - from];
  if (to == nullptr || !to->is_up) return nullptr;
  auto [client, server] = wire_.connect(from);
  to->accept(std::move(server));
  return std::move(client);
}

bool PeerWorld::is_busy() { return !is_over_ && options_.is_stormy && random_.chance(0.05); }

bool PeerWorld::is_gone(size_t bus) const {
  const auto found = gone_until_.find(bus);
  return !is_over_ && found != gone_until_.end() && executor_.now() < found->second;
}

store::Offset PeerWorld::offered(const delivery::Delivery& delivery) {
  trace_.add("{} from {} has reached {}", delivery.content->event_id, delivery.bus.name,
             delivery.route->target_arn.text());
  const bool kills = offers_until_kill_ && (*offers_until_kill_)-- == 0;
  if (kills) {
    offers_until_kill_.reset();
    if (random_.chance(0.5)) offers_until_kill_ = random_.below(20);
    kill_soon();
  }
  return ++report_.offers;
}

void PeerWorld::boot(size_t index) {
  const uint64_t seed = options_.seed * 1000 + lives_.size();
  lives_.push_back(std::make_unique<PeerServer>(*this, index, seed));
  PeerServer& server = *lives_.back();
  trace_.add("server {} begins its life at {}", index, executor_.now().time_since_epoch().count());
  if (!server.problem.empty()) return problem(server.problem);
  current_[index] = &server;
  base::start(start(*this, server));
  if (lives_.size() > kServers && !is_over_ && random_.chance(0.1)) kill_soon();
}

base::Task<void> PeerWorld::start(PeerWorld& world, PeerServer& server) {
  const auto started = co_await server.engine->start();
  if (!server.is_alive()) co_return;
  if (!started.ok()) world.problem(started.error().message());
  world.publish(server);
  server.is_up = true;
}

void PeerWorld::publish(PeerServer& server) {
  for (size_t bus = server.index * kBusesEach; bus < (server.index + 1) * kBusesEach; ++bus) {
    const auto finish = [this](const SimulatedTarget& target, delivery::Route& route) {
      if (!target.name.starts_with("bus:")) return;
      const size_t to = std::stoul(target.name.substr(4));
      route.target_arn = delivery::TargetArn(bus_arn(to));
      if (to % kBusesEach != kOrdered || sabotage() == Sabotage::kNoOrder) return;
      route.order = delivery::Order::kGroup;
      route.message_group_id = "all";
    };
    server.engine->publish(bus_id(bus), compile(rules_[bus], finish));
  }
}

// While what has just begun is being written, sent and answered.
void PeerWorld::kill_soon() {
  const size_t victim = random_.below(kServers);
  executor_.post_at(executor_.now() + up_to(10), [this, victim] { kill(victim); });
}

void PeerWorld::kill(size_t index) {
  PeerServer* server = current_[index];
  if (server == nullptr) return;
  trace_.add("server {} is killed at {}", index, executor_.now().time_since_epoch().count());
  ++report_.kills;
  current_[index] = nullptr;
  disks_[index].process_dies();
  wire_.ends(index);
  server->die();
  const base::Milliseconds pause = up_to(random_.chance(0.2) ? 120'000 : 1'000);
  executor_.post_at(executor_.now() + kAgony, [this, server, pause] {
    bury(*server);  // before the next life looks at its disk, even when there is no pause
    executor_.post_at(executor_.now() + pause, [this, index = server->index] { boot(index); });
  });
}

// From here on nothing of it has an effect.
void PeerWorld::bury(PeerServer& server) {
  server.disk.end();
  disks_[server.index].process_is_dead(random_);
  count_failures(server);
}

base::Task<void> PeerWorld::stop(PeerWorld& world, PeerServer& server) {
  server.is_up = false;
  co_await server.engine->stop(world.up_to(5'000));
  if (server.is_alive()) world.kill(server.index);
}

void PeerWorld::count_failures(PeerServer& server) {
  if (sabotage() == Sabotage::kNoCounts) return;
  using delivery::GiveUpReason;
  for (size_t bus = server.index * kBusesEach; bus < (server.index + 1) * kBusesEach; ++bus) {
    const auto counted = delivery::BusMetrics(server.metrics, bus_id(bus)).invocations;
    for (GiveUpReason reason : {GiveUpReason::kPermanent, GiveUpReason::kRetriesExhausted,
                                GiveUpReason::kTooOld, GiveUpReason::kQueueFull}) {
      failures_ += static_cast<int>(counted.failed(reason).value());
    }
  }
}

void PeerWorld::at_some_time(std::function<void()> what) {
  executor_.post_at(executor_.now() + up_to(kStormMs), std::move(what));
}

PeerWorld::Report PeerWorld::run() {
  for (size_t server = 0; server < kServers; ++server) boot(server);
  schedule_storm();
  executor_.run_until(executor_.now() + base::Milliseconds(kStormMs));
  drain();
  read_queues();
  end_all();
  judge();
  report_.trace_hash = trace_.hash();
  report_.trace = trace_.lines();
  return std::move(report_);
}

}  // namespace angarium::simulation
