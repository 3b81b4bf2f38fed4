#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "pattern/entrances_test.h"
#include "pattern/rule_index.h"

namespace angarium::pattern {
namespace {

constexpr uint32_t kRuleUnderTest = 7'000'000;

struct Outcome {
  std::string verb;  // matches, misses, invalid, refused
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
      EXPECT_TRUE(verb == "matches" || verb == "misses" || verb == "invalid" || verb == "refused")
          << where;
      cases.back().outcomes.push_back({verb, text});
    }
  }
  return cases;
}

std::vector<std::filesystem::path> text_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(ANGARIUM_PATTERN_CASES)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  for (const auto& file : text_files()) {
    for (Case& found : read_cases(file)) cases.push_back(std::move(found));
  }
  return cases;
}

// Rules on the same few names as the cases, with every operator, which must not change what a rule
// matches.
std::vector<Rule> decoys() {
  constexpr uint32_t kDecoys = 10'000;
  const char* const names[] = {"a", "b", "k.a", "k.b", "a.b.c", "ip", "state", "source", "detail"};
  const char* const matchers[] = {R"("{}")",
                                  R"({})",
                                  R"({{"prefix":"{}"}})",
                                  R"({{"suffix":"{}"}})",
                                  R"({{"equals-ignore-case":"é{}"}})",
                                  R"({{"prefix":{{"equals-ignore-case":"X{}"}}}})",
                                  R"({{"wildcard":"*{}*"}})",
                                  R"({{"numeric":[">",{}]}})",
                                  R"({{"cidr":"10.0.0.{}/12"}})",
                                  R"({{"anything-but":"{}"}})",
                                  R"({{"anything-but":{{"wildcard":"*{}"}}}})",
                                  R"({{"exists":true}},{})",
                                  R"({{"exists":false}},{})"};
  std::vector<Rule> rules;
  for (uint32_t i = 0; i < kDecoys; ++i) {
    std::string matcher = fmt::format(fmt::runtime(matchers[i % 13]), i / 13 % 250);
    std::string text = fmt::format(R"({{"{}":[{}],"{}":["1","x","paid",null,{}]}})", names[i % 9],
                                   matcher, names[i / 9 % 8], i);
    rules.push_back({i, std::make_shared<const Pattern>(*Pattern::parse(text))});
  }
  return rules;
}

class ConformanceTest : public ::testing::Test {
 protected:
  void check_refused(const Case& tested, const base::Result<Pattern>& pattern) {
    ASSERT_FALSE(pattern.ok()) << tested.where;
    ASSERT_EQ(tested.outcomes.size(), 1u) << tested.where;
    EXPECT_EQ(pattern.error().message().substr(0, tested.outcomes[0].text.size()),
              tested.outcomes[0].text)
        << tested.where;
  }

  void check_matched(const Case& tested, const RuleSet& rules) {
    for (const Outcome& outcome : tested.outcomes) {
      Entrances::Answer answer = entrances_.match(rules, outcome.text);
      bool matched =
          std::find(answer.ids.begin(), answer.ids.end(), kRuleUnderTest) != answer.ids.end();
      std::string actual = !answer.ok ? "invalid" : matched ? "matches" : "misses";
      EXPECT_EQ(actual, outcome.verb) << tested.where << "\n"
                                      << tested.pattern << "\n"
                                      << outcome.text;
      EXPECT_EQ(answer.disagreement, "") << outcome.text;
    }
  }

  // The case's rule is added to the index, asked about, and removed.
  void check(const Case& tested, RuleIndex& index) {
    ASSERT_FALSE(tested.outcomes.empty()) << tested.where;
    base::Result<Pattern> pattern = Pattern::parse(tested.pattern);
    if (tested.outcomes[0].verb == "refused") return check_refused(tested, pattern);
    ASSERT_TRUE(pattern.ok()) << tested.where << " " << pattern.error().message();
    std::vector<Rule> added{{kRuleUnderTest, std::make_shared<const Pattern>(*pattern)}};
    check_matched(tested, *index.change({}, added));
    index.change(std::vector<uint32_t>{kRuleUnderTest}, {});
  }

  std::vector<Case> cases_ = all_cases();
  Entrances entrances_;
};

TEST_F(ConformanceTest, EveryCaseAlone) {
  EXPECT_GT(cases_.size(), 50U);
  for (const Case& tested : cases_) {
    RuleIndex index;
    check(tested, index);
    EXPECT_EQ(index.size(), 0U);
  }
}

TEST_F(ConformanceTest, EveryCaseAmongTenThousandOtherRules) {
  RuleIndex index;
  index.change({}, decoys());
  for (const Case& tested : cases_) check(tested, index);
}

// Comments name the situation that a case is of by its number: "# 49 (deviation): ..", "# 67, 72:
// ..".
TEST_F(ConformanceTest, EverySituationIsThere) {
  std::set<int> found;
  for (const std::filesystem::path& file : text_files()) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
      std::string numbers = line.substr(0, line.find_first_of("(:"));
      if (!numbers.starts_with("# ") ||
          numbers.find_first_not_of("# ,0123456789") != std::string::npos) {
        continue;
      }
      std::replace(numbers.begin(), numbers.end(), ',', ' ');
      std::istringstream words(numbers.substr(2));
      for (int number = 0; words >> number;) found.insert(number);
    }
  }
  for (int number = 1; number <= 87; ++number) EXPECT_TRUE(found.contains(number)) << number;
}

}  // namespace
}  // namespace angarium::pattern
