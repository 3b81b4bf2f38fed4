#include "cli/policy_check.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace angarium::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// The question of the specification: a session of a role asks for another account's bus.
std::string question(std::string_view policies) {
  return R"({"request": {"principal": {"arn":)"
         R"("arn:aws:sts::111122223333:assumed-role/courier/run-7", "type": "role-session",)"
         R"("account": "111122223333", "role_arn": "arn:aws:iam::111122223333:role/way/courier"},)"
         R"("action": "events:PutEvents", "resource":)"
         R"("arn:aws:events:eu-west-1:444455556666:event-bus/inbox",)"
         R"("resource_account": "444455556666",)"
         R"("context": {"events:source": ["shop"], "aws:SourceIp": "10.0.0.7"}})" +
         std::string(policies.empty() ? "" : ",") + std::string(policies) + "}";
}

constexpr std::string_view kIdentity =
    R"("identity_policies":[{"Statement":[]},{"Statement":{"Sid":"send","Effect":"Allow",)"
    R"("Action":"events:PutEvents","Resource":"*"}}])";

class PolicyCheckTest : public ::testing::Test {
 protected:
  std::string answer(std::string_view line) {
    std::string out, again;
    bool good = check_.answer(line, out);
    EXPECT_EQ(good, !std::string_view(out).starts_with(R"({"error")")) << out;
    EXPECT_EQ(check_.answer(line, again), good);
    EXPECT_EQ(out, again) << "what was asked before never changes an answer";
    EXPECT_TRUE(out.ends_with('\n'));
    out.pop_back();
    return out;
  }

  PolicyCheck check_;
};

TEST_F(PolicyCheckTest, SaysWhichKindsOfPoliciesAreMissing) {
  EXPECT_EQ(answer(question("")),
            R"({"decision":"ImplicitDeny","because":[{"missing":"resource_policy"},)"
            R"({"missing":"identity_policies"}]})");
  EXPECT_EQ(answer(question(R"("identity_policies":null,"scps":[[],[]],"session_policies":[],)"
                            R"("permissions_boundary":null)")),
            R"({"decision":"ImplicitDeny","because":[{"missing":"scps[0]"},{"missing":"scps[1]"},)"
            R"({"missing":"resource_policy"},{"missing":"identity_policies"}]})");
}

TEST_F(PolicyCheckTest, SaysWhichStatementsDecided) {
  std::string identity =
      R"("identity_policies":["{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",)"
      R"(\"Resource\":\"*\"}}",{"Statement":{"Sid":"send","Effect":"Allow",)"
      R"("Action":"events:PutEvents","Resource":"*"}}])";
  std::string resource =
      R"("resource_policy":{"Statement":[{"Effect":"%","Principal":{"AWS":"111122223333"},)"
      R"("Action":"events:PutEvents","Resource":"*","Condition":{"StringEquals":)"
      R"({"events:source":"shop"},"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}]})";
  auto with = [&](std::string_view effect) {
    std::string text = identity + "," + resource;
    return question(text.replace(text.find('%'), 1, effect));
  };
  EXPECT_EQ(
      answer(with("Allow")),
      R"({"decision":"Allow","because":[{"policy":"resource_policy",)"
      R"("statement":"Statement[0]"},{"policy":"identity_policies[1]","statement":"send"}]})");
  EXPECT_EQ(answer(with("Deny")),
            R"({"decision":"ExplicitDeny","because":[{"policy":"resource_policy",)"
            R"("statement":"Statement[0]"}]})");
}

TEST_F(PolicyCheckTest, KnowsEveryTypeOfPrincipal) {
  struct Row {
    const char *arn, *type, *account, *decision;
  };
  for (const Row& row :
       {Row{"arn:aws:iam::444455556666:user/ann", "user", "444455556666", "Allow"},
        Row{"arn:aws:iam::444455556666:root", "root", "444455556666", "Allow"},
        Row{"arn:aws:sts::444455556666:federated-user/bob", "federated", "444455556666", "Allow"},
        Row{"events.amazonaws.com", "service", "", "Allow"}, Row{"", "anonymous", "", "Allow"}}) {
    std::string line = fmt::format(
        R"({{"request":{{"principal":{{"arn":"{}","type":"{}","account":"{}"}},)"
        R"("action":"sqs:SendMessage","resource":"arn:aws:sqs:eu-west-1:444455556666:q"}},)"
        R"("resource_policy":{{"Statement":{{"Effect":"Allow","Principal":"*","Action":"*",)"
        R"("Resource":"*"}}}}}})",
        row.arn, row.type, row.account);
    EXPECT_THAT(answer(line), StartsWith(fmt::format(R"({{"decision":"{}")", row.decision)))
        << line;
  }
}

