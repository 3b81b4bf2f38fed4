#include "simulation/world.h"

#include <algorithm>

#include "bus/bus_target.h"
#include "delivery/dead_letter.h"
#include "delivery/keys.h"
#include "delivery/stored.h"
#include "simulation/target.h"

namespace angarium::simulation {

World::World(const Options& options)
    : options_(options),
      faults_(options.faults),
      trace_(options.keep_trace),
      random_(options.seed),
      disk_(options.sabotage),
      rules_(kBuses),
      cursors_(kBuses) {
  // Small lanes and windows, so that their limits are met.
  limits_.delivery.lane_attempts_max = 1 + random_.below(4);
  limits_.delivery.lane_waiting_max = random_.below(4);
  limits_.delivery.cursor_records_max = 1 + random_.below(32);
  limits_.delivery.commit_operations_max = 16 + random_.below(64);
  // In every other run all that can take part in the bus's commit does, and order is judged.
  if (is_orderly()) {
    faults_.declined = faults_.withdrawn = 0;
  } else {
    limits_.same_commit_operations_max = random_.below(20);
  }
  const bool is_stormy = faults_.kills_max > 0;  // in a calm every put is answered
  if (is_stormy && chance(0.3)) quota_.retry_events_max = 1 + random_.below(8);
  queues_are_small_ = is_stormy && chance(0.2);
  if (queues_are_small_) quota_.subscription_retry_events_max = 1 + random_.below(3);
  for (int bus = 0; bus < kBuses; ++bus) {
    for (int i = 0; i < 4; ++i) change_rules(bus);
  }
}

World::~World() = default;

base::Milliseconds World::up_to(base::Milliseconds most) {
  return base::Milliseconds(random_.below(static_cast<uint64_t>(most.count()) + 1));
}

store::Partition World::partition(int index) {
  return {base::AccountId(index == 0 ? "111111111111" : "222222222222"),
          base::Region(index == 2 ? "eu-north-1" : "eu-west-1"), 0};
}

int World::partition_of(int bus) { return std::max(0, bus - 1); }

delivery::BusId World::bus_id(int bus) {
  return {partition(partition_of(bus)), bus == 1 ? "side" : "default"};
}

bool World::is_dead(const std::string& target) const {
  auto found = dead_until_.find(target);
  return found != dead_until_.end() && server_->executor.now() < found->second;
}

bool World::is_gone(const std::string& target) const {
  auto found = gone_until_.find(target);
  return found != gone_until_.end() && server_->executor.now() < found->second;
}

void World::arrived_outside(const std::string& target, const std::string& event) {
  trace_.add("{} reaches {}", event, target);
  oracle_.arrived_outside(target, event);
}

void World::offered(const std::string& bus_target, const delivery::Delivery& delivery) {
  const int to = std::stoi(bus_target.substr(4));
  const SimulatedEvent& event = events_.at(delivery.content->event_id);
  trace_.add("{} is offered to bus {}", event.id, to);
  oracle_.offered(event.id, delivery.route->subscription.text(),
                  debt_of(rules_[static_cast<size_t>(to)], event, true));
}

base::Result<std::shared_ptr<delivery::Target>> World::resolve(const delivery::Route& route,
                                                               const delivery::BusId&) {
  const std::string& name = route.target_arn.text();
  if (name == "nowhere" || is_gone(name)) {
    return base::Error(delivery::DeliveryError::kNoSuchTarget, "there is no " + name);
  }
  std::shared_ptr<delivery::Target> inner;
  if (name.starts_with("queue:")) {
    inner = std::make_shared<StoreQueue>(
        *server_->ownership, partition(std::stoi(name.substr(6))), name,
        StoreQueue::Manner{random_, options_.sabotage, [](const delivery::Delivery& delivery) {
                             std::string body = delivery.content->event_id;
                             if (!delivery.dead_letter) return body;
                             return body + ">" + delivery.dead_letter->route->target_arn.text();
                           }});
  } else if (name.starts_with("bus:") && server_->engine) {
    inner = std::make_shared<bus::BusTarget>(*server_->engine, bus_id(std::stoi(name.substr(4))),
                                             nullptr);
  } else {
    inner = std::make_shared<OutsideTarget>(*this, name);
  }
  return std::static_pointer_cast<delivery::Target>(
      std::make_shared<FaultyTarget>(*this, name, std::move(inner), life_));
}

void World::boot() {
  ++life_;
  server_ = std::make_unique<Server>(
      options_.seed * 1000 + static_cast<uint64_t>(life_), now_, disk_, limits_, quota_, *this,
      options_.sabotage, [this]() -> base::Instant::duration {
        return up_to(base::Milliseconds(chance(faults_.slow_sync) ? 300 : 5));
      });
  if (!server_->problem.empty()) report_.problems.push_back(server_->problem);
  for (int bus = 0; bus < kBuses; ++bus) publish(bus);
  check_cursors();
  trace_.add("life {} begins at {}", life_, now_.time_since_epoch().count());
}

void World::check_cursors() {
  for (int bus = 0; bus < kBuses; ++bus) {
    const delivery::BusId id = bus_id(bus);
    auto stored = *server_->store->get(id.partition, delivery::Keys::cursor(id.name));
    const store::Offset cursor = stored ? delivery::decode_cursor(stored->value)->next : 0;
    store::Offset& last = cursors_[static_cast<size_t>(bus)];
    if (cursor < last)
      report_.problems.push_back(fmt::format("bus {}: the cursor moved back", bus));
    last = cursor;
  }
}

void World::kill(bool gracefully) {
  if (gracefully) {
    auto stop = [](bus::Engine& engine, base::Milliseconds grace) -> base::Task<bool> {
      co_await engine.stop(grace);
      co_return true;
    };
    if (!server_->run(stop(*server_->engine, up_to(base::Milliseconds(5'000))))) {
      report_.problems.push_back("stop() never ended");
    }
  }
  trace_.add("life {} ends at {}", life_, server_->executor.now().time_since_epoch().count());
  now_ = server_->executor.now() + up_to(base::Milliseconds(chance(0.2) ? 120'000 : 1'000));
  count_failures();
  const int dead = life_;
  life_ = -1;  // whatever still runs belongs to the dead
  server_->die(disk_, random_);
  life_ = dead;
  if (!server_->problem.empty()) report_.problems.push_back(server_->problem);
  server_.reset();
}

void World::live() {
  schedule_operations();
  const base::Instant until = server_->executor.now() + up_to(base::Milliseconds(8'000));
  while (server_->executor.now() < until && server_->executor.run_one()) {
  }
  // Somewhere between the pieces of work that follow.
  for (uint64_t left = random_.below(60); left > 0; --left) server_->executor.run_one();
}

Report World::run() {
  const int kills =
      faults_.kills_max == 0
          ? 0
          : 1 + static_cast<int>(random_.below(static_cast<uint64_t>(faults_.kills_max)));
  boot();
  for (int i = 0; i < kills; ++i) {
    live();
    kill(chance(0.25));
    ++report_.kills;
    boot();
  }
  live();
  drain();
  check_quotas();
  count_failures();
  const bool calm = faults_.kills_max == 0 && options_.faults.lost_after == 0;
  auto problems = oracle_.judge(read_queues(), {calm, failures_});
  report_.problems.insert(report_.problems.end(), problems.begin(), problems.end());
  kill(false);
  report_.trace_hash = trace_.hash();
  report_.trace = trace_.lines();
  return std::move(report_);
}

}  // namespace angarium::simulation
