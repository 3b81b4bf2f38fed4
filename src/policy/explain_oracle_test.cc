#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "policy/addition.h"
#include "policy/explain.h"
#include "policy/random_case_test.h"

// Explanations of random decisions: what they suggest helps, and says no more than it must.
// ANGARIUM_EXPLANATIONS says how many, ANGARIUM_SEED repeats what failed.
namespace angarium::policy {
namespace {

constexpr size_t kSetsOfAVocabulary = 30;
constexpr size_t kRequestsOfASet = 10;

class ExplainOracleTest : public ::testing::Test {
 protected:
  void explain_set(oracle::Generator& generator, bool is_trust) {
    oracle::PolicyTexts texts = generator.policies(is_trust);
    Policies policies = parsed(texts, is_trust);
    for (size_t i = 0; i < kRequestsOfASet && !HasFailure(); ++i) {
      oracle::NaiveRequest naive = generator.request();
      if (is_trust) {
        naive.action = "sts:AssumeRole";
        naive.resource = "arn:aws:iam::111122223333:role/way/courier";
      }
      SCOPED_TRACE(describe(texts, naive));
      check(asked(naive), policies);
      ++explained_;
    }
  }

  void check(const Request& request, const Policies& policies) {
    Explanation explanation = explain(request, policies);
    Decision decision = decide(request, policies);
    ASSERT_EQ(explanation.decision.effect, decision.effect);
    ASSERT_FALSE(to_text(explanation).empty());
    if (decision.effect != Effect::kImplicitDeny) {
      ASSERT_TRUE(explanation.additions.empty());
      ASSERT_TRUE(explanation.near_misses.empty());
      return;
    }
    check_additions(request, policies, explanation);
    check_near_misses(request, explanation);
  }

  // All of them help, and not without any one.
  void check_additions(const Request& request, const Policies& policies,
                       const Explanation& explanation) {
    const std::vector<Addition>& additions = explanation.additions;
    ASSERT_FALSE(additions.empty()) << to_text(explanation);
    auto all = with_additions(policies, additions);
    ASSERT_TRUE(all.ok()) << all.error().message();
    ASSERT_EQ(decide(request, *all).effect, Effect::kAllow) << to_text(explanation);
    for (size_t i = 0; i < additions.size(); ++i) {
      std::vector<Addition> fewer = additions;
      fewer.erase(fewer.begin() + static_cast<ptrdiff_t>(i));
      auto some = with_additions(policies, fewer);
      ASSERT_TRUE(some.ok());
      ASSERT_NE(decide(request, *some).effect, Effect::kAllow) << additions[i].statement;
    }
    ++added_;
  }

  // Each is of a statement that allows and does not apply, and names its first missing part first.
  void check_near_misses(const Request& request, const Explanation& explanation) {
    ASSERT_LE(explanation.near_misses.size(), kShownNearMissesMax);
    Question question(request);
    for (const NearMiss& miss : explanation.near_misses) {
      const Statement& statement = miss.policy->statements()[miss.statement];
      ASSERT_TRUE(statement.allows);
      ASSERT_FALSE(miss.differences.empty());
      ASSERT_EQ(miss.differences[0].part, statement.apply(question, false).missing)
          << to_text(explanation);
      ASSERT_FALSE(miss.differences[0].text.empty());
      ++missed_;
    }
  }

  size_t explained_ = 0, added_ = 0, missed_ = 0;
};

TEST_F(ExplainOracleTest, WhatIsSuggestedHelpsAndNothingOfItIsTooMuch) {
  size_t wanted = number_from_environment("ANGARIUM_EXPLANATIONS", 6'000);
  base::SystemRandom system;
  size_t seed = number_from_environment("ANGARIUM_SEED", system.next() >> 34);
  fmt::print("ANGARIUM_SEED={}\n", seed);
  for (; explained_ < wanted && !HasFailure(); ++seed) {
    SCOPED_TRACE(fmt::format("ANGARIUM_SEED={}", seed));
    base::SeededRandom random(seed);
    oracle::Vocabulary vocabulary(random);
    oracle::Generator generator(vocabulary);
    for (size_t i = 0; i < kSetsOfAVocabulary && !HasFailure(); ++i) {
      explain_set(generator, i % 6 == 0);
    }
  }
  if (HasFailure()) return;
  EXPECT_GT(added_, explained_ / 10) << "else it checks little";
  EXPECT_GT(missed_, explained_ / 10) << "else it checks little";
}

}  // namespace
}  // namespace angarium::policy
