// Adding and removing single rules, and what a rule weighs.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

#include "bench/pattern/memory.h"
#include "bench/pattern/rule_texts.h"
#include "bench/pattern/scenarios.h"

namespace angarium::bench {
namespace {

constexpr uint32_t kRules = 100'000;
// An index that takes longer than this for its rules is measured by those it got.
constexpr double kSecondsMax = 2;

using Clock = std::chrono::steady_clock;

// One run: an index of so many rules, then a step for each rule, or batch of rules, from the id
// `first` on.
struct Job {
  std::string scenario;
  uint32_t rules_before = 0;
  uint32_t first = 0;
  uint32_t rules_per_step = 1;
  std::function<void(pattern::RuleIndex&, uint32_t first, uint32_t count)> step;
};

void add(pattern::RuleIndex& index, uint32_t first, uint32_t count,
         const std::vector<std::string>& texts) {
  std::vector<pattern::Rule> rules;
  rules.reserve(count);
  for (uint32_t id = first; id < first + count; ++id) rules.push_back({id, parse(texts[id])});
  index.change({}, rules);
}

void fill(pattern::RuleIndex& index, uint32_t rules, const std::vector<std::string>& texts) {
  for (uint32_t first = 0; first < rules; first += 10'000) {
    add(index, first, std::min(10'000U, rules - first), texts);
  }
}

// Rules a second.
double run(const Job& job, pattern::RuleIndex& index, uint32_t rules) {
  auto begin = Clock::now();
  uint32_t done = 0;
  double elapsed = 0;
  while (done < rules && elapsed < kSecondsMax) {
    uint32_t count = std::min(job.rules_per_step, rules - done);
    job.step(index, job.first + done, count);
    done += count;
    elapsed = std::chrono::duration<double>(Clock::now() - begin).count();
  }
  return done / elapsed;
}

void measure(Harness& harness, const Job& job, uint32_t rules,
             const std::vector<std::string>& texts) {
  if (!harness.wants(job.scenario)) return;
  std::vector<double> rates;
  for (size_t round = 0; round < harness.settings().rounds; ++round) {
    pattern::RuleIndex index;
    fill(index, job.rules_before, texts);
    rates.push_back(run(job, index, rules));
  }
  std::sort(rates.begin(), rates.end());
  Line(job.scenario)
      .count("rules_before", job.rules_before)
      .count("rules_a_change", job.rules_per_step)
      .number("rules_per_s", rates[rates.size() / 2])
      .count("runs", rates.size());
}

// The parser alone, which every addition needs once.
void measure_parser(Harness& harness, const std::vector<std::string>& texts) {
  Job job{"changes/parse_only", 0, 0, 1,
          [&](pattern::RuleIndex&, uint32_t first, uint32_t) { parse(texts[first]); }};
  measure(harness, job, static_cast<uint32_t>(texts.size()), texts);
}

void measure_memory(Harness& harness, uint32_t rules) {
  std::string scenario = fmt::format("changes/memory/{}", rules);
  if (!harness.wants(scenario)) return;
  size_t before = heap_bytes();
  pattern::RuleIndex index;
  for (uint32_t id = 0; id < rules; ++id) {
    pattern::Rule rule{id, parse(exact_rule(id))};
    index.change({}, {&rule, 1});
  }
  size_t full = heap_bytes() - before;
  for (uint32_t id = 0; id < rules; ++id) index.change({&id, 1}, {});
  Line(scenario)
      .count("rules", rules)
      .number("bytes_a_rule", static_cast<double>(full) / rules)
      .count("bytes_when_empty_again", heap_bytes() - std::min(before, heap_bytes()));
}

}  // namespace

void changes(Harness& harness) {
  if (!harness.wants("changes")) return;
  uint32_t rules = std::min(kRules, harness.settings().rules_max);
  std::vector<std::string> texts;
  for (uint32_t id = 0; id < 2 * rules; ++id) texts.push_back(exact_rule(id));
  auto adding = [&](pattern::RuleIndex& index, uint32_t first, uint32_t count) {
    add(index, first, count, texts);
  };
  auto removing = [](pattern::RuleIndex& index, uint32_t first, uint32_t) {
    index.change({&first, 1}, {});
  };
  measure_parser(harness, texts);
  measure(harness, {"changes/add_single", 0, 0, 1, adding}, rules, texts);
  measure(harness, {"changes/add_batches", 0, 0, 1'000, adding}, rules, texts);
  measure(harness, {"changes/add_single_to_many", rules, rules, 1, adding}, rules, texts);
  measure(harness, {"changes/remove_single", rules, 0, 1, removing}, rules, texts);
  measure_memory(harness, rules);
}

}  // namespace angarium::bench
