// From one rule to a million, each with two leaves: what matching costs must follow the event, not
// the number of rules.
#include <fmt/format.h>

#include "bench/pattern/rule_texts.h"
#include "bench/pattern/scenarios.h"
#include "bench/pattern/shop.h"

namespace angarium::bench {
namespace {

// 12 MB: more than the processor keeps of them.
constexpr size_t kEvents = 20'000;

struct Set {
  std::string_view name;
  std::string (*pattern)(uint32_t rule);
};

const Set kSets[] = {{"exact", exact_rule},
                     {"prefix", prefix_rule},
                     {"mixed", mixed_rule},
                     {"shared_source", shared_source_rule}};

uint32_t shop_of(const Set& set, uint32_t rule) {
  if (set.pattern == shared_source_rule) return 0;
  return set.pattern == mixed_rule ? rule / 8 * 8 : rule;
}

// Half of the events belong to a rule, the other half have the source of one and the customer of
// another.
Events events_for(const Set& set, uint32_t rules) {
  base::SeededRandom random(3);
  auto any_rule = [&] { return static_cast<uint32_t>(random.below(rules)); };
  Events events;
  for (size_t i = 0; i < kEvents; ++i) {
    uint32_t rule = any_rule();
    events.add(shop_event(shop_of(set, rule), i % 2 == 0 ? rule : any_rule(), random));
  }
  return events;
}

}  // namespace

void rule_counts(Harness& harness) {
  for (const Set& set : kSets) {
    for (uint32_t rules : {1U, 5U, 100U, 10'000U, 100'000U, 1'000'000U}) {
      std::string scenario = fmt::format("rule_counts/{}/{}", set.name, rules);
      if (rules > harness.settings().rules_max || !harness.wants(scenario)) continue;
      harness.compare({scenario, std::string(set.name), Floor::kSourceAndCustomer}, rules,
                      set.pattern, events_for(set, rules));
    }
  }
}

}  // namespace angarium::bench
