#include <fmt/format.h>

#include "services/events/events_fixture_test.h"
#include "services/events/tags.h"

namespace angarium::services::events {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kBus = "arn:aws:events:eu-west-1:111111111111:event-bus/orders";
constexpr const char* kRule = "arn:aws:events:eu-west-1:111111111111:rule/orders/r";

class TagOperationsTest : public EventsTest {
 protected:
  TagOperationsTest() {
    ok("CreateEventBus", R"({"Name":"orders","Tags":[{"Key":"team","Value":"a"}]})");
    put_rule(R"(,"Tags":[{"Key":"team","Value":"b"}])");
  }
  void put_rule(const std::string& more) {
    ok("PutRule",
       R"({"Name":"r","EventBusName":"orders","EventPattern":"{\"source\":[\"s\"]}")" + more + "}");
  }
  std::string tags(const char* arn) {
    return ok("ListTagsForResource", fmt::format(R"({{"ResourceARN":"{}"}})", arn));
  }
  static std::string tagging(const char* arn, const std::string& tags) {
    return fmt::format(R"({{"ResourceARN":"{}","Tags":[{}]}})", arn, tags);
  }
  static std::string tag(const std::string& key, const std::string& value = "") {
    return fmt::format(R"({{"Key":"{}","Value":"{}"}})", key, value);
  }
};

TEST_F(TagOperationsTest, BusesAndRulesAreTaggedAndUntagged) {
  EXPECT_EQ(tags(kBus), R"({"Tags":[{"Key":"team","Value":"a"}]})");
  EXPECT_EQ(tags(kRule), R"({"Tags":[{"Key":"team","Value":"b"}]})");
  for (const char* arn : {kBus, kRule}) {
    EXPECT_EQ(ok("TagResource", tagging(arn, tag("team", "c") + "," + tag("cost"))), "{}");
    restart();
    EXPECT_EQ(tags(arn), R"({"Tags":[{"Key":"cost","Value":""},{"Key":"team","Value":"c"}]})");
    EXPECT_EQ(ok("UntagResource",
                 fmt::format(R"({{"ResourceARN":"{}","TagKeys":["team","none"]}})", arn)),
              "{}");
    EXPECT_EQ(tags(arn), R"({"Tags":[{"Key":"cost","Value":""}]})");
  }
}

TEST_F(TagOperationsTest, TheTagsOfAnExistingRuleStayAsTheyAre) {
  put_rule(R"(,"Tags":[{"Key":"team","Value":"z"}])");
  EXPECT_EQ(tags(kRule), R"({"Tags":[{"Key":"team","Value":"b"}]})");
}

TEST_F(TagOperationsTest, ADefaultBusIsTaggedToo) {
  const char* arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default";
  EXPECT_EQ(tags(arn), R"({"Tags":[]})");
  ok("TagResource", tagging(arn, tag("k", "v")));
  restart();
  EXPECT_EQ(tags(arn), R"({"Tags":[{"Key":"k","Value":"v"}]})");
}

TEST_F(TagOperationsTest, RefusesWhatIsNotThere) {
  for (const char* arn : {"arn:aws:events:eu-west-1:111111111111:event-bus/none",
                          "arn:aws:events:eu-west-1:111111111111:rule/none/r",
                          "arn:aws:events:eu-west-1:111111111111:rule/r",
                          "arn:aws:events:eu-west-1:111111111111:rule/orders/none",
                          "arn:aws:events:us-east-1:111111111111:event-bus/orders"}) {
    EXPECT_THAT(error("TagResource", tagging(arn, tag("k"))),
                StartsWith("ResourceNotFoundException"));
    EXPECT_THAT(error("ListTagsForResource", fmt::format(R"({{"ResourceARN":"{}"}})", arn)),
                StartsWith("ResourceNotFoundException"));
  }
  for (const char* arn :
       {"orders", "arn:aws:events:eu-west-1:111111111111:archive/a",
        "arn:aws:events:eu-west-1:111111111111:rule/", "arn:aws:sqs:eu-west-1:111111111111:q"}) {
    EXPECT_EQ(error("TagResource", tagging(arn, tag("k"))),
              fmt::format("ValidationException: Parameter {} is not valid. Reason: Provided Arn is "
                          "not in correct format.",
                          arn));
  }
}

TEST_F(TagOperationsTest, RefusesKeysThatAreNotTheirs) {
  for (const char* key : {"aws:x", "AWS:x", "aws:"}) {
    EXPECT_THAT(error("TagResource", tagging(kBus, tag(key))), HasSubstr("are reserved"));
    EXPECT_THAT(error("CreateEventBus", fmt::format(R"({{"Name":"b","Tags":[{}]}})", tag(key))),
                HasSubstr("are reserved"));
  }
  ok("TagResource", tagging(kBus, tag("aws") + "," + tag("awsome:x")));
  EXPECT_THAT(error("TagResource", tagging(kBus, tag("k") + "," + tag("k"))),
              HasSubstr("more than once"));
}

TEST_F(TagOperationsTest, TagsAtTheLimitAndBeyond) {
  std::string many = tag("team");
  for (size_t i = 1; i < kTagsMax; ++i) many += "," + tag(fmt::format("k{}", i));
  ok("TagResource", tagging(kBus, many));
  EXPECT_EQ(error("TagResource", tagging(kBus, tag("another"))),
            "ValidationException: A resource can have at most 50 tags.");
  ok("TagResource", tagging(kBus, tag("k1", "changed")));
}

TEST_F(TagOperationsTest, AsksWithTheTags) {
  ok("TagResource", tagging(kRule, tag("cost", "1")));
  const wire::Check& check = authorizer_.asked.back();
  EXPECT_EQ(check.action, "events:TagResource");
  EXPECT_EQ(check.resource, kRule);
  EXPECT_EQ(check.keys.at("aws:TagKeys"), std::vector<std::string>{"cost"});
  EXPECT_EQ(check.keys.at("aws:RequestTag/cost"), std::vector<std::string>{"1"});
  EXPECT_EQ(check.keys.at("aws:ResourceTag/team"), std::vector<std::string>{"b"});
}

TEST_F(TagOperationsTest, ReachEveryDecisionAboutTheirResource) {
  auto team = [this](const std::string& operation, const std::string& body) {
    authorizer_.asked.clear();
    call(operation, body);
    auto found = authorizer_.asked.front().keys.find("aws:ResourceTag/team");
    return found == authorizer_.asked.front().keys.end() ? "" : found->second.at(0);
  };
  EXPECT_EQ(team("DescribeRule", R"({"Name":"r","EventBusName":"orders"})"), "b");
  EXPECT_EQ(team("DisableRule", R"({"Name":"r","EventBusName":"orders"})"), "b");
  EXPECT_EQ(team("DescribeEventBus", R"({"Name":"orders"})"), "a");
  EXPECT_EQ(team("PutEvents", R"({"Entries":[{"Source":"s","DetailType":"t","Detail":"{}",)"
                              R"("EventBusName":"orders"}]})"),
            "a");
  EXPECT_EQ(team("DescribeEventBus", R"({"Name":"default"})"), "");
}

TEST_F(TagOperationsTest, TagsOnCreationNeedTheirOwnPermission) {
  authorizer_.asked.clear();
  ok("CreateEventBus", R"({"Name":"b","Tags":[{"Key":"k","Value":"v"}]})");
  ASSERT_EQ(authorizer_.asked.size(), 2u);
  EXPECT_EQ(authorizer_.asked[1].action, "events:TagResource");
  authorizer_.asked.clear();
  put_rule(R"(,"Tags":[{"Key":"k","Value":"v"}])");
  EXPECT_EQ(authorizer_.asked.size(), 1u) << "an existing rule's are not touched";
}

}  // namespace
}  // namespace angarium::services::events
