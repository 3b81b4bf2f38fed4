#include "services/sqs/fixture_test.h"
#include "services/sqs/queue_policy.h"

namespace angarium::services::sqs {
namespace {

class PermissionTest : public SqsTest {
 protected:
  PermissionTest() { create("q"); }

  static std::string list_of(int count, std::string_view each) {
    std::string list = "[";
    for (int i = 0; i < count; ++i) list += (i ? "," : "") + std::string(each);
    return list + "]";
  }
  wire::TestClient::Answer add(std::string_view label, std::string_view accounts,
                               std::string_view actions) {
    return call("AddPermission",
                on("q", R"("Label":")" + std::string(label) + R"(","AWSAccountIds":)" +
                            std::string(accounts) + R"(,"Actions":)" + std::string(actions)));
  }
  wire::TestClient::Answer remove(std::string_view label) {
    return call("RemovePermission", on("q", R"("Label":")" + std::string(label) + '"'));
  }
  wire::TestClient::Answer set_policy(const std::string& text) {
    return call("SetQueueAttributes", on("q", R"("Attributes":{"Policy":")" + text + "\"}"));
  }
  std::string policy() {
    auto document = json::Document::parse(
        call("GetQueueAttributes", on("q", R"("AttributeNames":["Policy"])")).body);
    auto attributes = document->root().find("Attributes");
    return attributes ? std::string(*attributes->find("Policy")->string()) : "none";
  }
};

constexpr std::string_view kOther = R"(["444455556666"])";

TEST_F(PermissionTest, BecomeStatementsOfTheQueuesPolicy) {
  EXPECT_EQ(add("one", kOther, R"(["SendMessage"])").status, 200);
  EXPECT_EQ(
      policy(),
      R"({"Version":"2008-10-17","Id":"arn:aws:sqs:eu-west-1:111122223333:q/SQSDefaultPolicy")"
      R"(,"Statement":[{"Sid":"one","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::)"
      R"(444455556666:root"},"Action":"SQS:SendMessage",)"
      R"("Resource":"arn:aws:sqs:eu-west-1:111122223333:q"}]})");
  EXPECT_EQ(add("two", R"(["444455556666","777788889999"])", R"(["SendMessage","*"])").status, 200);
  EXPECT_NE(
      policy().find(R"("Principal":{"AWS":["arn:aws:iam::444455556666:root",)"
                    R"("arn:aws:iam::777788889999:root"]},"Action":["SQS:SendMessage","SQS:*"])"),
      std::string::npos)
      << policy();
  open();
  EXPECT_EQ(remove("one").status, 200);
  EXPECT_EQ(policy().find(R"("Sid":"one")"), std::string::npos);
  EXPECT_EQ(remove("two").status, 200);
  EXPECT_EQ(policy(), "none");
}

TEST_F(PermissionTest, KeepTheRestOfAPolicy) {
  EXPECT_EQ(
      set_policy(R"({\"Version\":\"2012-10-17\",\"Statement\":{\"Sid\":\"mine\",)"
                 R"(\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sqs:PurgeQueue\",)"
                 R"(\"Resource\":\"*\",\"Condition\":{\"NumericLessThan\":{\"aws:x\":1.50}}}})")
          .status,
      200);
  EXPECT_EQ(add("one", kOther, R"(["SendMessage"])").status, 200);
  EXPECT_EQ(policy().find(R"({"Version":"2012-10-17","Statement":[{"Sid":"mine","Effect":"Deny",)"
                          R"("Principal":"*","Action":"sqs:PurgeQueue","Resource":"*",)"
                          R"("Condition":{"NumericLessThan":{"aws:x":1.50}}},{"Sid":"one")"),
            0u)
      << policy();
  EXPECT_EQ(remove("one").status, 200);
  EXPECT_EQ(remove("mine").status, 200);
  EXPECT_EQ(policy(), "none");
}

