#include <fmt/format.h>

#include "services/events/events_fixture_test.h"

namespace angarium::services::events {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kPattern = R"({\"source\":[\"shop\"]})";

class RuleOperationsTest : public EventsTest {
 protected:
  std::string put_rule(const std::string& name, const std::string& more = "") {
    return ok("PutRule",
              fmt::format(R"({{"Name":"{}","EventPattern":"{}"{}}})", name, kPattern, more));
  }
};

TEST_F(RuleOperationsTest, ARuleIsPutDescribedReplacedAndDeleted) {
  EXPECT_EQ(put_rule("r", R"(,"Description":"d","State":"DISABLED")"),
            R"({"RuleArn":"arn:aws:events:eu-west-1:111111111111:rule/r"})");
  EXPECT_EQ(ok("DescribeRule", R"({"Name":"r"})"),
            R"({"Name":"r","Arn":"arn:aws:events:eu-west-1:111111111111:rule/r",)"
            R"("EventPattern":"{\"source\":[\"shop\"]}","State":"DISABLED","Description":"d",)"
            R"("EventBusName":"default","CreatedBy":"111111111111"})");
  put_rule("r");  // what is left out is gone
  restart();
  EXPECT_EQ(ok("DescribeRule", R"({"Name":"r"})"),
            R"({"Name":"r","Arn":"arn:aws:events:eu-west-1:111111111111:rule/r",)"
            R"("EventPattern":"{\"source\":[\"shop\"]}","State":"ENABLED",)"
            R"("EventBusName":"default","CreatedBy":"111111111111"})");
  ok("DeleteRule", R"({"Name":"r"})");
  ok("DeleteRule", R"({"Name":"r"})");
  EXPECT_EQ(error("DescribeRule", R"({"Name":"r"})"),
            "ResourceNotFoundException: Rule r does not exist on EventBus default.");
}

TEST_F(RuleOperationsTest, RulesOfOtherBusesCarryItsName) {
  ok("CreateEventBus", R"({"Name":"orders"})");
  EXPECT_EQ(put_rule("r", R"(,"EventBusName":"orders")"),
            R"({"RuleArn":"arn:aws:events:eu-west-1:111111111111:rule/orders/r"})");
  EXPECT_EQ(error("DescribeRule", R"({"Name":"r"})"),
            "ResourceNotFoundException: Rule r does not exist on EventBus default.");
  ok("DescribeRule",
     R"({"Name":"r","EventBusName":"arn:aws:events:eu-west-1:111111111111:event-bus/orders"})");
}

TEST_F(RuleOperationsTest, EveryOperationNamesTheBusThatIsNotThere) {
  const std::string on = R"(,"EventBusName":"nowhere"})";
  const std::string expected = "ResourceNotFoundException: Event bus nowhere does not exist.";
  EXPECT_EQ(error("PutRule", fmt::format(R"({{"Name":"r","EventPattern":"{}")", kPattern) + on),
            expected);
  EXPECT_EQ(error("DeleteRule", R"({"Name":"r")" + on), expected);
  EXPECT_EQ(error("DescribeRule", R"({"Name":"r")" + on), expected);
  EXPECT_EQ(error("ListRules", R"({"NamePrefix":"r")" + on), expected);
  EXPECT_EQ(error("ListTargetsByRule", R"({"Rule":"r")" + on), expected);
  EXPECT_EQ(error("RemoveTargets", R"({"Rule":"r","Ids":["1"])" + on), expected);
}

TEST_F(RuleOperationsTest, RefusesPatternsWithTheReason) {
  auto refused = [this](const std::string& pattern) {
    return error("PutRule", fmt::format(R"({{"Name":"r","EventPattern":"{}"}})", pattern));
  };
  EXPECT_EQ(
      refused(R"({\"a\":1})"),
      "InvalidEventPatternException: Event pattern is not valid. Reason: \"a\" must be an object "
      "or an array");
  EXPECT_THAT(refused(R"({\"a\":[{\"PREFIX\":\"x\"}]})"),
              StartsWith("InvalidEventPatternException: Event pattern is not valid. Reason: "
                         "Unrecognized match type PREFIX"));
  EXPECT_THAT(refused("nonsense"), StartsWith("InvalidEventPatternException"));
  EXPECT_EQ(
      refused(R"({\"a\":[{\"wildcard\":\"*a*b*c*d*e*f*g*h*i*j*\"}]})"),
      "InvalidEventPatternException: Event pattern is not valid. Reason: Rule is too complex - "
      "try using fewer wildcard characters or fewer repeating character sequences after a "
      "wildcard character");
  std::string none =
      "ValidationException: Parameter(s) EventPattern or ScheduleExpression must be "
      "specified.";
  EXPECT_EQ(error("PutRule", R"({"Name":"r"})"), none);
  EXPECT_EQ(refused(""), none);
}

TEST_F(RuleOperationsTest, PatternLengthAtTheLimitAndBeyond) {
  auto body = [](size_t length) {
    std::string value(length - std::string_view(R"({"source":[""]})").size(), 'x');
    return fmt::format(R"({{"Name":"r","EventPattern":"{{\"source\":[\"{}\"]}}"}})", value);
  };
  ok("PutRule", body(2048));
  EXPECT_THAT(error("PutRule", body(2049)), StartsWith("LimitExceededException"));
  EXPECT_THAT(error("PutRule", body(4097)), StartsWith("ValidationException"));
}

TEST_F(RuleOperationsTest, RefusesAStateThatIsNone) {
  EXPECT_THAT(
      error("PutRule",
            fmt::format(R"({{"Name":"r","EventPattern":"{}","State":"SOMETIMES"}})", kPattern)),
      HasSubstr("Member must satisfy enum value set: [DISABLED, ENABLED, "
                "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS]"));
}

TEST_F(RuleOperationsTest, ARuleIsDisabledAndEnabled) {
  constexpr const char* kQueue = "arn:aws:sqs:eu-west-1:111111111111:q";
  put_rule("r");
  ok("PutTargets", fmt::format(R"({{"Rule":"r","Targets":[{{"Id":"t","Arn":"{}"}}]}})", kQueue));
  EXPECT_EQ(ok("DisableRule", R"({"Name":"r"})"), "");
  restart();
  EXPECT_THAT(ok("DescribeRule", R"({"Name":"r"})"), HasSubstr(R"("State":"DISABLED")"));
  put_event("default", R"({"n":1})");
  ok("EnableRule", R"({"Name":"r"})");
  ok("EnableRule", R"({"Name":"r"})");
  EXPECT_THAT(ok("DescribeRule", R"({"Name":"r"})"), HasSubstr(R"("State":"ENABLED")"));
  put_event("default", R"({"n":2})");
  run_for(base::Milliseconds(1000));
  EXPECT_THAT(queue(kQueue), ElementsAre(HasSubstr(R"("detail":{"n":2})")));
  EXPECT_EQ(error("EnableRule", R"({"Name":"x"})"),
            "ResourceNotFoundException: Rule x does not exist on EventBus default.");
  put_rule("r", R"(,"State":"ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")");
  ok("EnableRule", R"({"Name":"r"})");
  EXPECT_THAT(ok("DescribeRule", R"({"Name":"r"})"), HasSubstr("ENABLED_WITH_ALL"));
}

TEST_F(RuleOperationsTest, NamesRulesByTarget) {
  constexpr const char* kQueue = "arn:aws:sqs:eu-west-1:111111111111:q";
  for (const char* name : {"a", "b", "c"}) {
    put_rule(name);
    if (std::string_view(name) == "b") continue;
    ok("PutTargets",
       fmt::format(R"({{"Rule":"{}","Targets":[{{"Id":"t","Arn":"{}"}}]}})", name, kQueue));
  }
  std::string by_target = fmt::format(R"("TargetArn":"{}")", kQueue);
  EXPECT_EQ(ok("ListRuleNamesByTarget", "{" + by_target + "}"), R"({"RuleNames":["a","c"]})");
  std::string first = ok("ListRuleNamesByTarget", "{" + by_target + R"(,"Limit":1})");
  std::string token(*json::Document::parse(first)->root().find("NextToken")->string());
  EXPECT_EQ(
      ok("ListRuleNamesByTarget", fmt::format(R"({{{},"NextToken":"{}"}})", by_target, token)),
      R"({"RuleNames":["c"]})");
  EXPECT_EQ(ok("ListRuleNamesByTarget", R"({"TargetArn":"x"})"), R"({"RuleNames":[]})");
  EXPECT_EQ(error("ListRuleNamesByTarget", "{" + by_target + R"(,"EventBusName":"x"})"),
            "ResourceNotFoundException: Event bus x does not exist.");
}

TEST_F(RuleOperationsTest, ARoleMustBePassedToEventBridge) {
  put_rule("r", R"(,"RoleArn":"arn:aws:iam::111111111111:role/r")");
  EXPECT_EQ(authorizer_.asked.back().action, "iam:PassRole");
  EXPECT_EQ(authorizer_.asked.back().keys.at("iam:PassedToService"),
            std::vector<std::string>{"events.amazonaws.com"});
  EXPECT_EQ(authorizer_.asked.back().keys.at("iam:AssociatedResourceArn"),
            std::vector<std::string>{"arn:aws:events:eu-west-1:111111111111:rule/r"});
  auto refused = [this](const std::string& role) {
    return error("PutRule", fmt::format(R"({{"Name":"r","EventPattern":"{}","RoleArn":"{}"}})",
                                        kPattern, role));
  };
  EXPECT_THAT(refused("arn:aws:iam::222222222222:role/r"), StartsWith("AccessDeniedException"));
  EXPECT_EQ(refused("arn:aws:iam::111111111111:user/u"),
            "ValidationException: Parameter arn:aws:iam::111111111111:user/u is not valid. Reason: "
            "Provided Arn is not in correct format.");
}

TEST_F(RuleOperationsTest, KeepsItsRoleAndEveryState) {
  for (const char* state : {"DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"}) {
    std::string settings = fmt::format(
        R"("State":"{}","Description":"d","RoleArn":"arn:aws:iam::111111111111:role/r")", state);
    put_rule("r", "," + settings);
    restart();
    EXPECT_THAT(ok("DescribeRule", R"({"Name":"r"})"), HasSubstr(settings));
    EXPECT_THAT(ok("ListRules", "{}"), HasSubstr(settings));
  }
  put_rule("r");  // what is left out is gone
  EXPECT_THAT(ok("DescribeRule", R"({"Name":"r"})"), Not(HasSubstr("RoleArn")));
}

TEST_F(RuleOperationsTest, QuotaAtTheLimitAndBeyond) {
  limits_.rules_per_bus_max = 2;
  restart();
  put_rule("a");
  put_rule("b");
  put_rule("b");  // replacing needs no room
  EXPECT_EQ(error("PutRule", fmt::format(R"({{"Name":"c","EventPattern":"{}"}})", kPattern)),
            "LimitExceededException: The requested resource exceeds the maximum number allowed.");
  ok("CreateEventBus", R"({"Name":"orders"})");
  put_rule("c", R"(,"EventBusName":"orders")");
}

TEST_F(RuleOperationsTest, ListsByNameInPages) {
  for (const char* name : {"b1", "a2", "a3", "a1", "c"}) put_rule(name);
  std::string first = ok("ListRules", R"({"NamePrefix":"a","Limit":2})");
  auto document = json::Document::parse(first);
  std::string token(*document->root().find("NextToken")->string());
  EXPECT_EQ(document->root().find("Rules")->size(), 2u);
  EXPECT_THAT(first, HasSubstr(R"("Name":"a1")"));
  EXPECT_THAT(first, HasSubstr(R"("Name":"a2")"));
  EXPECT_EQ(
      ok("ListRules", fmt::format(R"({{"NamePrefix":"a","Limit":2,"NextToken":"{}"}})", token)),
      R"({"Rules":[{"Name":"a3","Arn":"arn:aws:events:eu-west-1:111111111111:rule/a3",)"
      R"("EventPattern":"{\"source\":[\"shop\"]}","State":"ENABLED","EventBusName":"default"}]})");
  EXPECT_EQ(ok("ListRules", R"({"NamePrefix":"x"})"), R"({"Rules":[]})");
  EXPECT_THAT(error("ListRules", R"({"Limit":0})"), HasSubstr("greater than or equal to 1"));
  EXPECT_THAT(error("ListRules", R"({"Limit":101})"), HasSubstr("less than or equal to 100"));
}

