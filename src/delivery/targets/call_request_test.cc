#include "delivery/targets/call_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "delivery/targets/answer_verdict.h"
#include "delivery/targets/body_members.h"
#include "delivery/targets/token_answer.h"
#include "http/error.h"

namespace angarium::delivery::targets {
namespace {

using ::testing::HasSubstr;

class CallRequestTest : public testing::Test {
 protected:
  CallRequestTest() { destination_.method = "POST"; }

  base::Result<http::Request> make(const std::string& body = R"({"a": 1})") {
    auto content = std::make_shared<Content>();
    content->envelope =
        R"({"id":"e1","detail":{"id":"x/y","n":7,"up":"..","bad":"a\r\nB: c","none":""}})";
    Delivery delivery;
    delivery.content = content;
    delivery.route = std::make_shared<const Route>(route_);
    destination_.endpoint = *parse_endpoint(url_, false);
    return call_request(destination_, added_, delivery, body);
  }
  std::string error() {
    auto request = make();
    return request.ok() ? "none" : request.error().message();
  }

  std::string url_ = "https://h/a/*/b";
  ApiDestination destination_;
  AddedParameters added_;
  Route route_;
};

TEST_F(CallRequestTest, AWildcardWithoutAValueStays) {
  EXPECT_EQ(make()->target, "/a/*/b");
  route_.http.path_values = {"1", "2"};
  EXPECT_EQ(make()->target, "/a/1/b");
}

TEST_F(CallRequestTest, NoValueLeavesItsSegment) {
  route_.http.path_values = {"$.detail.id"};
  EXPECT_EQ(make()->target, "/a/x%2Fy/b");
  route_.http.path_values = {"$.detail.n"};
  EXPECT_EQ(make()->target, "/a/7/b");
  route_.http.path_values = {"$.detail.up"};
  EXPECT_THAT(error(), HasSubstr("which no path can hold"));
  route_.http.path_values = {"$.detail.none"};
  EXPECT_THAT(error(), HasSubstr("which no path can hold"));
  route_.http.path_values = {"$.detail.missing"};
  EXPECT_THAT(error(), HasSubstr("has no value for the path parameter $.detail.missing"));
}

TEST_F(CallRequestTest, TheConnectionWins) {
  url_ = "https://h:8443/p?own=1";
  route_.http.query = {{"a", "target"}, {"b", "target"}, {"gone", "$.detail.missing"}};
  route_.http.headers = {{"x-a", "target"}, {"X-B", "target"}, {"Content-Type", "text/plain"}};
  added_.query = {{"a", "connection"}};
  added_.headers = {{"X-A", "connection"}, {"Host", "elsewhere"}, {"Content-Length", "7"}};
  auto request = make();
  EXPECT_EQ(request->target, "/p?own=1&b=target&a=connection");
  EXPECT_EQ(request->headers.find_all("X-A"), std::vector<std::string_view>{"connection"});
  EXPECT_EQ(request->headers.find("X-B"), "target");
  EXPECT_EQ(request->headers.find_all("Host"), std::vector<std::string_view>{"h:8443"});
  EXPECT_EQ(request->headers.find_all("Content-Type"), std::vector<std::string_view>{"text/plain"});
  EXPECT_FALSE(request->headers.find("Content-Length"));
}

TEST_F(CallRequestTest, AnAuthorizationTakesTheFieldsPlace) {
  added_.headers = {{"authorization", "mine"}};
  auto request = make();
  authorize(*request, {"Authorization", "Bearer t"});
  EXPECT_EQ(request->headers.find_all("Authorization"), std::vector<std::string_view>{"Bearer t"});
}

TEST_F(CallRequestTest, EventsCannotAddFields) {
  route_.http.headers = {{"X-T", "$.detail.bad"}};
  EXPECT_THAT(error(), HasSubstr("control character"));
  route_.http.headers.clear();
  route_.http.query = {{"q", "$.detail.bad"}};
  EXPECT_EQ(make()->target, "/a/*/b?q=a%0D%0AB%3A%20c");
}

TEST_F(CallRequestTest, OnlySomeMethodsHaveABody) {
  for (const char* method : {"GET", "HEAD", "OPTIONS"}) {
    destination_.method = method;
    EXPECT_EQ(make()->body, "") << method;
  }
  for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
    destination_.method = method;
    EXPECT_EQ(make()->body, R"({"a": 1})") << method;
  }
}

TEST(BodyMembers, TakeThePlaceOfThoseOfTheirNames) {
  EXPECT_EQ(*with_members(R"({"a": 1.50, "b":[ 1 ], "a": "x"})", {{"a", "\"q\""}, {"c", ""}}),
            R"({"b":[ 1 ],"a":"\"q\"","c":""})");
  EXPECT_EQ(*with_members("{}", {{"a", "1"}}), R"({"a":"1"})");
  EXPECT_EQ(*with_members(R"({"\u0061":1})", {{"a", "1"}}), R"({"a":"1"})");
  EXPECT_EQ(*with_members("text", {}), "text");
  for (const char* body : {"text", "[1]", "{}{}", "{\"a\":}", "", "{\"a\":\"\xff\"}"}) {
    EXPECT_FALSE(with_members(body, {{"a", "1"}}).ok()) << body;
  }
}

