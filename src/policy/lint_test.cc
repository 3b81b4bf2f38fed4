#include "policy/lint.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "policy/lint_names.h"

namespace angarium::policy {
namespace {

constexpr const char* kJobs = "arn:aws:sqs:eu-west-1:111122223333:jobs";

std::vector<std::string> rules_of(const std::string& text, PolicyKind kind) {
  auto policy = Policy::parse(text, kind);
  EXPECT_TRUE(policy.ok()) << text << (policy.ok() ? "" : policy.error().message());
  if (!policy.ok()) return {};
  std::vector<std::string> rules;
  auto knows = [](std::string_view action) { return action != "sqs:SendMesage"; };
  for (const Finding& finding : lint(**policy, knows)) {
    EXPECT_FALSE(finding.why.empty() || finding.instead.empty() || finding.what.empty());
    rules.push_back(fmt::format("{} {}", finding.statement, name(finding.rule)));
  }
  return rules;
}

// Statements, `R` for a good resource.
std::vector<std::string> identity(std::string statements, const char* version = "2012-10-17") {
  for (size_t at; (at = statements.find("`R`")) != std::string::npos;) {
    statements.replace(at, 3, fmt::format("\"{}\"", kJobs));
  }
  return rules_of(fmt::format(R"({{"Version":"{}","Statement":[{}]}})", version, statements),
                  PolicyKind::kIdentity);
}

std::vector<std::string> resource(const std::string& principal, const std::string& condition) {
  return rules_of(fmt::format(R"({{"Version":"2012-10-17","Statement":{{"Effect":"Allow",{},
                      "Action":"sqs:SendMessage","Resource":"{}","Condition":{{{}}}}}}})",
                              principal, kJobs, condition),
                  PolicyKind::kResource);
}

using Rules = std::vector<std::string>;

TEST(Lint, FindsNothingInLeastPrivilege) {
  EXPECT_EQ(identity(R"({"Effect":"Allow","Action":"sqs:SendMessage","Resource":`R`},
                        {"Effect":"Allow","Action":"sqs:ListQueues","Resource":"*"},
                        {"Effect":"Deny","Action":"sqs:*","Resource":"*",
                         "Condition":{"Bool":{"aws:SecureTransport":"false"}}})"),
            Rules{});
  EXPECT_EQ(resource(R"("Principal":{"Service":"events.amazonaws.com"})",
                     R"("ArnEquals":{"aws:SourceArn":"arn:aws:events:eu-west-1:1:rule/r"})"),
            Rules{});
}

TEST(Lint, Wildcards) {
  EXPECT_EQ(identity(R"({"Effect":"Allow","Action":"sqs:Send*","Resource":`R`})"),
            Rules{"0 wildcard-action"});
  EXPECT_EQ(identity(R"({"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"})"),
            Rules{"0 wildcard-resource"});
  EXPECT_EQ(identity(R"({"Effect":"Allow","NotAction":"iam:*","Resource":`R`})"),
            Rules{"0 allow-not-action"});
  EXPECT_EQ(identity(R"({"Effect":"Allow","Action":"sqs:SendMessage","NotResource":`R`})"),
            Rules{"0 allow-not-resource"});
}

TEST(Lint, Principals) {
  EXPECT_EQ(resource(R"("Principal":"*")", ""), Rules{"0 everybody"});
  EXPECT_EQ(resource(R"("Principal":"*")", R"("StringEquals":{"aws:PrincipalOrgID":"o-1"})"),
            Rules{});
  // A condition that an absent key satisfies limits nobody.
  EXPECT_EQ(
      resource(R"("Principal":"*")", R"("StringEqualsIfExists":{"aws:PrincipalOrgID":"o-1"})"),
      Rules{"0 everybody"});
  EXPECT_EQ(resource(R"("Principal":{"Service":"events.amazonaws.com"})", ""),
            Rules{"0 unguarded-service"});
  EXPECT_EQ(rules_of(R"({"Statement":{"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},
                         "Action":"sqs:*","Resource":"*"}})",
                     PolicyKind::kResource),
            Rules{"0 not-principal"});
}

TEST(Lint, Conditions) {
  auto condition = [](const std::string& text, const char* version = "2012-10-17") {
    return identity(fmt::format(
                        R"({{"Effect":"Allow","Action":"sqs:TagQueue","Resource":`R`,
                            "Condition":{{{}}}}})",
                        text),
                    version);
  };
  EXPECT_EQ(condition(R"("ForAllValues:StringEquals":{"aws:TagKeys":"a"})"),
            Rules{"0 for-all-values"});
  EXPECT_EQ(condition(R"("ForAllValues:StringEquals":{"aws:TagKeys":"a"},
                         "Null":{"aws:tagkeys":"false"})"),
            Rules{});
  EXPECT_EQ(condition(R"("StringEquals":{"aws:TagKeys":"a"})"), Rules{"0 plain-operator"});
  EXPECT_EQ(condition(R"("StringEquals":{"aws:SourceAcount":"a"})"), Rules{"0 unknown-key"});
  EXPECT_EQ(condition(R"("StringEquals":{"other:Key":"a","aws:ResourceTag/a":"b"})"), Rules{});
  EXPECT_EQ(condition(R"("StringEquals":{"aws:username":"${aws:userid}"})", "2008-10-17"),
            Rules{"0 plain-variable"});
}

TEST(Lint, StatementsThatDoNothing) {
  EXPECT_EQ(identity(R"({"Effect":"Allow","Action":"sqs:SendMessage","Resource":`R`},
                        {"Effect":"Deny","Action":"sqs:*","Resource":"*"})"),
            Rules{"0 denied"});
  EXPECT_EQ(identity(R"({"Effect":"Allow","Action":"sqs:SendMessage","Resource":`R`},
                        {"Effect":"Allow","Action":"SQS:sendmessage","Resource":`R`})"),
            Rules{"1 covered"});
  EXPECT_EQ(identity(R"({"Effect":"Deny","Action":"sqs:SendMessage","Resource":`R`},
                        {"Effect":"Deny","Action":"sqs:*","Resource":"*"})"),
            Rules{"0 covered"});
  // Another resource, or a condition, is a reason to be.
  EXPECT_EQ(identity(R"({"Effect":"Allow","Action":"sqs:SendMessage","Resource":`R`},
                        {"Effect":"Deny","Action":"sqs:SendMessage","Resource":"*",
                         "Condition":{"Bool":{"aws:SecureTransport":"false"}}})"),
            Rules{});
}

TEST(Lint, ActionsThatAServiceLacks) {
  EXPECT_EQ(identity(R"({"Effect":"Allow","Action":"sqs:SendMesage","Resource":`R`})"),
            Rules{"0 unknown-action"});
}

}  // namespace
}  // namespace angarium::policy
