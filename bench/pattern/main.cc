#include <CLI/CLI.hpp>
#include <algorithm>

#include "bench/pattern/scenarios.h"

namespace {

namespace bench = angarium::bench;

void run_all(bench::Harness& harness) {
  bench::city_lots(harness);
  bench::rule_counts(harness);
  bench::changes(harness);
  bench::service(harness);
  bench::large_events(harness);
  bench::hostile(harness);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Measures the pattern engine beside simdjson alone; one JSON line per scenario.");
  bench::Settings settings;
  bool quick = false;
  app.add_option("--lots", settings.lots, "The file that make_lots wrote")->required();
  app.add_option("--only", settings.only, "Scenarios whose name holds this regular expression");
  app.add_option("--rounds", settings.rounds, "Turns of each side")->capture_default_str();
  app.add_option("--seconds", settings.turn_seconds, "Of a turn")->capture_default_str();
  app.add_option("--rules-max", settings.rules_max, "Of any scenario")->capture_default_str();
  app.add_flag("--engine-only", settings.engine_only, "Leaves out the other side: to be profiled");
  app.add_option("--write", settings.write_to,
                 "A folder for rules and events of the scenarios, which are then not run");
  app.add_flag("--quick", quick, "To see that it works: short turns, 10,000 rules at most");
  CLI11_PARSE(app, argc, argv);
  if (quick) {
    settings.turn_seconds = 0.01;
    settings.rules_max = std::min(settings.rules_max, 10'000U);
  }
  bench::Harness harness(std::move(settings));
  run_all(harness);
  return 0;
}