TEST_F(PolicyCheckTest, AnArnSaysTheAccount) {
  std::string line =
      R"({"request":{"principal":{"arn":"arn:aws:iam::111122223333:root","account":""},)"
      R"("action":"sqs:SendMessage","resource":"arn:aws:sqs:eu-west-1:111122223333:q"}})";
  EXPECT_THAT(answer(line), StartsWith(R"({"decision":"Allow")"));
}

TEST_F(PolicyCheckTest, RolesHaveTrustPolicies) {
  std::string line =
      R"({"request":{"principal":{"arn":"arn:aws:iam::111122223333:user/ann","type":"user",)"
      R"("account":"111122223333"},"action":"sts:AssumeRole",)"
      R"("resource":"arn:aws:iam::111122223333:role/r"},"resource_policy":{"Statement":{"Effect":)"
      R"("Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/ann"},"Action":)"
      R"("sts:AssumeRole"}}})";
  EXPECT_THAT(answer(line), StartsWith(R"({"decision":"Allow")"));
}

TEST_F(PolicyCheckTest, Validates) {
  std::string policy =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"a:b","Resource":"*"}})";
  auto validate = [&](std::string_view text, std::string_view kind) {
    return answer(fmt::format(R"({{"policy":{},"kind":"{}"}})", text, kind));
  };
  EXPECT_EQ(validate(policy, "identity"), R"({"valid":true})");
  EXPECT_EQ(validate(policy, "managed"), R"({"valid":true})");
  EXPECT_EQ(validate(policy, "scp"), R"({"valid":true})");
  EXPECT_THAT(
      validate(policy, "resource"),
      StartsWith(R"({"valid":false,"error":"MalformedPolicyDocument","message":"Missing )"));
  EXPECT_THAT(validate(policy, "trust"), HasSubstr("Missing required field Principal"));
  EXPECT_THAT(validate(policy, "rcp"), HasSubstr("\"valid\":false"));
  EXPECT_THAT(validate(R"("{\"Statement\":")", "identity"), HasSubstr("Syntax errors in policy."));
  EXPECT_THAT(validate("[]", "identity"), HasSubstr("Syntax errors in policy."));
  EXPECT_THAT(validate(R"({"Statement":{"Effect":"Allow","Effect":"Deny"}})", "identity"),
              HasSubstr("`Effect` stands twice"));
}

TEST_F(PolicyCheckTest, RefusesWhatIsNoQuestion) {
  auto error = [&](std::string_view line) {
    std::string text = answer(line);
    EXPECT_THAT(text, StartsWith(R"({"error":"InvalidLine")")) << line;
    return text;
  };
  for (const char* line :
       {"", "[]", "{", "{}", "7", R"({"request":7})", R"({"request":{}})", R"({"policy":{}})",
        R"({"policy":{},"kind":"other"})", "{} {}", "\xff"}) {
    error(line);
  }
  auto asked_by = [](std::string_view principal) {
    return fmt::format(R"({{"request":{{"principal":{},"action":"a:b"}}}})", principal);
  };
  EXPECT_THAT(error(asked_by(R"({"arn":"arn:aws:iam::111122223333:root","type":"user"})")),
              HasSubstr("does not go with the arn"));
  EXPECT_THAT(error(asked_by(R"({"type":"person"})")), HasSubstr("not one of user"));
  EXPECT_THAT(error(asked_by(R"({"arn":7})")), HasSubstr("`arn`"));
  EXPECT_THAT(error(question(R"("identity_policies":{})")), HasSubstr("`identity_policies`"));
  EXPECT_THAT(error(question(R"("scps":[{}])")), HasSubstr("`scps[0]`"));
}

TEST_F(PolicyCheckTest, APolicyThatDecidesMustBeValid) {
  EXPECT_THAT(
      answer(question(kIdentity)),
      StartsWith(R"({"error":"MalformedPolicyDocument","message":"`identity_policies[0]`: )"));
}

TEST_F(PolicyCheckTest, ValuesOfTheContextCountAsTheirText) {
  std::string line =
      R"({"request":{"principal":{"arn":"arn:aws:iam::111122223333:root","type":"root","account":)"
      R"("111122223333"},"action":"a:b",)"
      R"("context":{"x:n":5.0,"x:b":true,"x:l":[1,"2"],"x:0":null}},)"
      R"("identity_policies":[{"Statement":{"Sid":"all","Effect":"Deny","Action":"*",)"
      R"("Resource":"*",)"
      R"("Condition":{"StringEquals":{"x:n":"5.0","x:b":"true"},"ForAnyValue:StringEquals":)"
      R"({"x:l":"1"},"Null":{"x:0":"true"}}}}]})";
  EXPECT_THAT(answer(line), HasSubstr(R"("statement":"all")"));
}

}  // namespace
}  // namespace angarium::cli
