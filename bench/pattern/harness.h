#pragma once

#include <absl/functional/function_ref.h>

#include <optional>
#include <regex>
#include <string>
#include <string_view>

#include "bench/pattern/engine.h"
#include "bench/pattern/events.h"
#include "bench/pattern/floor.h"
#include "json/writer.h"

namespace angarium::bench {

struct Settings {
  std::string lots;  // file of make_lots
  std::string only;  // regular expression that a scenario's name must hold
  size_t rounds = 5;
  double turn_seconds = 0.15;  // of one side in one round
  uint32_t rules_max = 1'000'000;
  bool engine_only = false;  // leaves out the other side, for a profiler
  std::string write_to;      // a folder: see Harness::compare()
};

// What is measured, and how it is called in the output.
struct Scenario {
  std::string name;
  std::string kind;
  Floor floor = Floor::kEveryToken;
  Entrance entrance = Entrance::kValidated;
};

// How fast one side was: the median of all rounds.
struct Rate {
  double events_per_s = 0;
  double bytes_per_s = 0;
};

// Runs scenarios and prints a JSON line for each.
class Harness {
 public:
  explicit Harness(Settings settings);

  bool wants(std::string_view scenario) const;
  const Settings& settings() const { return settings_; }
  const Events& lots();  // read at the first call

  // Engine and floor over the same events, taking turns. Or, when Settings say so, no measurement
  // but files from which others can be measured: rules and events, one a line.
  void compare(const Scenario& scenario, uint32_t rules, const PatternText& text,
               const Events& events);

  // Reads events one after another, again and again. Two readers take turns, each going on where
  // it stopped, so that whatever else the machine does hits both.
  struct Side {
    const Events& events;
    absl::FunctionRef<uint64_t(std::string_view event)> read;
  };
  struct Pair {
    Rate first, second;
    double first_allocations_per_event = 0;
    double first_results_per_event = 0;
  };
  Pair take_turns(Side first, Side second) const;

 private:
  void write(const Scenario& scenario, uint32_t rules, const PatternText& text,
             const Events& events) const;

  Settings settings_;
  std::regex only_;
  std::optional<Events> lots_;
};

// One JSON line, printed when it goes.
class Line {
 public:
  explicit Line(std::string_view scenario);
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  ~Line();

  Line& text(std::string_view name, std::string_view value);
  Line& count(std::string_view name, uint64_t value);
  Line& number(std::string_view name, double value);  // four significant digits

 private:
  std::string out_;
  json::Writer writer_;
};

}  // namespace angarium::bench
