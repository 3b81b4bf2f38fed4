#include <fmt/format.h>

#include "services/events/events_fixture_test.h"
#include "services/events/policy_document.h"

namespace angarium::services::events {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class PermissionOperationsTest : public EventsTest {
 protected:
  void permit(const std::string& id, const std::string& principal, const std::string& more = "") {
    ok("PutPermission",
       fmt::format(R"({{"Action":"events:PutEvents","Principal":"{}","StatementId":"{}"{}}})",
                   principal, id, more));
  }
  std::string policy(const std::string& describe = "{}") {
    auto shown = json::Document::parse(ok("DescribeEventBus", describe));
    auto policy = shown->root().find("Policy");
    return policy ? std::string(*policy->string()) : "";
  }
  static std::string statement(const std::string& id, const std::string& principal) {
    return fmt::format(
        R"({{"Sid":"{}","Effect":"Allow","Principal":{},"Action":"events:PutEvents",)"
        R"("Resource":"arn:aws:events:eu-west-1:111111111111:event-bus/default"}})",
        id, principal);
  }
};

TEST_F(PermissionOperationsTest, ShowsThePolicyAsAwsDoes) {
  permit("one", kOther);
  permit("all", "*");
  std::string account = R"({"AWS":"arn:aws:iam::222222222222:root"})";
  EXPECT_EQ(policy(), fmt::format(R"({{"Version":"2012-10-17","Statement":[{},{}]}})",
                                  statement("one", account), statement("all", R"("*")")));
  permit("one", kThird);  // the same id: in its place
  restart();
  account = R"({"AWS":"arn:aws:iam::333333333333:root"})";
  EXPECT_EQ(policy(), fmt::format(R"({{"Version":"2012-10-17","Statement":[{},{}]}})",
                                  statement("one", account), statement("all", R"("*")")));
  ok("RemovePermission", R"({"StatementId":"one"})");
  EXPECT_EQ(policy(), fmt::format(R"({{"Version":"2012-10-17","Statement":[{}]}})",
                                  statement("all", R"("*")")));
  ok("RemovePermission", R"({"StatementId":"all"})");
  EXPECT_EQ(policy(), "");
}

TEST_F(PermissionOperationsTest, AWholePolicyTakesThePlaceOfAll) {
  permit("one", kOther);
  ok("PutPermission", R"({"Policy":"{\"Version\": \"2012-10-17\", \"Statement\": {\"Sid\":\"s\",)"
                      R"(\"Effect\":\"Allow\",)"
                      R"(\"Principal\":\"*\",\"Action\":\"events:*\",\"Resource\":\"*\"}}"})");
  EXPECT_EQ(policy(), R"({"Version": "2012-10-17", "Statement": {"Sid":"s","Effect":"Allow",)"
                      R"("Principal":"*","Action":"events:*","Resource":"*"}})")
      << "as it was given";
  permit("one", kOther);
  EXPECT_THAT(policy(), HasSubstr(R"("Sid":"one")"));
  EXPECT_THAT(policy(), HasSubstr(R"("Sid":"s")"));
  ok("RemovePermission", R"({"RemoveAllPermissions":true})");
  EXPECT_EQ(policy(), "");
  ok("RemovePermission", R"({"RemoveAllPermissions":true})");
}

TEST_F(PermissionOperationsTest, AnOrganizationIsACondition) {
  auto condition = [](const std::string& type, const std::string& key) {
    return fmt::format(R"(,"Condition":{{"Type":"{}","Key":"{}","Value":"o-1"}})", type, key);
  };
  permit("org", "*", condition("StringEquals", "aws:PrincipalOrgID"));
  std::string expected = statement("org", R"("*")");
  expected.pop_back();
  expected += R"(,"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}})";
  EXPECT_EQ(policy(), fmt::format(R"({{"Version":"2012-10-17","Statement":[{}]}})", expected));
  EXPECT_THAT(put_event("arn:aws:events:eu-west-1:111111111111:event-bus/default", "{}", kOther),
              HasSubstr("AccessDeniedException"))
      << "an account of no organization";
  auto refused = [&](const std::string& type, const std::string& key) {
    return error("PutPermission",
                 R"({"Action":"events:PutEvents","Principal":"*","StatementId":"a")" +
                     condition(type, key) + "}");
  };
  EXPECT_EQ(refused("StringLike", "aws:PrincipalOrgID"),
            "ValidationException: Provided value in parameter 'condition.type' is not supported.");
  EXPECT_EQ(refused("StringEquals", "aws:SourceIp"),
            "ValidationException: Provided value in parameter 'condition.key' is not supported.");
}

