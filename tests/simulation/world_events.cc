// What happens to a server while it lives, and how its last one comes to rest.
#include <algorithm>

#include "delivery/bus_metrics.h"
#include "delivery/keys.h"
#include "delivery/stored.h"
#include "simulation/compiled_rules.h"
#include "simulation/target.h"
#include "simulation/world.h"

namespace angarium::simulation {

void World::schedule_operations() {
  const uint64_t count = 5 + random_.below(30);
  for (uint64_t i = 0; i < count; ++i) {
    const base::Instant due = server_->executor.now() + up_to(base::Milliseconds(8'000));
    const int bus = static_cast<int>(random_.below(kBuses));
    const uint64_t kind = random_.below(10);
    server_->executor.post_at(due, [this, life = life_, bus, kind] {
      if (!is_alive(life)) return;
      if (kind < 7) return put(bus);
      if (kind < 9) {
        change_rules(bus);
        return publish(bus);
      }
      if (faults_.refused == 0) return;
      const std::string target = random_target_name(bus);
      const bool vanishes = target.starts_with("fickle:");
      (vanishes ? gone_until_ : dead_until_)[target] =
          server_->executor.now() + up_to(base::Milliseconds(60'000));
      trace_.add("{} is {} for a while", target, vanishes ? "gone" : "dead");
    });
  }
}

SimulatedTarget World::random_target(int bus) {
  SimulatedTarget target{random_target_name(bus)};
  if (chance(0.3)) target.retries.retries_max = static_cast<uint32_t>(random_.below(4));
  if (chance(0.1)) target.retries.event_age_max = base::Seconds(60);
  const bool is_limited = target.retries != delivery::RetryPolicy();
  const bool is_unsure = target.name == "closed" || target.name.starts_with("fickle:");
  target.may_give_up = is_limited || is_unsure || queues_are_small_;
  if (chance(0.5)) {
    const int at = chance(0.6) ? partition_of(bus) : static_cast<int>(random_.below(kPartitions));
    target.dead_letters = chance(0.15) ? "nowhere" : fmt::format("queue:{}/dead", at);
    // Letters wait in the same queues, and have to give way in them, too.
    target.letters_arrive = target.dead_letters != "nowhere" && !queues_are_small_;
  }
  return target;
}

std::string World::random_target_name(int bus) {
  switch (random_.below(9)) {
    case 8: return fmt::format("fickle:{}", random_.below(2));
    case 0:
      if (!is_orderly()) return "outside:2";
      return fmt::format("queue:{}/ordered:{}", partition_of(bus), bus);
    case 1:
    case 2: return fmt::format("queue:{}/a", partition_of(bus));
    case 3: return fmt::format("queue:{}/b", random_.below(kPartitions));
    case 4:
    case 5: {
      const int to = static_cast<int>(random_.below(kBuses));
      if (to != bus) return fmt::format("bus:{}", to);
      return "outside:0";
    }
    case 6: return fmt::format("outside:{}", random_.below(3));
    default: return chance(0.2) ? "closed" : "outside:1";
  }
}

void World::change_rules(int bus) {
  SimulatedRules& rules = rules_[static_cast<size_t>(bus)];
  SimulatedRule rule{fmt::format("rule{}", random_.below(5)), {}, {}, {}};
  if (chance(0.2)) {
    rules.erase(rule.name);
    return;
  }
  const auto add_source = [&] { rule.sources.insert(fmt::format("source{}", random_.below(3))); };
  add_source();
  if (chance(0.5)) add_source();
  while (chance(0.4)) rule.kinds.insert(static_cast<int>(random_.below(3)));
  const uint64_t targets = 1 + random_.below(3);
  for (uint64_t i = 0; i < targets; ++i) rule.targets.push_back(random_target(bus));
  // One subscription of a bus keeps its order, wherever its queue is.
  if (!is_orderly() && rule.name == "rule0") {
    const uint64_t at = (options_.seed + static_cast<uint64_t>(bus)) % kPartitions;
    rule.targets[0].name = fmt::format("queue:{}/ordered:{}", at, bus);
    const bool is_limited = rule.targets[0].retries != delivery::RetryPolicy();
    rule.targets[0].may_give_up = is_limited || queues_are_small_;
  }
  rules[rule.name] = rule;
}

void World::publish(int bus) {
  server_->engine->publish(
      bus_id(bus), compile(rules_[static_cast<size_t>(bus)], [this](const SimulatedTarget& target,
                                                                    delivery::Route& route) {
        const bool keeps_order = target.name.find("/ordered:") != std::string::npos;
        if (!keeps_order || is_orderly()) return;
        if (options_.sabotage == Sabotage::kNoOrder) return;
        route.order = delivery::Order::kGroup;
        route.message_group_id = "all";
      }));
}

void World::put(int bus) {
  std::vector<bus::Event> events;
  const uint64_t count = 1 + random_.below(4);
  for (uint64_t i = 0; i < count; ++i) {
    SimulatedEvent event{fmt::format("event{}", ++report_.events),
                         fmt::format("source{}", random_.below(3)),
                         static_cast<int>(random_.below(3))};
    oracle_.put_begins(bus, event, debt_of(rules_[static_cast<size_t>(bus)], event, false));
    trace_.add("{} is put to bus {}", event.id, bus);
    bus::Event made;
    made.id = bus::EventId(event.id);
    made.source = event.source;
    made.detail_type = "simulated";
    made.payload = fmt::format(R"({{"kind":{}}})", event.kind);
    events.push_back(std::move(made));
    events_[event.id] = std::move(event);
  }
  base::start(await_put(*this, life_, bus, std::move(events)));
}

base::Task<void> World::await_put(World& world, int life, int bus, std::vector<bus::Event> events) {
  auto results = co_await world.server_->engine->put(bus_id(bus), std::move(events));
  if (!world.is_alive(life)) co_return;  // nobody heard the answer
  for (const auto& result : results) {
    if (!result.ok()) continue;
    ++world.report_.acknowledged;
    world.trace_.add("{} is acknowledged", result->text());
    world.oracle_.put_acknowledged(result->text());
  }
}

// Nothing goes wrong any more. Back-offs of up to fifteen minutes come to their end.
void World::drain() {
  faults_ = Faults::none();
  dead_until_.clear();
  gone_until_.clear();
  int spans = 0;
  do {
    server_->executor.run_until(server_->executor.now() + std::chrono::minutes(5));
  } while (!is_drained() && ++spans < 30);
  if (!is_drained()) report_.problems.push_back("deliveries never came to an end");
}

// What the server counted as failed, with a dead letter or without; read before it dies.
void World::count_failures() {
  if (options_.sabotage == Sabotage::kNoCounts) return;
  using delivery::GiveUpReason;
  for (int bus = 0; bus < kBuses; ++bus) {
    const auto counted = delivery::BusMetrics(server_->metrics, bus_id(bus)).invocations;
    for (GiveUpReason reason : {GiveUpReason::kPermanent, GiveUpReason::kRetriesExhausted,
                                GiveUpReason::kTooOld, GiveUpReason::kQueueFull}) {
      failures_ += static_cast<int>(counted.failed(reason).value());
    }
  }
}

// Nothing waits any more, so no account is full.
void World::check_quotas() {
  for (int at = 0; at < kPartitions; ++at) {
    const auto quota = server_->quotas->of(partition(at));
    if (options_.sabotage == Sabotage::kStuckQuota) quota->add(1, 0);
    if (quota->events() == 0 && quota->bytes() == 0) continue;
    report_.problems.push_back(fmt::format("partition {}: {} events of {} bytes still count", at,
                                           quota->events(), quota->bytes()));
  }
}

bool World::is_drained() {
  for (int bus = 0; bus < kBuses; ++bus) {
    const delivery::BusId id = bus_id(bus);
    const auto bounds = *server_->store->log_bounds(id.partition, delivery::Keys::log(id.name));
    const auto retrying =
        *server_->store->scan(id.partition, {delivery::Keys::retry_registrations(id.name), {}});
    if (bounds.floor != bounds.end || !retrying.items.empty()) return false;
  }
  return true;
}

std::map<std::string, std::vector<std::string>> World::read_queues() {
  std::map<std::string, std::vector<std::string>> queues;
  std::vector<std::pair<int, std::string>> names;
  for (int bus = 0; bus < kBuses; ++bus) {
    for (int at = 0; at < kPartitions; ++at) {
      names.emplace_back(at, fmt::format("queue:{}/ordered:{}", at, bus));
    }
  }
  for (int at = 0; at < kPartitions; ++at) {
    names.emplace_back(at, fmt::format("queue:{}/a", at));
    names.emplace_back(at, fmt::format("queue:{}/b", at));
    names.emplace_back(at, fmt::format("queue:{}/dead", at));
  }
  for (const auto& [at, name] : names) {
    store::CommitRequest request{partition(at),
                                 0,
                                 {store::QueueLease{StoreQueue::key(name), 1000,
                                                    server_->clock.now() + std::chrono::hours(1)}},
                                 {}};
    auto leased = server_->run(server_->ownership->commit(std::move(request)));
    if (!leased || !leased->ok()) {  // torn commits may leave it so
      report_.problems.push_back(name + " can't be read");
      continue;
    }
    std::vector<store::Message> messages = std::move((*leased)->operations.at(0).messages);
    std::sort(messages.begin(), messages.end(),
              [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
    for (const store::Message& message : messages) queues[name].push_back(message.body);
  }
  return queues;
}

}  // namespace angarium::simulation
