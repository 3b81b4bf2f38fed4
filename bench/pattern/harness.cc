#include "bench/pattern/harness.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <vector>

#include "bench/pattern/memory.h"

namespace angarium::bench {
namespace {

// Between two looks at the clock, which takes some 30 ns: 7 us at 5 GB/s.
constexpr size_t kBytesBetweenLooks = 32'768;

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// 0 of none.
double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

// One side and what it has done so far.
class Runner {
 public:
  explicit Runner(Harness::Side side) : side_(side) {}

  void turn(double seconds) {
    size_t events_before = events_;
    size_t bytes_before = bytes_;
    uint64_t allocations_before = allocations();
    double begin = seconds_now();
    double elapsed = 0;
    do {
      read_some();
      elapsed = seconds_now() - begin;
    } while (elapsed < seconds);
    allocations_ += allocations() - allocations_before;
    events_per_s_.push_back(static_cast<double>(events_ - events_before) / elapsed);
    bytes_per_s_.push_back(static_cast<double>(bytes_ - bytes_before) / elapsed);
  }

  // The first turn only warms up.
  void forget() { *this = Runner(side_, next_); }

  Rate rate() const { return {median(events_per_s_), median(bytes_per_s_)}; }
  double results_per_event() const { return per_event(results_); }
  double allocations_per_event() const { return per_event(allocations_); }

 private:
  Runner(Harness::Side side, size_t next) : side_(side), next_(next) {}
  Runner& operator=(const Runner& other) {
    next_ = other.next_;
    events_ = bytes_ = 0;
    results_ = allocations_ = 0;
    events_per_s_.clear();
    bytes_per_s_.clear();
    return *this;
  }

  void read_some() {
    for (size_t end = bytes_ + kBytesBetweenLooks; bytes_ < end; ++events_) {
      std::string_view event = side_.events[next_];
      results_ += side_.read(event);
      bytes_ += event.size();
      if (++next_ == side_.events.size()) next_ = 0;
    }
  }
  double per_event(uint64_t count) const {
    return static_cast<double>(count) / static_cast<double>(events_);
  }

  Harness::Side side_;
  size_t next_ = 0;
  size_t events_ = 0, bytes_ = 0;
  uint64_t results_ = 0, allocations_ = 0;
  std::vector<double> events_per_s_, bytes_per_s_;
};

}  // namespace

Harness::Harness(Settings settings)
    : settings_(std::move(settings)), only_(settings_.only, std::regex::extended) {}

bool Harness::wants(std::string_view scenario) const {
  return std::regex_search(scenario.begin(), scenario.end(), only_);
}

const Events& Harness::lots() {
  if (!lots_) lots_ = Events::from_lines(settings_.lots);
  return *lots_;
}

Harness::Pair Harness::take_turns(Side first, Side second) const {
  Runner one(first);
  Runner other(second);
  one.turn(settings_.turn_seconds / 2);
  if (!settings_.engine_only) other.turn(settings_.turn_seconds / 2);
  one.forget();
  other.forget();
  for (size_t round = 0; round < settings_.rounds; ++round) {
    one.turn(settings_.turn_seconds);
    if (!settings_.engine_only) other.turn(settings_.turn_seconds);
  }
  return {one.rate(), other.rate(), one.allocations_per_event(), one.results_per_event()};
}

void Harness::write(const Scenario& scenario, uint32_t rules, const PatternText& text,
                    const Events& events) const {
  std::string stem = scenario.name;
  std::replace(stem.begin(), stem.end(), '/', '.');
  stem = settings_.write_to + "/" + stem;
  std::ofstream rules_file(stem + ".rules");
  for (uint32_t id = 0; id < rules; ++id) {
    std::string pattern = text(id);
    std::replace(pattern.begin(), pattern.end(), '\n', ' ');
    rules_file << pattern << '\n';
  }
  if (lots_ && &events == &*lots_) return;  // they are in a file
  std::ofstream events_file(stem + ".events");
  for (size_t i = 0; i < events.size(); ++i) events_file << events[i] << '\n';
}

void Harness::compare(const Scenario& scenario, uint32_t rules, const PatternText& text,
                      const Events& events) {
  if (!settings_.write_to.empty()) return write(scenario, rules, text, events);
  Engine engine(rules, text);
  FloorReader floor;
  auto match = [&](std::string_view event) { return engine.match(scenario.entrance, event); };
  auto read = [&](std::string_view event) { return floor.read(scenario.floor, event); };
  Pair rates = take_turns({events, match}, {events, read});
  Line line(scenario.name);
  line.text("kind", scenario.kind)
      .text("entrance", name(scenario.entrance))
      .count("rules", engine.rules())
      .number("events_per_s", rates.first.events_per_s)
      .number("gb_per_s", rates.first.bytes_per_s / 1e9);
  if (!settings_.engine_only) {
    line.text("floor", name(scenario.floor))
        .number("floor_events_per_s", rates.second.events_per_s)
        .number("ratio", rates.first.events_per_s / rates.second.events_per_s)
        .text("simdjson_implementation", floor_index_kernel())
        .text("simdjson_walk", floor_walk_kernel());
  }
  line.text("implementation", pattern::name(pattern::best_instruction_set()))
      .number("event_bytes", rates.first.bytes_per_s / rates.first.events_per_s)
      .count("memory_bytes", engine.memory_bytes())
      .number("matches_per_event", rates.first_results_per_event)
      .number("allocations_per_event", rates.first_allocations_per_event)
      .count("runs", settings_.rounds);
  if (engine.refused() > 0) line.count("refused", engine.refused());
}

Line::Line(std::string_view scenario) : writer_(out_) {
  writer_.begin_object().key("scenario").string(scenario);
}

Line::~Line() {
  writer_.end_object();
  fmt::print("{}\n", out_);
  std::fflush(stdout);
}

Line& Line::text(std::string_view name, std::string_view value) {
  writer_.key(name).string(value);
  return *this;
}

Line& Line::count(std::string_view name, uint64_t value) {
  writer_.key(name).integer(static_cast<int64_t>(value));
  return *this;
}

Line& Line::number(std::string_view name, double value) {
  writer_.key(name).raw(value >= 1000 ? fmt::format("{:.0f}", value)
                                      : fmt::format("{:.4g}", value));
  return *this;
}

}  // namespace angarium::bench
