// A megabyte made to be slow, against an ordinary megabyte: five rules about its items.
#include <fmt/format.h>

#include "bench/pattern/hostile_inputs.h"
#include "bench/pattern/large_events.h"
#include "bench/pattern/scenarios.h"

namespace angarium::bench {
namespace {

std::string ordinary_rule(uint32_t rule) {
  return fmt::format(R"({{"source":["shop.orders"],"detail":{{"items":{{"sku":["A-{}"],)"
                     R"("count":[{}]}}}}}})",
                     rule, rule);
}

struct Ordinary {
  Engine engine{5, ordinary_rule};
  Events events;

  Ordinary() { events.add(megabyte_order(0)); }
};

void compare(Harness& harness, const HostileInput& input, Entrance entrance, Ordinary& ordinary) {
  std::string scenario = fmt::format("hostile/{}/{}", input.name, name(entrance));
  if (!harness.wants(scenario)) return;
  Engine engine(input.rules, input.pattern);
  Events events;
  events.add(input.event);
  auto hostile_match = [&](std::string_view event) { return engine.match(entrance, event); };
  auto benign_match = [&](std::string_view event) {
    return ordinary.engine.match(entrance, event);
  };
  Harness::Pair rates =
      harness.take_turns({events, hostile_match}, {ordinary.events, benign_match});
  double hostile_ms = 1e9 / rates.first.bytes_per_s;
  double benign_ms = 1e9 / rates.second.bytes_per_s;
  Line line(scenario);
  line.text("entrance", name(entrance))
      .count("rules", engine.rules())
      .count("bytes", input.event.size())
      .number("ms_a_megabyte", hostile_ms);
  if (!harness.settings().engine_only) {
    line.number("ordinary_ms_a_megabyte", benign_ms).number("ratio", hostile_ms / benign_ms);
  }
  line.text("outcome", engine.refused() > 0                ? "too complex"
                       : rates.first_results_per_event > 0 ? "match"
                                                           : "no match")
      .text("implementation", pattern::name(pattern::best_instruction_set()))
      .number("allocations_per_event", rates.first_allocations_per_event)
      .count("runs", harness.settings().rounds);
}

}  // namespace

void hostile(Harness& harness) {
  Ordinary ordinary;
  for (auto inputs : {many_values, long_strings, odd_shapes, array_joins, crowds}) {
    for (const HostileInput& input : inputs()) {
      for (Entrance entrance : {Entrance::kValidated, Entrance::kIngest}) {
        compare(harness, input, entrance, ordinary);
      }
    }
  }
}

}  // namespace angarium::bench