TEST_F(PermissionTest, WhatCannotBeGiven) {
  auto message = [this](std::string_view label, std::string_view accounts,
                        std::string_view actions) {
    auto answer = add(label, accounts, actions);
    EXPECT_EQ(answer.code(), "InvalidParameterValueException") << answer.body;
    return answer.body;
  };
  constexpr std::string_view kSend = R"(["SendMessage"])";
  EXPECT_EQ(add("one", kOther, kSend).status, 200);
  EXPECT_NE(message("one", kOther, kSend).find("Already exists."), std::string::npos);
  message("a.b", kOther, kSend);
  message("", kOther, kSend);
  message(std::string(81, 'l'), kOther, kSend);
  EXPECT_NE(message("two", "[]", kSend).find("Unable to verify."), std::string::npos);
  EXPECT_NE(message("two", R"(["1"])", kSend).find("Unable to verify."), std::string::npos);
  EXPECT_NE(message("two", kOther, R"(["CreateQueue"])").find("Only the queue owner"),
            std::string::npos);
  EXPECT_NE(message("two", kOther, R"(["Fly"])").find("appropriate WSDL"), std::string::npos);
  EXPECT_EQ(add("two", kOther, "[]").code(), "MissingRequiredParameterException");
  auto many = add("two", kOther, list_of(8, R"("SendMessage")"));
  EXPECT_EQ(many.code(), "OverLimit");
  EXPECT_EQ(many.status, 403);
  EXPECT_NE(many.body.find("8 Actions were found, maximum allowed is 7."), std::string::npos);
  EXPECT_EQ(add(std::string(80, 'l'), kOther, list_of(7, R"("SendMessage")")).status, 200);
  auto gone = remove("none");
  EXPECT_EQ(gone.code(), "InvalidParameterValueException");
  EXPECT_NE(gone.body.find("can't find label on existing policy."), std::string::npos);
  EXPECT_EQ(refusal("RemovePermission", on("none", R"("Label":"x")")), "QueueDoesNotExist");
}

TEST_F(PermissionTest, TwentyStatementsAndFiftyPrincipals) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(add("l" + std::to_string(i), kOther, R"(["SendMessage"])").status, 200);
  }
  auto beyond = add("more", kOther, R"(["SendMessage"])");
  EXPECT_EQ(beyond.code(), "OverLimit");
  EXPECT_NE(beyond.body.find("21 statements were found in the submitted policy, max allowed is 20"),
            std::string::npos)
      << beyond.body;
  EXPECT_EQ(set_policy("").status, 200);
  EXPECT_EQ(add("x", list_of(51, R"("444455556666")"), R"(["SendMessage"])").code(), "OverLimit");
  EXPECT_EQ(add("x", list_of(50, R"("444455556666")"), R"(["SendMessage"])").status, 200);
}

std::string policy_with(std::string_view element, std::string_view id = "i") {
  return R"({"Version":"2012-10-17","Id":")" + std::string(id) +
         R"(","Statement":{"Effect":"Allow","Principal":"*","Resource":"*","Action":"sqs:*",)" +
         std::string(element) + "}}";
}

TEST(PolicyQuotas, BytesAndConditions) {
  const std::string condition = R"("Condition":{"StringEquals":{)";
  auto keys = [](int count) {
    std::string all;
    for (int i = 0; i < count; ++i) {
      all += (i ? R"(,"k)" : R"("k)") + std::to_string(i) + R"(":"v")";
    }
    return all;
  };
  EXPECT_TRUE(check_policy_quotas(policy_with(condition + keys(10) + "}}")).ok());
  EXPECT_EQ(check_policy_quotas(policy_with(condition + keys(11) + "}}")).error().code,
            "OverLimit");
  const std::string small = policy_with(R"("Sid":"s")", "");
  const std::string fits =
      policy_with(R"("Sid":"s")", std::string(kPolicyBytesMax - small.size(), 'x'));
  EXPECT_EQ(fits.size(), kPolicyBytesMax);
  EXPECT_TRUE(check_policy_quotas(fits).ok());
  EXPECT_EQ(check_policy_quotas(fits + " ").error().code, "InvalidAttributeValue");
}

TEST_F(PermissionTest, InTheQueryProtocol) {
  auto answer = client_->query("sqs",
                               "Action=AddPermission&Version=2012-11-05&QueueUrl=" + url("q") +
                                   "&Label=one&AWSAccountId.1=444455556666&ActionName.1=SendMessage"
                                   "&ActionName.2=ReceiveMessage",
                               kAccount);
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_NE(policy().find(R"("Action":["SQS:SendMessage","SQS:ReceiveMessage"])"),
            std::string::npos);
}

}  // namespace
}  // namespace angarium::services::sqs
