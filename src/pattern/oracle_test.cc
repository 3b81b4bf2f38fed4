#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/random.h"
#include "pattern/naive_matcher_test.h"
#include "pattern/rule_set.h"

namespace angarium::pattern {
namespace {

const char* const kNames[] = {"a", "b", "c", "a.b", "b.c", "", "\\u0061"};
const char* const kScalars[] = {"1",
                                "1.0",
                                "10e-1",
                                "2",
                                "-0",
                                "0",
                                "9007199254740993",
                                "9007199254740992",
                                "1e400",
                                "1E400",
                                "0.30000000000000004",
                                "0.1",
                                "100e-3",
                                "5e-324",
                                "\"1\"",
                                "\"x\"",
                                "\"\\u0078\"",
                                "\"\"",
                                "true",
                                "false",
                                "null",
                                "\"true\"",
                                "\"10.0.0.1\"",
                                "\"10.0.0.01\"",
                                "\"::ffff:a00:1\"",
                                "\"::1\"",
                                "\"0:0:0:0:0:0:0:1\"",
                                "\"1:2\"",
                                "\"1.2.3.999\""};

// Makes patterns and events out of few names and values, so that they often nearly match.
class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {}

  std::string event() { return object(0); }

  std::string pattern(int depth = 0) {
    std::string text = "{";
    for (size_t i = 0, count = 1 + random_.below(3); i < count; ++i) {
      bool nested = depth < 3 && random_.chance(0.5);
      text += fmt::format("{}\"{}\":{}", i == 0 ? "" : ",", name(),
                          nested ? pattern(depth + 1) : matchers());
    }
    return text + "}";
  }

  size_t below(size_t bound) { return random_.below(bound); }

 private:
  // Two names and three values are common, the others rare.
  std::string name() { return kNames[random_.chance(0.8) ? random_.below(2) : random_.below(7)]; }
  std::string scalar() {
    constexpr size_t kCount = sizeof kScalars / sizeof *kScalars;
    return kScalars[random_.chance(0.6) ? random_.below(3) : random_.below(kCount)];
  }
  std::string matchers() {
    std::string text = "[" + scalar();
    while (random_.chance(0.3)) text += "," + scalar();
    if (random_.chance(0.1)) text += R"(,{"exactly":"10.0.0.1"})";
    return text + "]";
  }
  std::string object(int depth) {
    std::string text = "{";
    for (size_t i = 0, count = random_.below(5); i < count; ++i) {
      text += fmt::format("{}\"{}\":{}", i == 0 ? "" : ",", name(), value(depth + 1));
    }
    return text + "}";
  }
  std::string array(int depth) {
    std::string text = "[";
    for (size_t i = 0, count = random_.below(4); i < count; ++i) {
      text += (i == 0 ? "" : ",") + value(depth + 1);
    }
    return text + "]";
  }
  std::string value(int depth) {
    if (depth > 4 || random_.chance(0.4)) return scalar();
    return random_.chance(0.6) ? array(depth) : object(depth);
  }

  base::SeededRandom random_;
};

uint64_t seed() {
  const char* given = std::getenv("ANGARIUM_SEED");
  base::SystemRandom random;
  return given ? std::strtoull(given, nullptr, 10) : random.next();
}

size_t compare(const RuleSet& rules, const std::vector<std::string>& patterns,
               const std::string& event, Scratch& scratch) {
  auto ids = rules.match(event, scratch);
  EXPECT_TRUE(ids.ok()) << event;
  if (!ids.ok()) return 0;
  std::vector<uint32_t> expected;
  for (uint32_t i = 0; i < patterns.size(); ++i) {
    if (naive_match(patterns[i], event)) expected.push_back(i);
  }
  std::vector<uint32_t> actual(ids->begin(), ids->end());
  EXPECT_EQ(actual, expected) << event;
  return expected.size();
}

TEST(Oracle, AgreesOnRandomPatternsAndEvents) {
  constexpr size_t kRounds = 200, kPatterns = 50, kEvents = 20;  // 200,000 pairs
  uint64_t first = seed();
  fmt::print("ANGARIUM_SEED={}\n", first);
  Generator generator(first);
  Scratch scratch;
  size_t matched = 0;
  for (size_t round = 0; round < kRounds && !::testing::Test::HasFailure(); ++round) {
    std::vector<std::string> patterns;
    std::vector<Rule> rules;
    for (uint32_t i = 0; i < kPatterns; ++i) {
      patterns.push_back(generator.pattern());
      auto pattern = Pattern::parse(patterns.back());
      ASSERT_TRUE(pattern.ok()) << patterns.back() << pattern.error().message();
      rules.push_back({i, std::make_shared<const Pattern>(*pattern)});
    }
    auto set = RuleSet::build(rules);
    for (size_t i = 0; i < kEvents; ++i)
      matched += compare(*set, patterns, generator.event(), scratch);
  }
  // Else it compares little.
  EXPECT_GT(matched, kRounds * kPatterns * kEvents / 100);
  fmt::print("{} of {} pairs match\n", matched, kRounds * kPatterns * kEvents);
}

}  // namespace
}  // namespace angarium::pattern
