#include <fmt/format.h>

#include "services/events/events_fixture_test.h"
#include "wire/botocore_diff.h"

namespace angarium::services::events {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class BusOperationsTest : public EventsTest {};

TEST_F(BusOperationsTest, TableIsAwsOwn) {
  EXPECT_EQ(wire::differences_from_botocore(Events::table()), "");
}

TEST_F(BusOperationsTest, ABusIsCreatedDescribedAndDeleted) {
  EXPECT_EQ(ok("CreateEventBus", R"({"Name":"orders","Description":"all orders"})"),
            R"({"EventBusArn":"arn:aws:events:eu-west-1:111111111111:event-bus/orders",)"
            R"("Description":"all orders"})");
  std::string shown = ok("DescribeEventBus", R"({"Name":"orders"})");
  EXPECT_THAT(shown, StartsWith(R"({"Name":"orders",)"
                                R"("Arn":"arn:aws:events:eu-west-1:111111111111:event-bus/orders",)"
                                R"("Description":"all orders","CreationTime":)"));
  EXPECT_THAT(shown, Not(HasSubstr("Policy")));
  EXPECT_EQ(ok("DescribeEventBus",
               R"({"Name":"arn:aws:events:eu-west-1:111111111111:event-bus/orders"})"),
            shown);
  restart();
  EXPECT_EQ(ok("DescribeEventBus", R"({"Name":"orders"})"), shown);
  ok("DeleteEventBus", R"({"Name":"orders"})");
  EXPECT_EQ(error("DescribeEventBus", R"({"Name":"orders"})"),
            "ResourceNotFoundException: Event bus orders does not exist.");
  ok("DeleteEventBus", R"({"Name":"orders"})");
  restart();
  EXPECT_EQ(error("DescribeEventBus", R"({"Name":"orders"})"),
            "ResourceNotFoundException: Event bus orders does not exist.");
}

TEST_F(BusOperationsTest, EveryAccountHasItsDefaultBus) {
  for (const char* account : {kAccount, kOther}) {
    EXPECT_EQ(ok("DescribeEventBus", "{}", account),
              fmt::format(R"({{"Name":"default",)"
                          R"("Arn":"arn:aws:events:eu-west-1:{}:event-bus/default"}})",
                          account));
  }
  EXPECT_EQ(error("DeleteEventBus", R"({"Name":"default"})"),
            "ValidationException: Cannot delete event bus default.");
  EXPECT_EQ(error("CreateEventBus", R"({"Name":"default"})"),
            "ResourceAlreadyExistsException: Event bus default already exists.");
}

TEST_F(BusOperationsTest, RefusesNamesThatAreTakenOrForPartners) {
  ok("CreateEventBus", R"({"Name":"orders"})");
  EXPECT_EQ(error("CreateEventBus", R"({"Name":"orders"})"),
            "ResourceAlreadyExistsException: Event bus orders already exists.");
  ok("CreateEventBus", R"({"Name":"orders"})", kOther);
  EXPECT_EQ(error("CreateEventBus", R"({"Name":"a/b"})"),
            "ValidationException: Event bus name must not contain '/'.");
  EXPECT_THAT(error("CreateEventBus", R"({"Name":"a b"})"),
              HasSubstr("Member must satisfy regular expression pattern: [/\\.\\-_A-Za-z0-9]+"));
  EXPECT_THAT(error("CreateEventBus", "{}"), HasSubstr("'name'"));
}

TEST_F(BusOperationsTest, KeepsItsSettings) {
  const std::string settings =
      R"("Description":"d","DeadLetterConfig":{"Arn":"arn:aws:sqs:eu-west-1:111111111111:dead"},)"
      R"("LogConfig":{"IncludeDetail":"FULL","Level":"TRACE"}})";
  EXPECT_EQ(ok("CreateEventBus", R"({"Name":"b",)" + settings),
            R"({"EventBusArn":"arn:aws:events:eu-west-1:111111111111:event-bus/b",)" + settings);
  restart();
  std::string described = ok("DescribeEventBus", R"({"Name":"b"})");
  EXPECT_THAT(described, HasSubstr(R"("DeadLetterConfig":{"Arn":"arn:aws:sqs:eu-west-1:)"
                                   R"(111111111111:dead"})"));
  EXPECT_THAT(described, HasSubstr(R"("LogConfig":{"IncludeDetail":"FULL","Level":"TRACE"})"));
  EXPECT_THAT(error("CreateEventBus", R"({"Name":"c","LogConfig":{"Level":"LOUD"}})"),
              HasSubstr("[OFF, ERROR, INFO, TRACE]"));
}

TEST_F(BusOperationsTest, AnUpdateKeepsWhatItLeavesOut) {
  ok("CreateEventBus", R"({"Name":"b","Description":"d","LogConfig":{"Level":"INFO"}})");
  const std::string arn = "arn:aws:events:eu-west-1:111111111111:event-bus/b";
  EXPECT_EQ(ok("UpdateEventBus",
               R"({"Name":"b","DeadLetterConfig":{"Arn":"arn:aws:sqs:eu-west-1:1:dead"}})"),
            R"({"Arn":")" + arn +
                R"(","Name":"b","Description":"d","DeadLetterConfig":)"
                R"({"Arn":"arn:aws:sqs:eu-west-1:1:dead"},"LogConfig":)"
                R"({"Level":"INFO"}})");
  EXPECT_EQ(ok("UpdateEventBus", R"({"Name":"b","Description":"","DeadLetterConfig":{}})"),
            R"({"Arn":")" + arn + R"(","Name":"b","Description":"","LogConfig":{"Level":"INFO"}})");
  ok("UpdateEventBus", R"({"Description":"mine"})");
  restart();
  EXPECT_THAT(ok("DescribeEventBus", "{}"), HasSubstr(R"("Description":"mine")"));
  EXPECT_THAT(ok("DescribeEventBus", "{}"), HasSubstr(R"("CreationTime")"));
  EXPECT_EQ(error("UpdateEventBus", R"({"Name":"x"})"),
            "ResourceNotFoundException: Event bus x does not exist.");
  EXPECT_THAT(error("UpdateEventBus", R"({"Name":"b","KmsKeyIdentifier":"k"})"),
              HasSubstr("not supported"));
}

