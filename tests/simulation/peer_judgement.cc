// What a run of two servers must have led to.
#include <fmt/format.h>

#include <algorithm>

#include "simulation/peer_world.h"

namespace angarium::simulation {
namespace {

// Of several deliveries, how many are owed: at most, for certain, and for certain but maybe as dead
// letters.
struct Owed {
  int all = 0, firm = 0, lettered = 0;

  void add(const SimulatedTarget& target, int times) {
    all += times;
    if (!target.may_give_up) firm += times;
    if (target.may_give_up && target.letters_arrive) lettered += times;
  }
};

template <class Visit>
void visit_targets(const SimulatedRules& rules, const SimulatedEvent& event, const Visit& visit) {
  for (const auto& [name, rule] : rules) {
    if (!rule.matches(event)) continue;
    for (size_t i = 0; i < rule.targets.size(); ++i) {
      visit(fmt::format("{}/{}", name, i), rule.targets[i]);
    }
  }
}

}  // namespace

void PeerWorld::judge() {
  for (const auto& [event, put] : puts_) judge_event(event, put);
  for (const auto& [event, found] : found_) {
    if (!puts_.contains(event)) problem(event + " was never put");
  }
  if (missing_ > failures_) {
    problem(fmt::format("{} deliveries did not arrive, {} were counted as failed", missing_,
                        failures_));
  }
}

void PeerWorld::judge_event(const std::string& event, const Put& put) {
  const bool is_owed = put.is_acknowledged || found_.contains(event);
  judge_queues(event, put.bus, is_owed ? 1 : 0, false);
  for (size_t to = 0; to < kBuses; ++to) {
    if (server_of(to) == server_of(put.bus)) continue;
    const int times = judge_forwards(event, put.bus, to, is_owed);
    judge_queues(event, to, times, true);
  }
  judge_strangers(event, put);
}

// How often it is on that bus of the other server.
int PeerWorld::judge_forwards(const std::string& event, size_t from, size_t to, bool is_owed) {
  const int arrived = found_[event][{to, "all/0"}].arrived;
  const std::string name = fmt::format("bus:{}", to);
  Owed owed;
  int letters = 0;
  visit_targets(rules_[from], events_.at(event), [&](const auto& subscription, const auto& target) {
    if (target.name != name) return;
    if (is_owed) owed.add(target, 1);
    letters += found_[event][{from, subscription}].letters;
  });
  report_.owed_to_peers += static_cast<size_t>(owed.all);
  report_.arrived_at_peers += static_cast<size_t>(arrived);
  missing_ += std::max(0, owed.all - arrived);
  if (arrived > owed.all) {
    problem(fmt::format("{} is {} times on bus {} of the peer, sent {} times", event, arrived, to,
                        owed.all));
  }
  if (arrived < owed.firm || arrived + letters < owed.firm + owed.lettered) {
    problem(
        fmt::format("{} is lost on its way to bus {} of the peer: {} arrived, {} dead letters, "
                    "of {} and {} owed",
                    event, to, arrived, letters, owed.firm, owed.lettered));
  }
  return arrived;
}

void PeerWorld::judge_queues(const std::string& event, size_t bus, int times, bool is_forwarded) {
  visit_targets(rules_[bus], events_.at(event), [&](const auto& subscription, const auto& target) {
    if (target.name.starts_with("bus:")) {
      const Found& found = found_[event][{bus, subscription}];
      if (is_forwarded && found.letters > 0) problem(event + " was to take a second hop");
      return;
    }
    const int arrived = found_[event][{bus, subscription}].arrived;
    if (arrived != times) {
      problem(fmt::format("{}, {} times on bus {}, is {} times in {}", event, times, bus, arrived,
                          target.name));
    }
  });
}

// Whatever no rule sent there.
void PeerWorld::judge_strangers(const std::string& event, const Put& put) {
  for (const auto& [way, found] : found_[event]) {
    if (found.arrived + found.letters == 0) continue;
    const auto& [bus, subscription] = way;
    const auto rule = rules_[bus].find(subscription.substr(0, subscription.find('/')));
    const bool is_here = bus == put.bus || server_of(bus) != server_of(put.bus);
    if (is_here && rule != rules_[bus].end() && rule->second.matches(events_.at(event))) continue;
    problem(
        fmt::format("{} came over {} of bus {}, which does not want it", event, subscription, bus));
  }
}

// What was answered before another put began lies before that put's events.
void PeerWorld::judge_order(size_t bus, const std::vector<std::string>& messages) {
  if (bus % kBusesEach != kOrdered) return;
  size_t latest_begun = 0;
  for (const std::string& message : messages) {
    const size_t begin = message.find(' ') + 1;
    const std::string event = message.substr(begin, message.find(' ', begin) - begin);
    const auto found = puts_.find(event);
    if (found == puts_.end() || server_of(found->second.bus) == server_of(bus)) continue;
    const Put& put = found->second;
    if (put.is_acknowledged && latest_begun > put.answered) {
      problem(fmt::format("{} lies behind a later event on bus {}", event, bus));
    }
    latest_begun = std::max(latest_begun, put.begun);
  }
}

}  // namespace angarium::simulation
