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
      const SimulatedTarget& target = rule.targets[i];
      if (!target.name.starts_with("bus:")) {
        Debt::Owed& owed = debt.targets[target.name];
        ++owed.all;
        if (!target.may_give_up) ++owed.firm;
        if (target.may_give_up && target.letters_arrive) ++owed.lettered;
      } else if (!over_bus) {
        debt.forwards.push_back(
            {fmt::format("{}/{}", name, i), std::stoi(target.name.substr(4)), target.may_give_up});
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
    ranges[target].most += count.all;
    if (!owed) continue;
    ranges[target].least += count.firm;
    ranges[target].lettered += count.lettered;
  }
  for (const Debt::Forward& forward : put.debt.forwards) {
    auto offer = offers_.find({event, forward.subscription});
    if (offer == offers_.end()) {
      if (owed && !forward.may_give_up)
        problems.push_back(fmt::format("{} was never offered to bus {}", event, forward.bus));
      continue;
    }
    Ranges over;
    for (const Debt& debt : offer->second.debts) {
      for (const auto& [target, count] : debt.targets) over[target] = {INT_MAX, INT_MAX, 0};
    }
    for (const Debt& debt : offer->second.debts) {
      for (auto& [target, range] : over) {
        auto found = debt.targets.find(target);
        const Debt::Owed count = found == debt.targets.end() ? Debt::Owed{} : found->second;
        range = {std::min(range.least, count.firm), std::min(range.lettered, count.lettered),
                 std::max(range.most, count.all)};
      }
    }
    for (const auto& [target, range] : over) {
      ranges[target].most += range.most;
      if (!owed || forward.may_give_up) continue;
      ranges[target].least += range.least;
      ranges[target].lettered += range.lettered;
    }
  }
  return ranges;
}

void Oracle::judge_target(const std::string& what, const Range& range, const Found& found,
                          bool repeats, std::vector<std::string>& problems) const {
  if (found.arrived < range.least || (found.arrived > range.most && !repeats)) {
    problems.push_back(
        fmt::format("{} {} times, not {} to {}", what, found.arrived, range.least, range.most));
  }
  if (found.arrived + found.letters < range.least + range.lettered) {
    problems.push_back(fmt::format("{} {} times, with {} dead letters; {} could not fail", what,
                                   found.arrived, found.letters, range.least + range.lettered));
  }
}

std::vector<std::string> Oracle::judge(
    const std::map<std::string, std::vector<std::string>>& queues, Strictness strictness) const {
  std::vector<std::string> problems = judge_order(queues);
  std::map<std::string, std::map<std::string, Found>> found;  // event -> target
  for (const auto& [queue, messages] : queues) {
    for (const std::string& message : messages) {
      const size_t letter = message.find('>');
      if (letter == std::string::npos) {
        ++found[message][queue].arrived;
      } else {
        ++found[message.substr(0, letter)][message.substr(letter + 1)].letters;
      }
    }
  }
  for (const auto& [key, count] : outside_) found[key.second][key.first].arrived += count;
  for (const auto& [event, targets] : found) {
    if (!puts_.contains(event)) problems.push_back(fmt::format("{} was never put", event));
  }
  int missing = 0;
  for (const auto& [event, put] : puts_) {
    const bool owed = put.acknowledged || found.contains(event);
    Ranges ranges = ranges_of(event, put, owed, problems);
    for (const auto& [target, count] : found[event]) ranges[target];
    for (const auto& [target, range] : ranges) {
      const Found& count = found[event][target];
      const bool repeats = target.find(':') != std::string::npos && !target.starts_with("queue:") &&
                           !strictness.calm && range.most > 0;
      judge_target(fmt::format("{} reached {}", event, target), range, count, repeats, problems);
      if (owed && put.debt.forwards.empty()) {
        missing += std::max(0, range.most - count.arrived);
      }
    }
  }
  if (missing > strictness.failures) {
    problems.push_back(fmt::format("{} deliveries did not arrive, {} were counted as failed",
                                   missing, strictness.failures));
  }
  return problems;
}

// A queue "queue:P/ordered:B" gets events of bus B only, and either takes part in every commit of
// it, or from one subscription that keeps order. What was answered before another put began lies
// before that put's events.
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
