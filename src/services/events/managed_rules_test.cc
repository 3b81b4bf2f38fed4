#include <fmt/format.h>

#include "services/events/events_fixture_test.h"

namespace angarium::services::events {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr const char* kService = "pipes.amazonaws.com";
constexpr const char* kQueue = "arn:aws:sqs:eu-west-1:111111111111:q";

class ManagedRulesTest : public EventsTest {
 protected:
  static BusId bus(const std::string& name = "default") {
    return {.partition = {base::AccountId(kAccount), base::Region("eu-west-1"), 0}, .name = name};
  }
  static RuleRecord managed(const std::string& service = kService) {
    return {.name = "m",
            .pattern = R"({"source":["shop"]})",
            .created_by = base::AccountId(kAccount),
            .targets = {{.id = "t", .arn = kQueue}},
            .managed_by = service};
  }
  std::string put(const BusId& on, RuleRecord record) {
    auto put = run(process_->events->put_managed_rule(on, std::move(record)));
    return put.ok() ? "" : put.error().code;
  }
};

TEST_F(ManagedRulesTest, AServicesRuleIsSeenAndDelivers) {
  EXPECT_EQ(put(bus(), managed()), "");
  restart();
  EXPECT_THAT(ok("DescribeRule", R"({"Name":"m"})"),
              HasSubstr(R"("ManagedBy":"pipes.amazonaws.com")"));
  EXPECT_THAT(ok("ListRules", "{}"), HasSubstr(R"("ManagedBy":"pipes.amazonaws.com")"));
  put_event("default", "{}");
  run_for(base::Milliseconds(1000));
  EXPECT_THAT(queue(kQueue), SizeIs(1));
}

TEST_F(ManagedRulesTest, ItsOwnerChangesItWithForceAlone) {
  EXPECT_EQ(put(bus(), managed()), "");
  const std::pair<const char*, const char*> changes[] = {
      {"PutRule", R"({"Name":"m","EventPattern":"{\"source\":[\"s\"]}"})"},
      {"EnableRule", R"({"Name":"m"})"},
      {"DisableRule", R"({"Name":"m"})"},
      {"DeleteRule", R"({"Name":"m","Force":false})"},
      {"PutTargets", R"({"Rule":"m","Targets":[{"Id":"u",)"
                     R"("Arn":"arn:aws:sqs:eu-west-1:111111111111:q"}]})"},
      {"RemoveTargets", R"({"Rule":"m","Ids":["t"]})"},
      {"TagResource", R"({"ResourceARN":"arn:aws:events:eu-west-1:111111111111:rule/m",)"
                      R"("Tags":[{"Key":"k","Value":"v"}]})"},
      {"UntagResource", R"({"ResourceARN":"arn:aws:events:eu-west-1:111111111111:rule/m",)"
                        R"("TagKeys":["k"]})"}};
  std::string before = ok("DescribeRule", R"({"Name":"m"})");
  for (const auto& [operation, body] : changes) {
    EXPECT_THAT(error(operation, body),
                StartsWith("ManagedRuleException: Rule m is managed by pipes.amazonaws.com"))
        << operation;
  }
  EXPECT_EQ(ok("DescribeRule", R"({"Name":"m"})"), before);
  EXPECT_THAT(error("DeleteRule", R"({"Name":"m","Force":true})"), HasSubstr("it has targets"));
  ok("RemoveTargets", R"({"Rule":"m","Ids":["t"],"Force":true})");
  ok("DeleteRule", R"({"Name":"m","Force":true})");
  EXPECT_THAT(error("DescribeRule", R"({"Name":"m"})"), StartsWith("ResourceNotFoundException"));
}

TEST_F(ManagedRulesTest, OnlyItsServiceReplacesAndDeletesIt) {
  EXPECT_EQ(put(bus(), managed()), "");
  EXPECT_EQ(put(bus(), managed("schemas.amazonaws.com")), "ResourceAlreadyExistsException");
  RuleRecord changed = managed();
  changed.pattern = R"({"source":["other"]})";
  EXPECT_EQ(put(bus(), changed), "");
  EXPECT_THAT(ok("DescribeRule", R"({"Name":"m"})"), HasSubstr("other"));
  EXPECT_TRUE(run(process_->events->delete_managed_rule(bus(), "m", "x.amazonaws.com")).ok());
  ok("DescribeRule", R"({"Name":"m"})");
  EXPECT_TRUE(run(process_->events->delete_managed_rule(bus(), "m", kService)).ok());
  EXPECT_THAT(error("DescribeRule", R"({"Name":"m"})"), StartsWith("ResourceNotFoundException"));
  EXPECT_TRUE(run(process_->events->delete_managed_rule(bus(), "m", kService)).ok());
}

TEST_F(ManagedRulesTest, RefusesWhatNoRuleCanBe) {
  EXPECT_EQ(put(bus("none"), managed()), "ResourceNotFoundException");
  RuleRecord broken = managed();
  broken.pattern = "{";
  EXPECT_EQ(put(bus(), broken), "InvalidEventPatternException");
  ok("PutRule", R"({"Name":"m","EventPattern":"{\"source\":[\"s\"]}"})");
  EXPECT_EQ(put(bus(), managed()), "ResourceAlreadyExistsException") << "the customer's own";
}

}  // namespace
}  // namespace angarium::services::events
