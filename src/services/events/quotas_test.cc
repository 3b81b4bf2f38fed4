#include <fmt/format.h>

#include <set>

#include "services/events/events_fixture_test.h"

namespace angarium::services::events {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// Every quota at its limit and one beyond; those of length and number of buses, rules and targets
// are with their operations' tests, too.
class QuotasTest : public EventsTest {
 protected:
  static constexpr const char* kExceeded =
      "LimitExceededException: The requested resource exceeds the maximum number allowed.";
  static std::string rule(const std::string& name, const std::string& test) {
    return fmt::format(R"({{"Name":"{}","EventPattern":"{{\"source\":[{}]}}"}})", name, test);
  }
  static std::string wildcard(const std::string& name) {
    return rule(name, R"({\"wildcard\":\"a*b\"})");
  }
  static std::string events(const std::string& detail) {
    return R"({"Entries":[{"Source":"s","DetailType":"t","Detail":")" + detail + R"("}]})";
  }
};

TEST_F(QuotasTest, RulesWithWildcards) {
  limits_.wildcard_rules_per_bus_max = 2;
  restart();
  ok("PutRule", wildcard("a"));
  ok("PutRule", rule("b", R"({\"anything-but\":{\"wildcard\":\"a*b\"}})"));
  EXPECT_EQ(error("PutRule", wildcard("c")), kExceeded);
  ok("PutRule", rule("c", R"(\"plain\")"));
  EXPECT_EQ(error("PutRule", wildcard("c")), kExceeded) << "nor by a change";
  ok("PutRule", wildcard("a"));
  ok("PutRule", rule("a", R"(\"plain\")"));
  ok("PutRule", wildcard("c"));
  ok("CreateEventBus", R"({"Name":"other"})");
  ok("PutRule", R"({"Name":"r","EventBusName":"other",)"
                R"("EventPattern":"{\"source\":[{\"wildcard\":\"a*b\"}]}"})");
}

TEST_F(QuotasTest, AlternativesOfOr) {
  limits_.pattern_alternatives_max = 2;
  restart();
  auto with_or = [](const std::string& more) {
    return R"({"Name":"r","EventPattern":"{\"$or\":[{\"a\":[1]},{\"a\":[2]})" + more + R"(]}"})";
  };
  ok("PutRule", with_or(""));
  EXPECT_THAT(error("PutRule", with_or(R"(,{\"a\":[3]})")),
              StartsWith("InvalidEventPatternException"));
}

TEST_F(QuotasTest, BytesOfPutEvents) {
  limits_.put_events_bytes_max = 10;
  restart();
  EXPECT_THAT(ok("PutEvents", events(R"({\"a\":1} )")), HasSubstr(R"("FailedEntryCount":0)"));
  EXPECT_EQ(error("PutEvents", events(R"({\"a\":1}  )")),
            "ValidationException: Total size of the entries in the request is over the limit.");
}

TEST_F(QuotasTest, NestingOfADetail) {
  limits_.event_depth_max = 2;
  restart();
  EXPECT_THAT(ok("PutEvents", events(R"({\"a\":[1]})")), HasSubstr(R"("FailedEntryCount":0)"));
  EXPECT_THAT(ok("PutEvents", events(R"({\"a\":[[1]]})")),
              HasSubstr(R"("ErrorCode":"MalformedDetail")"));
}

// Only the account whose events wait is held back, and only until they are delivered.
TEST_F(QuotasTest, EventsThatWaitForAnotherAttempt) {
  limits_.retry_events_max = 2;
  restart();
  const std::string arn = "arn:aws:sqs:eu-west-1:111111111111:q";
  for (const char* account : {kAccount, kOther}) {
    ok("PutRule", rule("r", R"(\"s\")"), account);
    ok("PutTargets", fmt::format(R"({{"Rule":"r","Targets":[{{"Id":"1","Arn":"{}"}}]}})", arn),
       account);
  }
  busy_queues_ = {arn};
  auto put = [&](const std::string& account) {
    const std::string answer = ok("PutEvents", events("{}"), account);
    run_for(base::Milliseconds(20));
    return answer;
  };
  EXPECT_THAT(put(kAccount), HasSubstr("EventId"));
  EXPECT_THAT(put(kAccount), HasSubstr("EventId")) << "up to the limit";
  EXPECT_THAT(put(kAccount),
              HasSubstr(R"("ErrorCode":"ThrottlingException","ErrorMessage":"Rate exceeded")"));
  EXPECT_THAT(put(kOther), HasSubstr("EventId"));
  busy_queues_.clear();
  run_for(base::Seconds(60));
  EXPECT_EQ(queue(arn).size(), 3);
  EXPECT_THAT(put(kAccount), HasSubstr("EventId"));
}

TEST_F(QuotasTest, CallsOfPutEvents) {
  limits_.put_events_per_second_max = 2;
  restart();
  ok("PutEvents", events("{}"));
  ok("PutEvents", events("{}"));
  EXPECT_EQ(error("PutEvents", events("{}")), "ThrottlingException: Rate exceeded");
  EXPECT_THAT(ok("PutEvents", events("{}"), kOther), HasSubstr("EventId")) << "its own rate";
}

TEST_F(QuotasTest, AnAccountMayHaveItsOwn) {
  limits_.rules_per_bus_max = 1;
  own_limits_[base::AccountId(kOther)].rules_per_bus_max = 2;
  restart();
  for (const char* account : {kAccount, kOther}) ok("PutRule", rule("a", R"(\"s\")"), account);
  EXPECT_EQ(error("PutRule", rule("b", R"(\"s\")")), kExceeded);
  ok("PutRule", rule("b", R"(\"s\")"), kOther);
  EXPECT_EQ(error("PutRule", rule("c", R"(\"s\")"), kOther), kExceeded);
}

TEST_F(QuotasTest, EveryLimitHasANameAndADefaultThatItMayHave) {
  std::set<std::string_view> names;
  for (const QuotaKey& key : quota_keys()) {
    EXPECT_TRUE(names.insert(key.name).second) << key.name;
    EXPECT_LE(key.min, Limits().*key.member) << key.name;
    EXPECT_GE(key.max, Limits().*key.member) << key.name;
  }
  EXPECT_EQ(names.size() * sizeof(size_t), sizeof(Limits));
}

}  // namespace
}  // namespace angarium::services::events
