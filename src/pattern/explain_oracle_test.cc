#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "json/scanner.h"
#include "pattern/explain.h"
#include "pattern/oracle_round_test.h"
#include "pattern/rule_index.h"

// Explanations of random patterns and events: the verdict is RuleSet's, and what is said fits it.
namespace angarium::pattern {
namespace {

constexpr size_t kReasonCharactersMax = 400;  // of a message with two values and a sentence

void expect_sound(const LeafExplanation& leaf) {
  EXPECT_LE(leaf.matchers.size(), kShownMatchersMax);
  EXPECT_LE(leaf.found.size(), std::min(leaf.found_count, kShownValuesMax));
  EXPECT_GE(leaf.matcher_count, leaf.matchers.size());
  EXPECT_LE(leaf.reasons.size(), leaf.held ? 0 : kShownNearMissesMax);
  // Nothing there is always explained; another value may be just that.
  EXPECT_TRUE(leaf.held || leaf.found_count > 0 || !leaf.reasons.empty());
  for (const Reason& reason : leaf.reasons) {
    EXPECT_FALSE(name(reason.kind).empty());
    EXPECT_LT(reason.text.size(), kReasonCharactersMax) << reason.text;
  }
}

void expect_sound(const Explanation& explanation) {
  ASSERT_FALSE(explanation.alternatives.empty());
  for (const AlternativeExplanation& alternative : explanation.alternatives) {
    EXPECT_EQ(alternative.matches, explanation.matches);
    EXPECT_EQ(alternative.held_count == alternative.leaf_count, explanation.matches);
    for (const LeafExplanation& leaf : alternative.leaves) expect_sound(leaf);
  }
  EXPECT_TRUE(json::is_utf8(to_text(explanation)));
  EXPECT_TRUE(json::validate_object(to_json(explanation), 20).ok()) << to_json(explanation);
}

void check(const Round& round, Scratch& scratch, size_t& matched) {
  std::vector<Rule> rules;
  for (uint32_t i = 0; i < round.patterns.size(); ++i) rules.push_back(round.rule(i));
  RuleIndex index;
  std::shared_ptr<const RuleSet> set = index.change({}, rules);
  for (size_t event = 0; event < round.events.size(); ++event) {
    auto ids = set->match(round.events[event], scratch);
    ASSERT_TRUE(ids.ok());
    for (const Rule& rule : rules) {
      auto explanation = explain(*rule.pattern, round.events[event]);
      ASSERT_TRUE(explanation.ok()) << round.describe(rule.id, event);
      bool matches = std::binary_search(ids->begin(), ids->end(), rule.id);
      ASSERT_EQ(explanation->matches, matches) << round.describe(rule.id, event);
      expect_sound(*explanation);
      ASSERT_FALSE(testing::Test::HasFailure()) << round.describe(rule.id, event) << "\n"
                                                << to_text(*explanation);
      matched += matches ? 1 : 0;
    }
    auto closest = explain_closest(rules, round.events[event]);
    ASSERT_TRUE(closest.ok());
    for (const RuleExplanation& rule : *closest) {
      EXPECT_FALSE(std::binary_search(ids->begin(), ids->end(), rule.id));
    }
  }
}

TEST(ExplainOracle, TheVerdictIsThatOfMatching) {
  size_t pairs_wanted = number_from_environment("ANGARIUM_ORACLE_PAIRS", 300'000) / 10;
  uint64_t seed = first_seed();
  Scratch scratch;
  size_t pairs = 0;
  size_t matched = 0;
  for (; pairs < pairs_wanted && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(fmt::format("ANGARIUM_SEED={}", seed));
    base::SeededRandom random(seed);
    Words words(random);
    for (int i = 0; i < 4 && !testing::Test::HasFailure(); ++i) {
      Round round = words.round(50, 20);
      check(round, scratch, matched);
      pairs += round.patterns.size() * round.events.size();
    }
  }
  EXPECT_GT(matched, pairs / 25) << "else it compares little";
}

}  // namespace
}  // namespace angarium::pattern
