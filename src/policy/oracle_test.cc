#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "policy/random_case_test.h"

// The engine against a naive reading of the language (oracle/README.md), on random policies and
// requests. ANGARIUM_ORACLE_DECISIONS says how many, ANGARIUM_SEED repeats what failed.
namespace angarium::policy {
namespace {

constexpr size_t kSetsOfAVocabulary = 60;
constexpr size_t kRequestsOfASet = 25;

const char* name_of(Effect effect) {
  switch (effect) {
    case Effect::kAllow: return "Allow";
    case Effect::kExplicitDeny: return "ExplicitDeny";
    case Effect::kImplicitDeny: return "ImplicitDeny";
  }
  return "?";
}

class OracleTest : public ::testing::Test {
 protected:
  void compare_set(oracle::Generator& generator, bool is_trust) {
    oracle::PolicyTexts texts = generator.policies(is_trust);
    Policies policies = parsed(texts, is_trust);
    ASSERT_FALSE(HasFailure()) << describe(texts, {});
    oracle::NaivePolicies naive(texts);
    for (size_t i = 0; i < kRequestsOfASet; ++i) {
      oracle::NaiveRequest request = generator.request();
      // A trust policy is of a role, and nothing else has one.
      if (is_trust) {
        request.action = i % 4 == 0 ? "sts:TagSession" : "sts:AssumeRole";
        request.resource = "arn:aws:iam::111122223333:role/way/courier";
      }
      std::string expected = naive.decide(request, counts_);
      Decision decision = decide(asked(request), policies);
      ASSERT_EQ(name_of(decision.effect), expected) << describe(texts, request);
      ++answers_[expected];
      ++decisions_;
    }
  }

  void expect_coverage() const {
    for (const char* answer : {"Allow", "ExplicitDeny", "ImplicitDeny"}) {
      EXPECT_GT(answers_.at(answer), decisions_ / 50) << answer << ": else it compares little";
    }
    // 27 operators, 26 of which have IfExists and both quantifiers: each form was met; each
    // operator and each way to modify one held and did not hold, often.
    EXPECT_EQ(counts_.size(), 27u + 26u * 5u);
    oracle::Counts parts;
    for (const auto& [name, count] : counts_) {
      std::string plain = name.substr(name.find(':') + 1);
      plain = plain.substr(0, plain.find("IfExists"));
      std::string modifier = name;
      modifier.replace(modifier.find(plain), plain.size(), "..");
      for (const std::string& part : {plain, modifier}) {
        for (size_t i : {0, 1}) parts[part][i] += count[i];
      }
    }
    for (const auto& [part, count] : parts) {
      EXPECT_GT(std::min(count[0], count[1]), decisions_ / 5'000) << part;
    }
  }

  oracle::Counts counts_;
  std::map<std::string, size_t> answers_;
  size_t decisions_ = 0;
};

TEST_F(OracleTest, AgreesOnRandomPoliciesAndRequests) {
  size_t wanted = number_from_environment("ANGARIUM_ORACLE_DECISIONS", 300'000);
  base::SystemRandom system;
  size_t seed = number_from_environment("ANGARIUM_SEED", system.next() >> 34);
  fmt::print("ANGARIUM_SEED={}\n", seed);
  for (; decisions_ < wanted && !HasFailure(); ++seed) {
    SCOPED_TRACE(fmt::format("ANGARIUM_SEED={}", seed));
    base::SeededRandom random(seed);
    oracle::Vocabulary vocabulary(random);
    oracle::Generator generator(vocabulary);
    for (size_t i = 0; i < kSetsOfAVocabulary && !HasFailure(); ++i) {
      compare_set(generator, i % 10 == 0);
    }
  }
  if (HasFailure()) return;
  fmt::print("{} decisions: {} allowed, {} denied, {} not allowed\n", decisions_, answers_["Allow"],
             answers_["ExplicitDeny"], answers_["ImplicitDeny"]);
  if (decisions_ >= 300'000) expect_coverage();
}

}  // namespace
}  // namespace angarium::policy
