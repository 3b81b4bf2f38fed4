#include "pattern/oracle_round_test.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "pattern/oracle/event_generator.h"

namespace angarium::pattern {

std::string Round::describe(size_t pattern, size_t event) const {
  return fmt::format("pattern:  {}\nevent:    {}\nexpected: {}\n", patterns[pattern], events[event],
                     matches(pattern, event) ? "matches" : "misses");
}

std::string Round::difference(const std::vector<uint32_t>& ids, size_t event) const {
  std::string wrong;
  for (uint32_t i = 0; i < patterns.size(); ++i) {
    bool found = std::binary_search(ids.begin(), ids.end(), i);
    if (found != matches(i, event)) wrong += describe(i, event);
  }
  if (!std::is_sorted(ids.begin(), ids.end())) wrong += "not ascending\n";
  if (std::adjacent_find(ids.begin(), ids.end()) != ids.end()) wrong += "an id comes twice\n";
  if (!ids.empty() && ids.back() >= patterns.size()) wrong += "an id that no rule has\n";
  return wrong;
}

Words::Words(base::Random& random)
    : random_(random), vocabulary_(oracle::Vocabulary::random(random)) {}

// Wildcards may be too complex: then the next one.
std::string Words::parse(oracle::PatternGenerator& generator,
                         std::shared_ptr<const Pattern>& parsed) {
  for (int attempt = 0; attempt < 1000; ++attempt) {
    std::string text = generator.pattern();
    auto pattern = Pattern::parse(text, {.limits = {.characters_max = 1'000'000}});
    if (pattern.ok()) {
      parsed = std::make_shared<const Pattern>(*std::move(pattern));
      return text;
    }
    EXPECT_TRUE(pattern.error().is(ErrorCode::kPatternTooComplex)) << text << "\n"
                                                                   << pattern.error().message();
  }
  ADD_FAILURE() << "all patterns are refused";
  std::abort();
}

Round Words::round(size_t patterns, size_t events) {
  Round made;
  oracle::EventGenerator event_generator(vocabulary_, random_);
  for (size_t i = 0; i < events; ++i) {
    made.events.push_back(event_generator.event());
    made.naive_events.emplace_back(made.events.back());
  }
  oracle::PatternGenerator generator(vocabulary_, made.events, random_);
  for (size_t i = 0; i < patterns; ++i) {
    made.patterns.push_back(parse(generator, made.parsed.emplace_back()));
    made.naive.emplace_back(made.patterns.back());
    EXPECT_TRUE(made.naive.back().is_known()) << made.patterns.back();
    for (const oracle::NaiveEvent& event : made.naive_events) {
      made.truth.push_back(made.naive.back().matches(event));
    }
  }
  return made;
}

std::vector<Rule> Words::rules(uint32_t first_id, size_t count) {
  oracle::EventGenerator event_generator(vocabulary_, random_);
  std::vector<std::string> events;
  events.reserve(events.size() + 20);
  for (int i = 0; i < 20; ++i) events.push_back(event_generator.event());
  oracle::PatternGenerator generator(vocabulary_, events, random_);
  std::vector<Rule> made(count);
  for (size_t i = 0; i < count; ++i) {
    made[i].id = first_id + static_cast<uint32_t>(i);
    parse(generator, made[i].pattern);
  }
  return made;
}

size_t number_from_environment(const char* name, size_t otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : std::strtoull(given, nullptr, 10);
}

uint64_t first_seed() {
  base::SystemRandom random;
  uint64_t seed = number_from_environment("ANGARIUM_SEED", random.next() >> 20);
  fmt::print("ANGARIUM_SEED={}\n", seed);
  return seed;
}

}  // namespace angarium::pattern
