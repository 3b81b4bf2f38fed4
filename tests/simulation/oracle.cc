#include "simulation/oracle.h"

#include <fmt/format.h>

#include <algorithm>
#include <climits>

namespace angarium::simulation {

bool SimulatedRule::matches(const SimulatedEvent& event) const {
  return sources.contains(event.source) && (kinds.empty() || kinds.contains(event.kind));
}

Debt debt_of(const SimulatedRules& rules, const SimulatedEvent& event, bool over_bus) {
  Debt debt;
  for (const auto& [name, rule] : rules) {
    if (!rule.matches(event)) continue;
    for (size_t i = 0; i < rule.targets.size(); ++i) {
      const std::string& target = rule.targets[i];
      if (!target.starts_with("bus:")) {
        if (target != "closed") ++debt.targets[target];
      } else if (!over_bus) {
        debt.forwards.push_back({fmt::format("{}/{}", name, i), std::stoi(target.substr(4))});
      }
    }
  }
  return debt;
}

void Oracle::put_begins(int bus, const SimulatedEvent& event, Debt debt) {
  puts_[event.id] = {bus, std::move(debt), false, ++moments_, 0};
}

void Oracle::put_acknowledged(const std::string& event) {
  Put& put = puts_.at(event);
  put.acknowledged = true;
  put.answered = ++moments_;
}

void Oracle::offered(const std::string& event, const std::string& subscription, Debt debt) {
  offers_[{event, subscription}].debts.push_back(std::move(debt));
}

// Directly from the bus it was put to, and over each bus it was forwarded to: of the debts that may
// have been taken in there, the least that each target got, and the most.
Oracle::Ranges Oracle::ranges_of(const std::string& event, const Put& put, bool owed,
                                 std::vector<std::string>& problems) const {
  Ranges ranges;
  for (const auto& [target, count] : put.debt.targets) {
    ranges[target].most += count;
    if (owed) ranges[target].least += count;
  }
  for (const Debt::Forward& forward : put.debt.forwards) {
    auto offer = offers_.find({event, forward.subscription});
    if (offer == offers_.end()) {
      if (owed)
        problems.push_back(fmt::format("{} was never offered to bus {}", event, forward.bus));
      continue;
    }
    Ranges over;
    for (const Debt& debt : offer->second.debts) {
      for (const auto& [target, count] : debt.targets) over[target] = {INT_MAX, 0};
    }
    for (const Debt& debt : offer->second.debts) {
      for (auto& [target, range] : over) {
        auto found = debt.targets.find(target);
        const int count = found == debt.targets.end() ? 0 : found->second;
        range = {std::min(range.least, count), std::max(range.most, count)};
      }
    }
    for (const auto& [target, range] : over) {
      ranges[target].most += range.most;
      if (owed) ranges[target].least += range.least;
    }
  }
  return ranges;
}

std::vector<std::string> Oracle::judge(
    const std::map<std::string, std::vector<std::string>>& queues, Strictness strictness) const {
  std::vector<std::string> problems;
  if (strictness.orderly) problems = judge_order(queues);
  std::map<std::string, std::map<std::string, int>> arrived;  // event -> target -> how often
  for (const auto& [queue, events] : queues) {
    for (const std::string& event : events) ++arrived[event][queue];
  }
  for (const auto& [key, count] : outside_) arrived[key.second][key.first] += count;
  for (const auto& [event, targets] : arrived) {
    if (!puts_.contains(event)) problems.push_back(fmt::format("{} was never put", event));
  }
  for (const auto& [event, put] : puts_) {
    const bool owed = put.acknowledged || arrived.contains(event);
    Ranges ranges = ranges_of(event, put, owed, problems);
    for (const auto& [target, count] : arrived[event]) ranges[target];
    for (const auto& [target, range] : ranges) {
      const int count = arrived[event][target];
      const bool repeats = target.starts_with("outside:") && !strictness.calm && range.most > 0;
      if (count < range.least || (count > range.most && !repeats)) {
        problems.push_back(fmt::format("{} reached {} {} times, not {} to {}", event, target, count,
                                       range.least, range.most));
      }
    }
  }
  return problems;
}

// A queue "queue:P/ordered:B" takes part in every commit of bus B beside it, and gets events from
// no other. What was answered before another put began lies before that put's events.
std::vector<std::string> Oracle::judge_order(
    const std::map<std::string, std::vector<std::string>>& queues) const {
  std::vector<std::string> problems;
  for (const auto& [queue, events] : queues) {
    const size_t at = queue.find("/ordered:");
    if (at == std::string::npos) continue;
    const int bus = std::stoi(queue.substr(at + 9));
    size_t latest_begun = 0;
    for (const std::string& event : events) {
      auto found = puts_.find(event);
      if (found == puts_.end() || found->second.bus != bus) continue;
      const Put& put = found->second;
      if (put.acknowledged && latest_begun > put.answered) {
        problems.push_back(fmt::format("{} lies behind a later event in {}", event, queue));
      }
      latest_begun = std::max(latest_begun, put.begun);
    }
  }
  return problems;
}

}  // namespace angarium::simulation