TEST_F(PermissionOperationsTest, RefusesWhatCannotBeEvaluated) {
  constexpr const char* kUnknownOperator =
      R"({\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",)"
      R"(\"Action\":\"events:*\",\"Resource\":\"*\",)"
      R"(\"Condition\":{\"DateSoonerThan\":{\"aws:CurrentTime\":\"2030\"}}}})";
  for (const char* text : {kUnknownOperator, "x", "[]", "{}", R"({\"Statement\":[]})",
                           R"({\"Statement\":[{}]})", R"({\"Statement\":\"x\"})"}) {
    EXPECT_THAT(error("PutPermission", fmt::format(R"({{"Policy":"{}"}})", text)),
                StartsWith("ValidationException: Parameter Policy is not valid. Reason: "))
        << text;
  }
  EXPECT_EQ(policy(), "");
}

TEST_F(PermissionOperationsTest, RefusesFormsThatDoNotFit) {
  EXPECT_THAT(error("PutPermission", "{}"), StartsWith("ValidationException"));
  EXPECT_THAT(error("PutPermission", R"({"Action":"events:PutEvents","Principal":"222222222222"})"),
              StartsWith("ValidationException"));
  EXPECT_THAT(error("PutPermission", R"({"StatementId":"a","Policy":"{}"})"),
              HasSubstr("together with Policy"));
  EXPECT_EQ(error("PutPermission",
                  R"({"Action":"events:PutRule","Principal":"222222222222","StatementId":"a"})"),
            "ValidationException: Provided value in parameter 'action' is not supported.");
  EXPECT_THAT(
      error("PutPermission", R"({"Action":"events:PutEvents","Principal":"12","StatementId":"a"})"),
      HasSubstr(R"((\d{12}|\*))"));
  EXPECT_THAT(error("PutPermission", R"({"Policy":"{}","Condition":{"Type":"StringEquals",)"
                                     R"("Key":"aws:PrincipalOrgID","Value":"o-1"}})"),
              HasSubstr("together with Policy"));
}

TEST_F(PermissionOperationsTest, NamesWhatIsNotThere) {
  EXPECT_EQ(error("PutPermission", R"({"EventBusName":"x","Action":"events:PutEvents",)"
                                   R"("Principal":"222222222222","StatementId":"a"})"),
            "ResourceNotFoundException: Event bus x does not exist.");
  EXPECT_EQ(error("RemovePermission", R"({"EventBusName":"x","StatementId":"a"})"),
            "ResourceNotFoundException: Event bus x does not exist.");
  EXPECT_EQ(error("RemovePermission", R"({"StatementId":"a"})"),
            "ResourceNotFoundException: EventBus does not have a policy.");
  const char* missing = "ResourceNotFoundException: Statement with the provided id does not exist.";
  permit("b", kOther);
  EXPECT_EQ(error("RemovePermission", R"({"StatementId":"a"})"), missing);
  EXPECT_THAT(error("RemovePermission", "{}"), StartsWith("ValidationException"));
}

// In a policy without a version "${" is text; with the version of today it would be a variable.
TEST(PolicyDocument, APolicyWithoutAVersionStaysWithout) {
  auto document = PolicyDocument::parse(R"({"Statement":{"Sid":"a","Resource":"${0"}})");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->text(), R"({"Statement":[{"Sid":"a","Resource":"${0"}]})");
  auto newest = PolicyDocument::parse(R"({"Version":"2012-10-17","Statement":{"Sid":"a"}})");
  EXPECT_EQ(newest->text(), R"({"Version":"2012-10-17","Statement":[{"Sid":"a"}]})");
}

TEST_F(PermissionOperationsTest, PolicyLengthAtTheLimitAndBeyond) {
  permit("a", kOther);
  limits_.policy_characters_max = policy().size();
  restart();
  permit("a", kThird);
  EXPECT_THAT(error("PutPermission", R"({"Action":"events:PutEvents","Principal":"222222222222",)"
                                     R"("StatementId":"aa"})"),
              StartsWith("PolicyLengthExceededException"));
  EXPECT_THAT(policy(), HasSubstr(kThird));
}

TEST(PolicyDocument, KeepsWhatItDoesNotTouch) {
  auto document = PolicyDocument::parse(
      R"( {"Id":"x","Statement":[{"Sid" : "a","n":[1.0,{"Sid":"b"}]},{"y":null}],)"
      R"("Version":"2008-10-17"} )");
  ASSERT_TRUE(document.ok());
  EXPECT_FALSE(document->remove("b"));
  EXPECT_EQ(document->text(), R"({"Version":"2008-10-17","Id":"x","Statement":[)"
                              R"({"Sid" : "a","n":[1.0,{"Sid":"b"}]},{"y":null}]})");
  EXPECT_TRUE(document->remove("a"));
  EXPECT_EQ(document->text(), R"({"Version":"2008-10-17","Id":"x","Statement":[{"y":null}]})");
}

}  // namespace
}  // namespace angarium::services::events
