#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "pattern/rule_set.h"

namespace angarium::pattern {
namespace {

constexpr uint32_t kRuleUnderTest = 7'000'000;

struct Outcome {
  std::string verb;  // matches, misses, refused
  std::string text;
};

struct Case {
  std::string where;
  std::string pattern;
  std::vector<Outcome> outcomes;
};

// "verb: text"; the file's format stands in tests/conformance/pattern/README.md.
std::vector<Case> read_cases(const std::filesystem::path& file) {
  std::vector<Case> cases;
  std::ifstream in(file);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    std::string where = fmt::format("{}:{}", file.filename().string(), number);
    size_t colon = line.find(':');
    size_t start = line.find_first_not_of(' ', colon + 1);
    EXPECT_NE(colon, std::string::npos) << where;
    std::string verb = line.substr(0, colon);
    std::string text = start == std::string::npos ? "" : line.substr(start);
    if (verb == "pattern") {
      cases.push_back({where, text, {}});
    } else {
      EXPECT_TRUE(verb == "matches" || verb == "misses" || verb == "refused") << where;
      cases.back().outcomes.push_back({verb, text});
    }
  }
  return cases;
}

std::vector<Case> all_cases() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(ANGARIUM_PATTERN_CASES)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Case> cases;
  for (const auto& file : files) {
    for (Case& found : read_cases(file)) cases.push_back(std::move(found));
  }
  return cases;
}

// Rules on the same few names as the cases, which must not change what a rule matches.
std::vector<Rule> decoys() {
  std::vector<Rule> rules;
  const char* const names[] = {"a", "b", "k.a", "k.b", "a.b.c", "ip", "state", "source"};
  for (uint32_t i = 0; i < 10'000; ++i) {
    std::string text = fmt::format(R"({{"{}":["{}",{}],"{}":["1","x","paid",null]}})", names[i % 8],
                                   i / 8 % 20, i, names[i / 8 % 7]);
    rules.push_back({i, std::make_shared<const Pattern>(*Pattern::parse(text))});
  }
  return rules;
}

bool matches(const RuleSet& rules, const std::string& event, Scratch& scratch) {
  auto ids = rules.match(event, scratch);
  EXPECT_TRUE(ids.ok()) << event;
  return ids.ok() && std::find(ids->begin(), ids->end(), kRuleUnderTest) != ids->end();
}

void check_refused(const Case& tested, const base::Result<Pattern>& pattern) {
  ASSERT_FALSE(pattern.ok()) << tested.where;
  ASSERT_EQ(tested.outcomes.size(), 1u) << tested.where;
  EXPECT_EQ(pattern.error().message().substr(0, tested.outcomes[0].text.size()),
            tested.outcomes[0].text)
      << tested.where;
}

void check_matched(const Case& tested, const RuleSet& rules) {
  Scratch scratch;
  for (const Outcome& outcome : tested.outcomes) {
    EXPECT_EQ(matches(rules, outcome.text, scratch), outcome.verb == "matches")
        << tested.where << "\n"
        << tested.pattern << "\n"
        << outcome.text;
  }
}

TEST(Conformance, EveryCaseAlone) {
  std::vector<Case> cases = all_cases();
  EXPECT_GT(cases.size(), 50u);
  for (const Case& tested : cases) {
    ASSERT_FALSE(tested.outcomes.empty()) << tested.where;
    base::Result<Pattern> pattern = Pattern::parse(tested.pattern);
    if (tested.outcomes[0].verb == "refused") {
      check_refused(tested, pattern);
      continue;
    }
    ASSERT_TRUE(pattern.ok()) << tested.where << " " << pattern.error().message();
    check_matched(tested,
                  *RuleSet::build({{kRuleUnderTest, std::make_shared<const Pattern>(*pattern)}}));
  }
}

TEST(Conformance, EveryCaseAmongTenThousandOtherRules) {
  auto others = RuleSet::build(decoys());
  for (const Case& tested : all_cases()) {
    base::Result<Pattern> pattern = Pattern::parse(tested.pattern);
    if (!pattern.ok()) continue;
    check_matched(tested, *others->changed(
                              {}, {{kRuleUnderTest, std::make_shared<const Pattern>(*pattern)}}));
  }
}

}  // namespace
}  // namespace angarium::pattern