http::Response answer_with(int status) {
  http::Response answer;
  answer.status = status;
  return answer;
}

TEST(AnswerVerdict, TellsStatusesApart) {
  auto outcome = [](int status) { return verdict_of(answer_with(status), {}).outcome; };
  for (int status : {200, 201, 204, 299}) {
    EXPECT_EQ(outcome(status), Attempt::Outcome::kDelivered) << status;
  }
  for (int status : {401, 407, 409, 429, 500, 502, 503, 599}) {
    EXPECT_EQ(outcome(status), Attempt::Outcome::kRetryable) << status;
  }
  for (int status : {301, 302, 304, 400, 403, 404, 408, 410, 422}) {
    EXPECT_EQ(outcome(status), Attempt::Outcome::kPermanent) << status;
  }
}

TEST(AnswerVerdict, ReadsRetryAfter) {
  const base::Time now = *base::parse_basic("20261122T083000Z");
  auto verdict = [&](const char* value) {
    http::Response answer = answer_with(503);
    answer.headers.add("Retry-After", value);
    return verdict_of(answer, now);
  };
  EXPECT_EQ(verdict("7").retry_after, base::Seconds(7));
  EXPECT_EQ(verdict("0").retry_after, base::Seconds(0));
  EXPECT_EQ(verdict("Sun, 22 Nov 2026 08:31:00 GMT").retry_after, base::Seconds(60));
  EXPECT_EQ(verdict("Sun, 22 Nov 2026 08:00:00 GMT").retry_after, base::Seconds(0));
  EXPECT_EQ(verdict("99999999999999999999").retry_after, base::Seconds(86'400));
  EXPECT_EQ(verdict("soon").retry_after, std::nullopt);
  EXPECT_EQ(verdict("-1").outcome, Attempt::Outcome::kPermanent);
  EXPECT_EQ(verdict("-99999999999999999999").outcome, Attempt::Outcome::kPermanent);
}

TEST(AnswerVerdict, ACallWithoutAnAnswerIsTriedAgain) {
  auto outcome = [](http::HttpError error) { return verdict_of(base::Error(error, "x")).outcome; };
  EXPECT_EQ(outcome(http::HttpError::kTimedOut), Attempt::Outcome::kRetryable);
  EXPECT_EQ(outcome(http::HttpError::kConnectFailed), Attempt::Outcome::kRetryable);
  EXPECT_EQ(outcome(http::HttpError::kTlsFailed), Attempt::Outcome::kRetryable);
  EXPECT_EQ(outcome(http::HttpError::kAddressRefused), Attempt::Outcome::kPermanent);
}

TEST(TokenAnswer, IsReadAsServersWriteIt) {
  auto answer = parse_token_answer(R"({"access_token":"t","token_type":"bearer","expires_in":60})");
  EXPECT_EQ(answer->authorization, "Bearer t");
  EXPECT_EQ(answer->lifetime, base::Seconds(60));
  EXPECT_EQ(parse_token_answer(R"({"access_token":"t","expires_in":"60"})")->lifetime,
            base::Seconds(60));
  EXPECT_EQ(parse_token_answer(R"({"access_token":"t"})")->lifetime, std::nullopt);
  EXPECT_EQ(parse_token_answer(R"({"access_token":"t","expires_in":-1})")->lifetime, std::nullopt);
  EXPECT_EQ(parse_token_answer(R"({"access_token":"t","token_type":"MAC"})")->authorization,
            "MAC t");
  for (const char* body :
       {"", "[]", "{}", "null", R"({"access_token":1})", R"({"access_token":""})",
        R"({"access_token":"a b"})", R"({"access_token":"a\r\nB: c"})",
        R"({"access_token":"t","token_type":"a\nb"})", R"({"access_token":"t"}x)"}) {
    EXPECT_FALSE(parse_token_answer(body).ok()) << body;
  }
}

}  // namespace
}  // namespace angarium::delivery::targets
