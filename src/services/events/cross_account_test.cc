#include <fmt/format.h>

#include "services/events/events_fixture_test.h"

namespace angarium::services::events {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr const char* kInbox = "arn:aws:events:eu-west-1:222222222222:event-bus/inbox";
constexpr const char* kInboxQueue = "arn:aws:sqs:eu-west-1:222222222222:q";

// kAccount sends, kOther owns the bus `inbox` with a rule that puts all of `shop` into a queue.
class CrossAccountTest : public EventsTest {
 protected:
  CrossAccountTest() {
    ok("CreateEventBus", R"({"Name":"inbox"})", kOther);
    ok("PutRule",
       R"({"Name":"all","EventBusName":"inbox","EventPattern":"{\"source\":[\"shop\"]}"})", kOther);
    put_targets(kInboxQueue, R"("Rule":"all","EventBusName":"inbox")", kOther);
  }
  void put_targets(const std::string& arn, const std::string& rule, const std::string& account) {
    ok("PutTargets", fmt::format(R"({{{},"Targets":[{{"Id":"t","Arn":"{}"}}]}})", rule, arn),
       account);
  }
  void permit() {
    ok("PutPermission",
       R"({"EventBusName":"inbox","Action":"events:PutEvents",)"
       R"("Principal":"111111111111","StatementId":"sender"})",
       kOther);
  }
  void forward() {
    ok("PutRule", R"({"Name":"out","EventPattern":"{\"source\":[\"shop\"]}"})");
    put_targets(kInbox, R"("Rule":"out")", kAccount);
  }
};

TEST_F(CrossAccountTest, OnlyAPermissionLetsAnotherAccountPut) {
  EXPECT_THAT(put_event(kInbox, "{}"), HasSubstr(R"("ErrorCode":"AccessDeniedException")"));
  permit();
  EXPECT_THAT(put_event(kInbox, "{}"), HasSubstr("EventId"));
  EXPECT_THAT(put_event(kInbox, "{}", kThird), HasSubstr("AccessDeniedException"));
  ok("RemovePermission", R"({"EventBusName":"inbox","StatementId":"sender"})", kOther);
  EXPECT_THAT(put_event(kInbox, "{}"), HasSubstr("AccessDeniedException"));
  run_for(base::Milliseconds(1000));
  ASSERT_THAT(queue(kInboxQueue), SizeIs(1));
  EXPECT_THAT(queue(kInboxQueue)[0], HasSubstr(R"("account":"111111111111")"));
}

TEST_F(CrossAccountTest, OneEntryIsDeniedTheOtherNot) {
  std::string body = ok(
      "PutEvents",
      fmt::format(
          R"({{"Entries":[{{"EventBusName":"{}","Source":"s","DetailType":"t","Detail":"{{}}"}},)"
          R"({{"Source":"s","DetailType":"t","Detail":"{{}}"}}]}})",
          kInbox));
  EXPECT_THAT(body, StartsWith(R"({"FailedEntryCount":1,"Entries":[{"ErrorCode":"AccessDenied)"));
  EXPECT_THAT(body, HasSubstr(R"({"EventId":)"));
}

TEST_F(CrossAccountTest, AStrangerLearnsNothingAndMakesNoDefaultBus) {
  for (const char* bus : {"arn:aws:events:eu-west-1:222222222222:event-bus/none",
                          "arn:aws:events:eu-west-1:222222222222:event-bus/default"}) {
    EXPECT_THAT(put_event(bus, "{}"), HasSubstr("AccessDeniedException"));
    EXPECT_THAT(error("DescribeEventBus", fmt::format(R"({{"Name":"{}"}})", bus)),
                StartsWith("AccessDeniedException"));
    EXPECT_THAT(error("ListRules", fmt::format(R"({{"EventBusName":"{}"}})", bus)),
                StartsWith("AccessDeniedException"));
  }
  EXPECT_FALSE(process_->events->catalog().is_published(
      {.partition = {base::AccountId(kOther), base::Region("eu-west-1"), 0}, .name = "default"}));
}

TEST_F(CrossAccountTest, ARuleForwardsWhatTheOtherBusPermits) {
  permit();
  forward();
  put_event("default", R"({"n":1})");
  run_for(base::Milliseconds(2000));
  ASSERT_THAT(queue(kInboxQueue), SizeIs(1));
  EXPECT_THAT(queue(kInboxQueue)[0], HasSubstr(R"("account":"111111111111")"));
  EXPECT_THAT(queue(kInboxQueue)[0], HasSubstr(R"("detail":{"n":1})"));
}

TEST_F(CrossAccountTest, ADenialIsAFailureForGood) {
  forward();
  put_event("default", "{}");
  run_for(base::Milliseconds(2000));
  permit();  // too late for that one: the policy of the attempt decides
  run_for(std::chrono::hours(1));
  EXPECT_THAT(queue(kInboxQueue), IsEmpty());
  put_event("default", "{}");
  run_for(base::Milliseconds(2000));
  EXPECT_THAT(queue(kInboxQueue), SizeIs(1));
}

TEST_F(CrossAccountTest, WithinTheAccountADenyStillStops) {
  ok("CreateEventBus", R"({"Name":"second"})");
  ok("PutRule", R"({"Name":"q","EventBusName":"second","EventPattern":"{\"source\":[\"shop\"]}"})");
  put_targets("arn:aws:sqs:eu-west-1:111111111111:q", R"("Rule":"q","EventBusName":"second")",
              kAccount);
  ok("PutRule", R"({"Name":"out","EventPattern":"{\"source\":[\"shop\"]}"})");
  put_targets("arn:aws:events:eu-west-1:111111111111:event-bus/second", R"("Rule":"out")",
              kAccount);
  put_event("default", "{}");
  run_for(base::Milliseconds(2000));
  EXPECT_THAT(queue("arn:aws:sqs:eu-west-1:111111111111:q"), SizeIs(1));
  ok("PutPermission", R"({"EventBusName":"second","Policy":"{\"Statement\":{\"Effect\":\"Deny\",)"
                      R"(\"Principal\":\"*\",)"
                      R"(\"Action\":\"events:PutEvents\",\"Resource\":\"*\"}}"})");
  put_event("default", "{}");
  run_for(base::Milliseconds(2000));
  EXPECT_THAT(queue("arn:aws:sqs:eu-west-1:111111111111:q"), SizeIs(1));
}

TEST_F(CrossAccountTest, AnUntouchedDefaultBusIsATargetWithoutRules) {
  ok("PutRule", R"({"Name":"out","EventPattern":"{\"source\":[\"shop\"]}"})");
  put_targets("arn:aws:events:us-east-1:111111111111:event-bus/default", R"("Rule":"out")",
              kAccount);
  put_event("default", "{}");
  run_for(base::Milliseconds(2000));
  EXPECT_EQ(process_->metrics.text().find("NO_RESOURCE"), std::string::npos);
}

constexpr const char* kTheirs[] = {"PutRule",    "PutTargets",        "DescribeRule",
                                   "ListRules",  "ListTargetsByRule", "ListRuleNamesByTarget",
                                   "EnableRule", "DisableRule",       "RemoveTargets",
                                   "DeleteRule"};

// The request of each operation on the rule `theirs` of the bus `inbox`.
std::string their_request(std::string_view operation) {
  bool by_rule =
      operation == "PutTargets" || operation == "RemoveTargets" || operation == "ListTargetsByRule";
  std::string body = fmt::format(R"({{"EventBusName":"{}")", kInbox);
  if (operation == "ListRuleNamesByTarget") {
    body += fmt::format(R"(,"TargetArn":"{}")", kInboxQueue);
  } else if (operation != "ListRules") {
    body += by_rule ? R"(,"Rule":"theirs")" : R"(,"Name":"theirs")";
  }
  if (operation == "PutRule") body += R"(,"EventPattern":"{\"source\":[\"shop\"]}")";
  if (operation == "RemoveTargets") body += R"(,"Ids":["t"])";
  if (operation == "PutTargets") {
    body += fmt::format(R"(,"Targets":[{{"Id":"t","Arn":"{}"}}])", kInboxQueue);
  }
  return body + "}";
}

TEST_F(CrossAccountTest, RulesOnAnotherAccountsBusNeedItsPolicy) {
  for (const char* operation : kTheirs) {
    EXPECT_THAT(error(operation, their_request(operation)), StartsWith("AccessDeniedException"))
        << operation;
  }
  ok("PutPermission",
     R"({"EventBusName":"inbox","Policy":"{\"Statement\":{\"Effect\":\"Allow\",)"
     R"(\"Principal\":{\"AWS\":\"111111111111\"},\"Action\":\"events:*\",)"
     R"(\"Resource\":\"*\"}}"})",
     kOther);
  for (const char* operation : kTheirs) {
    ok(operation, their_request(operation));
    if (std::string_view(operation) == "PutRule") {
      EXPECT_THAT(ok("DescribeRule", their_request("DescribeRule"), kOther),
                  HasSubstr(R"("CreatedBy":"111111111111")"));
    }
  }
  ok("PutRule", their_request("PutRule"), kOther);
  ok("PutRule", their_request("PutRule"));
  EXPECT_THAT(ok("DescribeRule", their_request("DescribeRule")),
              HasSubstr(R"("CreatedBy":"222222222222")"))
      << "who made it, not who changed it";
}

// User Guide, "Permissions for Amazon EventBridge event buses": whoever may make rules there can be
// kept to those of its own.
TEST_F(CrossAccountTest, APolicyMayLimitAnAccountToTheRulesItMade) {
  ok("PutPermission",
     R"({"EventBusName":"inbox","Policy":"{\"Statement\":{\"Effect\":\"Allow\",)"
     R"(\"Principal\":{\"AWS\":\"111111111111\"},\"Action\":\"events:*\",\"Resource\":)"
     R"(\"arn:aws:events:eu-west-1:222222222222:rule/inbox/*\",\"Condition\":)"
     R"({\"StringEquals\":{\"events:creatorAccount\":\"111111111111\"}}}}"})",
     kOther);
  ok("PutRule", their_request("PutRule"));
  ok("DisableRule", their_request("DisableRule"));
  EXPECT_THAT(error("DisableRule", fmt::format(R"({{"Name":"all","EventBusName":"{}"}})", kInbox)),
              StartsWith("AccessDeniedException"));
}