TEST_F(BusOperationsTest, RefusesWhatIsNotHonouredByName) {
  for (const char* member :
       {R"("EventSourceName":"aws.partner/a/b")", R"("KmsKeyIdentifier":"k")"}) {
    std::string name = std::string(member).substr(1, std::string(member).find('"', 1) - 1);
    std::string refused = error("CreateEventBus", fmt::format(R"({{"Name":"b",{}}})", member));
    EXPECT_THAT(refused, StartsWith("ValidationException")) << member;
    EXPECT_THAT(refused, HasSubstr("not supported")) << member;
  }
}

TEST_F(BusOperationsTest, QuotaAtTheLimitAndBeyond) {
  limits_.buses_max = 2;
  restart();
  ok("CreateEventBus", R"({"Name":"a"})");
  ok("CreateEventBus", R"({"Name":"b"})");
  EXPECT_THAT(error("CreateEventBus", R"({"Name":"c"})"), StartsWith("LimitExceededException"));
  ok("CreateEventBus", R"({"Name":"c"})", kOther);
  ok("DeleteEventBus", R"({"Name":"a"})");
  ok("CreateEventBus", R"({"Name":"c"})");
}

std::string names_in(const std::string& body, const std::string& list) {
  auto document = json::Document::parse(body);
  std::string names;
  for (json::Value item : document->root().find(list)->elements()) {
    names += std::string(*item.find("Name")->string()) + " ";
  }
  return names;
}

std::string next_token(const std::string& body) {
  auto document = json::Document::parse(body);
  auto token = document->root().find("NextToken");
  return token ? std::string(*token->string()) : "";
}

TEST_F(BusOperationsTest, ListsByNameInPages) {
  for (const char* name : {"zoo", "apple", "default-not", "bee"}) {
    ok("CreateEventBus", fmt::format(R"({{"Name":"{}"}})", name));
  }
  ok("CreateEventBus", R"({"Name":"foreign"})", kOther);
  EXPECT_EQ(names_in(ok("ListEventBuses", "{}"), "EventBuses"),
            "apple bee default default-not zoo ");
  EXPECT_EQ(names_in(ok("ListEventBuses", R"({"NamePrefix":"default"})"), "EventBuses"),
            "default default-not ");
  std::string seen;
  std::string token;
  do {
    std::string body = ok(
        "ListEventBuses",
        token.empty() ? R"({"Limit":2})" : fmt::format(R"({{"Limit":2,"NextToken":"{}"}})", token));
    seen += names_in(body, "EventBuses") + "| ";
    token = next_token(body);
  } while (!token.empty());
  EXPECT_EQ(seen, "apple bee | default default-not | zoo | ");
}

TEST_F(BusOperationsTest, ATokenFitsItsOwnListOnly) {
  ok("CreateEventBus", R"({"Name":"a"})");
  std::string token = next_token(ok("ListEventBuses", R"({"Limit":1})"));
  ASSERT_FALSE(token.empty());
  std::string with = fmt::format(R"("NextToken":"{}")", token);
  EXPECT_THAT(error("ListEventBuses", fmt::format(R"({{{},"NamePrefix":"a"}})", with)),
              StartsWith("ValidationException"));
  EXPECT_THAT(error("ListRules", fmt::format("{{{}}}", with)), StartsWith("ValidationException"));
  EXPECT_THAT(error("ListEventBuses", fmt::format("{{{}}}", with), kOther),
              StartsWith("ValidationException"));
  EXPECT_THAT(error("ListEventBuses", R"({"NextToken":"abc"})"), StartsWith("ValidationException"));
}

TEST_F(BusOperationsTest, ABusWithRulesStays) {
  ok("CreateEventBus", R"({"Name":"orders"})");
  ok("PutRule", R"({"Name":"r","EventBusName":"orders","EventPattern":"{\"source\":[\"a\"]}"})");
  EXPECT_THAT(error("DeleteEventBus", R"({"Name":"orders"})"), StartsWith("ValidationException"));
  ok("DeleteRule", R"({"Name":"r","EventBusName":"orders"})");
  ok("DeleteEventBus", R"({"Name":"orders"})");
}

TEST_F(BusOperationsTest, AsksForTheRightThings) {
  ok("CreateEventBus", R"({"Name":"orders"})");
  ok("ListEventBuses", "{}");
  const wire::Check& create = authorizer_.asked.front();
  EXPECT_EQ(create.action, "events:CreateEventBus");
  EXPECT_EQ(create.resource, "arn:aws:events:eu-west-1:111111111111:event-bus/orders");
  EXPECT_TRUE(create.owner.empty());
  EXPECT_EQ(authorizer_.asked.back().action, "events:ListEventBuses");
  EXPECT_EQ(authorizer_.asked.back().resource, "*");
  error("DescribeEventBus", R"({"Name":"arn:aws:events:eu-west-1:111111111111:event-bus/orders"})",
        kOther);
  EXPECT_EQ(authorizer_.asked.back().owner.text(), kAccount);
}

}  // namespace
}  // namespace angarium::services::events