TEST_F(RuleOperationsTest, AsksForTheRuleWithWhatItWants) {
  ok("PutRule",
     R"({"Name":"r","EventPattern":"{\"source\":[\"a\",\"b\"],\"detail-type\":[\"t\"]}"})");
  const wire::Check& check = authorizer_.asked.back();
  EXPECT_EQ(check.action, "events:PutRule");
  EXPECT_EQ(check.resource, "arn:aws:events:eu-west-1:111111111111:rule/r");
  EXPECT_EQ(check.keys.at("events:source"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(check.keys.at("events:detail-type"), (std::vector<std::string>{"t"}));
  EXPECT_EQ(check.keys.at("events:creatorAccount"), (std::vector<std::string>{kAccount}));
}

TEST_F(RuleOperationsTest, AsksWithTheDetailThatPoliciesMayAskAbout) {
  ok("PutRule", R"({"Name":"r","EventPattern":"{\"detail\":{\"service\":[\"EC2\"],)"
                R"(\"eventTypeCode\":[\"A\",\"B\"],\"other\":[\"x\"],)"
                R"(\"userIdentity\":{\"principalId\":[\"AIDA\"]}}}","Tags":[]})");
  const wire::ConditionKeys& keys = authorizer_.asked.back().keys;
  EXPECT_THAT(keys.at("events:detail.service"), ElementsAre("EC2"));
  EXPECT_THAT(keys.at("events:detail.eventTypeCode"), ElementsAre("A", "B"));
  EXPECT_THAT(keys.at("events:detail.userIdentity.principalId"), ElementsAre("AIDA"));
  EXPECT_EQ(keys.size(), 4u) << "and the rule's creator";
}

// A policy that allows certain sources must not let a pattern through that takes others too.
TEST_F(RuleOperationsTest, ATestForMoreThanOneStringIsNotOneOfThem) {
  auto sources = [this](const std::string& pattern) {
    ok("PutRule", fmt::format(R"({{"Name":"r","EventPattern":"{}"}})", pattern));
    return authorizer_.asked.back().keys.at("events:source");
  };
  EXPECT_THAT(sources(R"({\"source\":[\"a\",{\"prefix\":\"b\"}]})"), ElementsAre("a", "*"));
  EXPECT_THAT(sources(R"({\"source\":[\"a\",{\"exists\":false}]})"), ElementsAre("a", "*"));
  EXPECT_THAT(sources(R"({\"$or\":[{\"source\":[\"a\"]},{\"detail-type\":[\"t\"]}]})"),
              ElementsAre("a", "*"));
  EXPECT_THAT(sources(R"({\"$or\":[{\"source\":[\"a\"]},{\"source\":[\"b\"]}]})"),
              ElementsAre("a", "b"));
  EXPECT_THAT(sources(R"({\"source\":[\"a\"],\"$or\":[{\"x\":[1]},{\"y\":[1]}]})"),
              ElementsAre("a"));
}

// Many callers at once: each change is seen by the next, none is lost, and the quota holds.
TEST_F(RuleOperationsTest, ChangesOfOnePartitionHappenOneAfterAnother) {
  limits_.rules_per_bus_max = 20;
  restart();
  std::vector<wire::TestClient::Pending> pending;
  for (int i = 0; i < 30; ++i) {
    std::string body = fmt::format(R"({{"Name":"r{}","EventPattern":"{}"}})", i, kPattern);
    pending.push_back(process_->client->begin(
        wire::TestClient::json_request("AWSEvents.PutRule", body, kAccount)));
  }
  process_->executor.run_until_idle(100'000);
  int accepted = 0;
  for (const auto& answer : pending) accepted += (*answer)->status == 200;
  EXPECT_EQ(accepted, 20);
  auto listed = json::Document::parse(ok("ListRules", "{}"));
  EXPECT_EQ(listed->root().find("Rules")->size(), 20u);
  restart();
  EXPECT_EQ(json::Document::parse(ok("ListRules", "{}"))->root().find("Rules")->size(), 20u);
}

}  // namespace
}  // namespace angarium::services::events