TEST_F(CrossAccountTest, ATargetKeepsItsRoleWhenPutWithoutOne) {
  const std::string role = R"(,"RoleArn":"arn:aws:iam::111111111111:role/r")";
  ok("PutRule", R"({"Name":"out","EventPattern":"{\"source\":[\"shop\"]}"})");
  auto put = [&](const std::string& arn, const std::string& more) {
    ok("PutTargets",
       fmt::format(R"({{"Rule":"out","Targets":[{{"Id":"t","Arn":"{}"{}}}]}})", arn, more));
    return ok("ListTargetsByRule", R"({"Rule":"out"})");
  };
  put(kInbox, role);
  EXPECT_THAT(put(kInbox, ""), HasSubstr(role));
  EXPECT_THAT(put("arn:aws:events:eu-west-1:111111111111:event-bus/default", role),
              HasSubstr(role));
  EXPECT_THAT(put("arn:aws:events:eu-west-1:111111111111:event-bus/default", ""),
              Not(HasSubstr(role)));
}

TEST_F(CrossAccountTest, ARuleMayDeliverAsARole) {
  ok("PutPermission",
     R"({"EventBusName":"inbox","Policy":"{\"Statement\":{\"Effect\":\"Allow\",)"
     R"(\"Principal\":{\"AWS\":\"arn:aws:iam::111111111111:role/r\"},)"
     R"(\"Action\":\"events:PutEvents\",\"Resource\":\"*\"}}"})",
     kOther);
  forward();
  auto delivered = [this] {
    queue(kInboxQueue).clear();
    put_event("default", "{}");
    run_for(base::Milliseconds(2000));
    return queue(kInboxQueue).size();
  };
  EXPECT_EQ(delivered(), 0u) << "the account may not, the role may";
  ok("PutRule", R"({"Name":"out","EventPattern":"{\"source\":[\"shop\"]}",)"
                R"("RoleArn":"arn:aws:iam::111111111111:role/r"})");
  EXPECT_EQ(delivered(), 0u) << "there is no such role";
  authorizer_.roles["arn:aws:iam::111111111111:role/r"] = *policy::Policy::parse(
      R"({"Statement":{"Effect":"Allow","Action":"events:PutEvents",)"
      R"("Resource":"arn:aws:events:eu-west-1:222222222222:event-bus/inbox"}})",
      policy::PolicyKind::kIdentity);
  EXPECT_EQ(delivered(), 1u);
}

}  // namespace
}  // namespace angarium::services::events
