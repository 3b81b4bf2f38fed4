// What happens to two servers while the storm lasts, and how they come to rest.
#include <fmt/format.h>

#include <algorithm>

#include "delivery/keys.h"
#include "simulation/peer_world.h"
#include "simulation/target.h"

namespace angarium::simulation {

void PeerWorld::schedule_storm() {
  for (uint64_t puts = 10 + random_.below(30); puts > 0; --puts) at_some_time([this] { put(); });
  if (!options_.is_stormy) return;
  for (uint64_t kills = random_.below(4); kills > 0; --kills) {
    const size_t victim = random_.below(kServers);
    at_some_time([this, victim] { kill(victim); });
  }
  if (random_.chance(0.3)) {
    const size_t victim = random_.below(kServers);
    at_some_time([this, victim] {
      PeerServer* server = current_[victim];
      if (server != nullptr && server->is_up) base::start(stop(*this, *server));
    });
  }
  if (random_.chance(0.7)) offers_until_kill_ = random_.below(20);
  for (uint64_t times = random_.below(3); times > 0; --times) {
    at_some_time([this] { wire_.part_until(executor_.now() + up_to(30'000)); });
    const size_t bus = random_.below(kServers) * kBusesEach + kFickle;
    at_some_time([this, bus] { gone_until_[bus] = executor_.now() + up_to(10'000); });
  }
}

void PeerWorld::put() {
  const size_t bus = random_.below(kServers) * kBusesEach + random_.below(2);
  PeerServer* server = current_[server_of(bus)];
  if (server == nullptr || !server->is_up) return;
  std::vector<bus::Event> events;
  for (uint64_t count = 1 + random_.below(4); count > 0; --count) {
    SimulatedEvent event{fmt::format("event{}", ++report_.events),
                         fmt::format("source{}", random_.below(3)),
                         static_cast<int>(random_.below(3))};
    puts_[event.id] = {.bus = bus, .begun = ++moments_};
    trace_.add("{} is put to bus {}", event.id, bus);
    bus::Event made;
    made.id = bus::EventId(event.id);
    made.account = account(server->index);
    made.region = bus_id(bus).partition.region;
    made.source = event.source;
    made.detail_type = "simulated";
    made.payload = fmt::format(R"({{"kind":{}}})", event.kind);
    events.push_back(std::move(made));
    events_[event.id] = std::move(event);
  }
  base::start(await_put(*this, *server, bus, std::move(events)));
  if (options_.is_stormy && random_.chance(0.08)) kill_soon();
}

base::Task<void> PeerWorld::await_put(PeerWorld& world, PeerServer& server, size_t bus,
                                      std::vector<bus::Event> events) {
  const auto results = co_await server.engine->put(bus_id(bus), std::move(events));
  if (!server.is_alive()) co_return;  // nobody heard the answer
  for (const auto& result : results) {
    if (!result.ok()) continue;
    ++world.report_.acknowledged;
    world.trace_.add("{} is acknowledged", result->text());
    Put& put = world.puts_.at(result->text());
    put.is_acknowledged = true;
    put.answered = ++world.moments_;
  }
}

// Nothing goes wrong any more, once those that are down are up. Back-offs of up to fifteen minutes
// come to their end.
void PeerWorld::drain() {
  is_over_ = true;
  offers_until_kill_.reset();
  wire_.heal();
  int spans = 0;
  bool is_done = false;
  while (!is_done && ++spans < 30) {
    executor_.run_until(executor_.now() + std::chrono::minutes(5));
    is_done = is_drained(0) && is_drained(1);
  }
  if (!is_done) problem("deliveries never came to an end");
}

bool PeerWorld::is_drained(size_t server) {
  const PeerServer* current = current_[server];
  if (current == nullptr || !current->is_up) return false;
  for (size_t bus = server * kBusesEach; bus < (server + 1) * kBusesEach; ++bus) {
    const delivery::BusId id = bus_id(bus);
    const auto bounds = *current->store->log_bounds(id.partition, delivery::Keys::log(id.name));
    const auto retrying =
        *current->store->scan(id.partition, {delivery::Keys::retry_registrations(id.name), {}});
    if (bounds.floor != bounds.end || !retrying.items.empty()) return false;
  }
  return true;
}

// All coroutines come to their ends.
void PeerWorld::end_all() {
  constexpr size_t kWorkMax = 1'000'000;
  for (PeerServer* server : current_) {
    if (server == nullptr) continue;
    count_failures(*server);
    wire_.ends(server->index);
    disks_[server->index].process_dies();
    server->die();
  }
  if (executor_.run_until_idle(kWorkMax) == kWorkMax) problem("a dead server still works");
  executor_.drop_all();
}

void PeerWorld::read_queues() {
  for (size_t server = 0; server < kServers; ++server) {
    if (current_[server] == nullptr) continue;
    for (size_t bus = server * kBusesEach; bus < (server + 1) * kBusesEach; ++bus) {
      const auto messages = read_queue(server, 0, fmt::format("queue:0/{}", bus));
      judge_order(bus, messages);
    }
    for (int at = 0; at < static_cast<int>(kPartitionsEach); ++at) {
      read_queue(server, at, fmt::format("queue:{}/work", at));
      read_queue(server, at, fmt::format("queue:{}/dead", at));
    }
  }
}

std::vector<std::string> PeerWorld::read_queue(size_t server, int at, const std::string& name) {
  PeerServer& current = *current_[server];
  store::CommitRequest request{
      partition(server, at),
      0,
      {store::QueueLease{StoreQueue::key(name), 1000, current.clock.now() + std::chrono::hours(1)}},
      {}};
  std::vector<store::Message> messages;
  auto lease = [](PeerServer& server, store::CommitRequest request,
                  std::vector<store::Message>& messages) -> base::Task<void> {
    auto leased = co_await server.ownership->commit(std::move(request));
    if (leased.ok()) messages = std::move(leased->operations.at(0).messages);
  };
  base::start(lease(current, std::move(request), messages));
  executor_.run_until(executor_.now() + base::Milliseconds(100));
  std::sort(messages.begin(), messages.end(),
            [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
  std::vector<std::string> bodies;
  for (const store::Message& message : messages) {
    bodies.push_back(message.body);
    note(message.body);
  }
  return bodies;
}

void PeerWorld::note(const std::string& message) {
  trace_.add("{}", message);
  const size_t event = message.find(' ') + 1;
  const size_t bus = message.find(' ', event) + 1;
  const size_t subscription = message.find(' ', bus) + 1;
  Found& found = found_[message.substr(event, bus - 1 - event)]
                       [{std::stoul(message.substr(bus)), message.substr(subscription)}];
  ++(message.starts_with("letter") ? found.letters : found.arrived);
}

}  // namespace angarium::simulation
