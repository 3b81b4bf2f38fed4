#include "bus/intake_metrics.h"

namespace angarium::bus {
namespace {

using delivery::Tally;
using Routes = std::vector<std::shared_ptr<const Route>>;

// Those of `matches` that are not owed any more; both are in the same order.
Routes delivered_of(const Routes& matches, const Routes& owed) {
  Routes delivered;
  auto next = owed.begin();
  for (const auto& route : matches) {
    if (next != owed.end() && *next == route) {
      ++next;
    } else {
      delivered.push_back(route);
    }
  }
  return delivered;
}

std::vector<Tally> tallies_of(const Accepted& event, const Routes& owed, base::Time begun,
                              base::Time ended) {
  std::vector<Tally> tallies;
  if (event.matches.size() == owed.size()) return tallies;
  const base::Time taken_in = event.content->ingest_time;
  for (const auto& route : delivered_of(event.matches, owed)) {
    tallies.push_back({Tally::Kind::kFirstAttempt, route, begun - taken_in});
    tallies.push_back({Tally::Kind::kFirstAnswer, route, ended - taken_in});
    tallies.push_back({Tally::Kind::kDelivered, route, ended - taken_in});
  }
  return tallies;
}

size_t rules_of(const Routes& routes) {
  size_t rules = 0;
  for (size_t i = 0; i < routes.size(); ++i) {
    rules += i == 0 || routes[i]->rule_arn != routes[i - 1]->rule_arn ? 1 : 0;
  }
  return rules;
}

}  // namespace

void count_intake(const BusId& bus, delivery::BusMetrics& metrics, delivery::RuleMetrics* rules,
                  const std::vector<Accepted>& events, const IntakePlan& plan, base::Time begun,
                  base::Time ended) {
  metrics.events.add(static_cast<double>(events.size()));
  for (size_t i = 0; i < events.size(); ++i) {
    const Accepted& event = events[i];
    if (event.hops_ended > 0) metrics.hops_ended.add(static_cast<double>(event.hops_ended));
    if (event.matches.empty()) continue;
    metrics.invocations.match(rules_of(event.matches), event.matches.size());
    const auto tallies = tallies_of(event, plan.owed[i].owed, begun, ended);
    for (const Tally& tally : tallies) metrics.invocations.add(tally);
    if (rules == nullptr) continue;
    rules->match(bus, event.matches);
    rules->add(bus, tallies);
  }
}

}  // namespace angarium::bus
