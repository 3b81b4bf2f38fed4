#include <fmt/format.h>

#include "services/events/events_fixture_test.h"

namespace angarium::services::events {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

class ApiDestinationOperationsTest : public EventsTest {
 protected:
  std::string connect(const std::string& name, const std::string& account = kAccount) {
    return member(ok("CreateConnection",
                     fmt::format(R"({{"Name":"{}","AuthorizationType":"API_KEY","AuthParameters":)"
                                 R"({{"ApiKeyAuthParameters":{{"ApiKeyName":"k",)"
                                 R"("ApiKeyValue":"v"}}}}}})",
                                 name),
                     account),
                  "ConnectionArn");
  }
  static std::string request(const std::string& name, const std::string& connection,
                             const std::string& more = "") {
    return fmt::format(R"({{"Name":"{}","ConnectionArn":"{}","HttpMethod":"POST",)"
                       R"("InvocationEndpoint":"https://example.com/hook"{}}})",
                       name, connection, more);
  }
  static std::string member(const std::string& body, const char* name) {
    return std::string(json::Document::parse(body)->root().find(name)->string().value());
  }
  std::string describe(const std::string& name) {
    return ok("DescribeApiDestination", R"({"Name":")" + name + R"("})");
  }
};

TEST_F(ApiDestinationOperationsTest, IsCreatedShownChangedAndDeleted) {
  const std::string connection = connect("c");
  EXPECT_THAT(ok("CreateApiDestination", request("hook", connection, R"(,"Description":"a hook")")),
              MatchesRegex(R"(\{"ApiDestinationArn":"arn:aws:events:eu-west-1:111111111111:)"
                           R"(api-destination/hook/[0-9a-f-]{36}","ApiDestinationState":"ACTIVE",)"
                           R"("CreationTime":[0-9.]+,"LastModifiedTime":[0-9.]+\})"));
  const std::string shown = describe("hook");
  EXPECT_THAT(shown,
              AllOf(HasSubstr(R"("Name":"hook","Description":"a hook",)"
                              R"("ApiDestinationState":"ACTIVE","ConnectionArn":")" +
                              connection +
                              R"(","InvocationEndpoint":"https://example.com/hook",)"
                              R"("HttpMethod":"POST","InvocationRateLimitPerSecond":300,)")));
  restart();
  EXPECT_EQ(describe("hook"), shown);
  ok("UpdateApiDestination",
     R"({"Name":"hook","HttpMethod":"PUT","InvocationRateLimitPerSecond":7})");
  EXPECT_THAT(describe("hook"),
              AllOf(HasSubstr(R"("Description":"a hook")"), HasSubstr("https://example.com/hook"),
                    HasSubstr(R"("HttpMethod":"PUT","InvocationRateLimitPerSecond":7)")));
  EXPECT_EQ(ok("DeleteApiDestination", R"({"Name":"hook"})"), "{}");
  restart();
  EXPECT_EQ(error("DescribeApiDestination", R"({"Name":"hook"})"),
            "ResourceNotFoundException: Failed to describe the api-destination(s). An "
            "api-destination 'hook' does not exist.");
}

TEST_F(ApiDestinationOperationsTest, IsActiveWhileItsConnectionIsAuthorized) {
  const std::string connection = connect("c");
  ok("CreateApiDestination", request("hook", connection));
  ok("DeauthorizeConnection", R"({"Name":"c"})");
  EXPECT_THAT(describe("hook"), HasSubstr(R"("ApiDestinationState":"INACTIVE")"));
  ok("DeleteConnection", R"({"Name":"c"})");
  EXPECT_THAT(describe("hook"), HasSubstr(R"("ApiDestinationState":"INACTIVE")"));
  // Another of that name is another connection.
  const std::string other = connect("c");
  EXPECT_THAT(describe("hook"), HasSubstr(R"("ApiDestinationState":"INACTIVE")"));
  EXPECT_THAT(ok("UpdateApiDestination", R"({"Name":"hook","ConnectionArn":")" + other + R"("})"),
              HasSubstr(R"("ApiDestinationState":"ACTIVE")"));
}

TEST_F(ApiDestinationOperationsTest, RefusesWhatItCannotCall) {
  const std::string connection = connect("c");
  ok("CreateApiDestination", request("hook", connection));
  EXPECT_THAT(error("CreateApiDestination", request("hook", connection)),
              StartsWith("ResourceAlreadyExistsException"));
  EXPECT_THAT(error("CreateApiDestination", request("x", connection + "0")),
              StartsWith("ResourceNotFoundException: Connection 'arn:"));
  EXPECT_THAT(error("CreateApiDestination", request("x", connect("c", kOther))),
              StartsWith("AccessDeniedException"));
  std::string plain = request("x", connection);
  plain.replace(plain.find("https"), 5, "http");
  EXPECT_EQ(error("CreateApiDestination", plain),
            "ValidationException: Parameter InvocationEndpoint is not valid. Reason: it must begin "
            "with https://.");
  EXPECT_THAT(
      error("UpdateApiDestination", R"({"Name":"hook","InvocationEndpoint":"https://u@h/"})"),
      HasSubstr("InvocationEndpoint"));
  EXPECT_THAT(describe("hook"), HasSubstr("https://example.com/hook"));
  EXPECT_THAT(error("UpdateApiDestination", R"({"Name":"none"})"),
              "ResourceNotFoundException: Failed to update the api-destination(s). An "
              "api-destination 'none' does not exist.");
  limits_.api_destinations_max = 1;
  restart();
  EXPECT_THAT(error("CreateApiDestination", request("second", connection)),
              StartsWith("LimitExceededException"));
}

TEST_F(ApiDestinationOperationsTest, ListsByNameConnectionAndPage) {
  const std::string one = connect("one");
  const std::string two = connect("two");
  for (const char* name : {"b", "a", "c"}) ok("CreateApiDestination", request(name, one));
  ok("CreateApiDestination", request("d", two));
  std::string page = ok("ListApiDestinations", R"({"Limit":2})");
  EXPECT_THAT(page, AllOf(HasSubstr(R"("Name":"a")"), HasSubstr(R"("Name":"b")"),
                          Not(HasSubstr(R"("Name":"c")"))));
  page = ok("ListApiDestinations", R"({"Limit":2,)" + page.substr(page.find(R"("NextToken":)")));
  EXPECT_THAT(page, AllOf(HasSubstr(R"("Name":"c")"), HasSubstr(R"("Name":"d")"),
                          Not(HasSubstr("NextToken"))));
  EXPECT_THAT(ok("ListApiDestinations", R"({"ConnectionArn":")" + two + R"("})"),
              AllOf(HasSubstr(R"("Name":"d")"), Not(HasSubstr(R"("Name":"a")"))));
  EXPECT_THAT(ok("ListApiDestinations", R"({"NamePrefix":"c"})"),
              AllOf(HasSubstr(R"("Name":"c")"), Not(HasSubstr(R"("Name":"a")"))));
}

}  // namespace
}  // namespace angarium::services::events
