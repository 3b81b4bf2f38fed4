#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/random.h"
#include "policy/decision.h"
#include "policy/oracle/generator.h"

// The engine against a naive reading of the language (oracle/README.md), on random policies and
// requests. ANGARIUM_ORACLE_DECISIONS says how many, ANGARIUM_SEED repeats what failed.
namespace angarium::policy {
namespace {

constexpr size_t kSetsOfAVocabulary = 60;
constexpr size_t kRequestsOfASet = 25;

size_t number_from_environment(const char* name, size_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

PolicyPtr parsed(const std::string& text, PolicyKind kind) {
  auto policy = Policy::parse(text, kind);
  EXPECT_TRUE(policy.ok()) << (policy.ok() ? "" : policy.error().message()) << "\n" << text;
  return policy.ok() ? *policy : nullptr;
}

std::vector<PolicyPtr> parsed(const std::vector<std::string>& texts, PolicyKind kind) {
  std::vector<PolicyPtr> policies;
  policies.reserve(texts.size());
  for (const std::string& text : texts) policies.push_back(parsed(text, kind));
  return policies;
}

Policies parsed(const oracle::PolicyTexts& texts, bool is_trust) {
  Policies policies{.identity = parsed(texts.identity, PolicyKind::kIdentity),
                    .session = parsed(texts.session, PolicyKind::kIdentity)};
  PolicyKind kind = is_trust ? PolicyKind::kTrust : PolicyKind::kResource;
  if (texts.resource) policies.resource = parsed(*texts.resource, kind);
  if (texts.boundary) policies.boundary = parsed(*texts.boundary, PolicyKind::kIdentity);
  for (const auto& level : texts.scps) {
    policies.service_control.push_back(parsed(level, PolicyKind::kServiceControl));
  }
  for (const auto& level : texts.rcps) {
    policies.resource_control.push_back(parsed(level, PolicyKind::kResourceControl));
  }
  return policies;
}

Request asked(const oracle::NaiveRequest& naive) {
  return {.principal = {.account = base::AccountId(naive.account),
                        .arn = naive.arn,
                        .issuer_arn = naive.issuer_arn,
                        .service = naive.service,
                        .unique_id = naive.unique_id},
          .action = naive.action,
          .resource = naive.resource,
          .context = naive.context,
          .resource_account = base::AccountId(naive.resource_account)};
}

std::string describe(const oracle::PolicyTexts& texts, const oracle::NaiveRequest& request) {
  std::string text = fmt::format("{} {} asks {} on {} (owner `{}`)\n", request.type, request.arn,
                                 request.action, request.resource, request.resource_account);
  for (const auto& [key, values] : request.context) {
    text += fmt::format("  {} = [{}]\n", key, fmt::join(values, " | "));
  }
  auto add = [&](const char* name, const std::string& document) {
    text += fmt::format("{}: {}\n", name, document);
  };
  for (const std::string& document : texts.identity) add("identity", document);
  if (texts.resource) add("resource", *texts.resource);
  if (texts.boundary) add("boundary", *texts.boundary);
  for (const std::string& document : texts.session) add("session", document);
  for (const auto& level : texts.scps) add("scp level", fmt::format("{}", fmt::join(level, " ")));
  for (const auto& level : texts.rcps) add("rcp level", fmt::format("{}", fmt::join(level, " ")));
  return text;
}

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
