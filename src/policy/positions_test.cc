#include "policy/positions.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "policy/context_keys.h"
#include "policy/decision.h"

namespace angarium::policy {
namespace {

PolicyPtr parsed(std::string_view text) {
  auto policy = Policy::parse(text, PolicyKind::kIdentity);
  EXPECT_TRUE(policy.ok()) << policy.error().message();
  return *policy;
}

// "3:17-8:6 ..."
std::string spans(std::string_view text) {
  std::string out;
  for (const StatementSpan& span : statement_spans(*parsed(text))) {
    out += fmt::format("{}:{}-{}:{} ", span.begin.line, span.begin.column, span.end.line,
                       span.end.column);
  }
  return out;
}

TEST(StatementSpans, AreThoseOfTheSimulator) {
  // As it answers for AdministratorAccess.
  EXPECT_EQ(spans("{\n"
                  "  \"Version\": \"2012-10-17\",\n"
                  "  \"Statement\": [\n"
                  "    {\n"
                  "      \"Effect\": \"Allow\",\n"
                  "      \"Action\": \"*\",\n"
                  "      \"Resource\": \"*\"\n"
                  "    }\n"
                  "  ]\n"
                  "}"),
            "3:17-8:6 ");
  const std::string statement = R"({"Effect": "Allow", "Action": "*", "Resource": "*"})";
  EXPECT_EQ(spans(R"({"Version": "2012-10-17", "Statement": [)" + statement + "]}"),
            fmt::format("1:41-1:{} ", 41 + statement.size()));
}

TEST(StatementSpans, OfSeveralAndOfOneThatStandsAlone) {
  const std::string a = R"({"Effect":"Allow","Action":"*","Resource":"*"})";
  const size_t end = 15 + a.size();
  EXPECT_EQ(spans(R"({"Statement":[)" + a + ",\n " + a + "]}"),
            fmt::format("1:15-1:{0} 1:{0}-2:{1} ", end, 2 + a.size()));
  EXPECT_EQ(spans(R"({"Statement": )" + a + R"(,"Id":"x"})"),
            fmt::format("1:14-1:{} ", 15 + a.size()));
  // Columns are characters; a key may be escaped, and a brace in a text is none.
  EXPECT_EQ(spans("{\"Id\":\"é\",\"Statement\":" + a + "}"),
            fmt::format("1:23-1:{} ", 23 + a.size()));
  const std::string brace = R"({"Effect":"Allow","Action":"*","Resource":"*",)"
                            R"("Condition":{"StringEquals":{"aws:username":"{"}}})";
  EXPECT_EQ(spans(R"({"St\u0061tement" : )" + brace + "}"),
            fmt::format("1:20-1:{} ", 21 + brace.size()));
}

std::string keys(std::string_view text) {
  std::string out;
  for (const std::string& key : context_keys_of(*parsed(text))) out += key + " ";
  return out;
}

TEST(ContextKeys, AreOfConditionsAndVariables) {
  EXPECT_EQ(keys(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*",
                     "Resource":"arn:aws:s3:::b/${aws:username}*","Condition":{
                       "StringLike":{"aws:PrincipalTag/a b":["${aws:userid, 'x'}","${*}${$}"],
                                     "AWS:UserName":"x"},
                       "NumericLessThan":{"s3:max-keys":"10"}}}})"),
            "aws:username aws:PrincipalTag/a b aws:userid s3:max-keys ");
  // The old version has no variables.
  EXPECT_EQ(
      keys(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::${aws:a}"}})"),
      "");
}

TEST(StatementsThat, AreAllThatApplyWhateverWasNeeded) {
  const std::string one = R"({"Effect":"Allow","Action":"sqs:*","Resource":"*"})";
  const std::string other = R"({"Effect":"Deny","Action":"sqs:*","Resource":"*"})";
  PolicyPtr policy = parsed(R"({"Statement":[)" + one + "," + other + "," + one + "]}");
  Request request{.principal = {.account = base::AccountId("111122223333"),
                                .arn = "arn:aws:iam::111122223333:user/bob"},
                  .action = "sqs:SendMessage",
                  .resource = "arn:aws:sqs:eu-west-1:111122223333:q"};
  Policies policies{.identity = {policy, policy}, .boundary = policy};
  auto places = [&](Effect effect) {
    std::string out;
    for (const Reason& reason : statements_that(effect, request, policies)) {
      out +=
          fmt::format("{}.{}.{} ", static_cast<int>(reason.type), reason.index, reason.statement);
    }
    return out;
  };
  EXPECT_EQ(places(Effect::kAllow), "3.0.0 3.0.2 3.1.0 3.1.2 4.0.0 4.0.2 ");
  EXPECT_EQ(places(Effect::kExplicitDeny), "3.0.1 3.1.1 4.0.1 ");
  request.action = "sns:Publish";
  EXPECT_EQ(places(Effect::kAllow), "");
}

}  // namespace
}  // namespace angarium::policy
