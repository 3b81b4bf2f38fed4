#include "delivery/targets/aws_target.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "delivery/dead_letter.h"
#include "delivery/targets/aws_message_calls.h"
#include "delivery/targets/aws_start_calls.h"

namespace angarium::delivery::targets {
namespace {

TEST(AwsCredentials, AreOneProfileOfAFile) {
  constexpr std::string_view kFile =
      "; mine\n[default]\naws_access_key_id = A\naws_secret_access_key = s=e/c\n\n"
      "[far]\r\naws_access_key_id=B\r\naws_secret_access_key=t\r\naws_session_token = u\r\n";
  auto first = parse_credentials(kFile, "default");
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->access_key_id, "A");
  EXPECT_EQ(first->secret, "s=e/c");
  EXPECT_EQ(first->session_token, "");
  auto second = parse_credentials(kFile, "far");
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->session_token, "u");
  auto none = parse_credentials(kFile, "near");
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().message(),
            "has no profile [near] with `aws_access_key_id` and `aws_secret_access_key`");
  EXPECT_FALSE(parse_credentials("[p]\naws_access_key_id=A B\naws_secret_access_key=s", "p").ok())
      << "a key that no header can carry";
}

TEST(AwsCredentials, AFileIsReadAgainAfterAMinute) {
  const std::string path = testing::TempDir() + "/credentials_" + std::to_string(getpid());
  auto write = [&](const std::string& text) { std::ofstream(path, std::ios::trunc) << text; };
  write("[p]\naws_access_key_id=A\naws_secret_access_key=s");
  const base::Instant now(base::Seconds(1000));
  auto source = CredentialSource::open(path, "p", now);
  ASSERT_TRUE(source.ok());
  write("[p]\naws_access_key_id=B\naws_secret_access_key=s");
  EXPECT_EQ((*source)->current(now + base::Seconds(59)).access_key_id, "A");
  EXPECT_EQ((*source)->current(now + base::Seconds(60)).access_key_id, "B");
  write("gone");
  EXPECT_EQ((*source)->current(now + base::Seconds(120)).access_key_id, "B") << "the last known";
  std::remove(path.c_str());
}

TEST(AwsEndpoint, ItsUrlIsFilledInForEachTarget) {
  const AwsEndpoint endpoint{.section = "endpoints.\"*\"",
                             .url = "https://{service}.{region}.example:8443/{account}/"};
  const base::Arn arn = *base::parse_arn("arn:aws:redshift:eu-west-1:111122223333:cluster:c");
  auto place = place_of(endpoint, *find_aws_kind(arn), arn);
  ASSERT_TRUE(place.ok());
  EXPECT_EQ(place->authority(), "redshift-data.eu-west-1.example:8443");
  const SignedCall call{.call = {.target = "/x"},
                        .place = *place,
                        .region = "eu-west-1",
                        .service = "redshift-data",
                        .time_max = AwsTarget::kCallTimeMax};
  const auto request = signed_request(call, {"A", "s", ""}, base::from_unix_ms(0));
  EXPECT_EQ(request.target, "/111122223333/x");
}

TEST(AwsEndpoint, AnApisNameCannotLeaveItsHost) {
  const AwsEndpoint endpoint{.url = "https://{api}.appsync-api.{region}.amazonaws.com"};
  auto host_of = [&](const std::string& resource) {
    const base::Arn arn{"appsync", base::Region("us-east-1"), base::AccountId("111122223333"),
                        resource};
    auto place = place_of(endpoint, *find_aws_kind(arn), arn);
    return place.ok() ? place->host : place.error().message();
  };
  EXPECT_EQ(host_of("endpoints/graphql-api/abc"), "abc.appsync-api.us-east-1.amazonaws.com");
  for (const char* name : {"evil.example?", "evil.example:443", "a@b", "evil.example#", "x y"}) {
    EXPECT_EQ(host_of(std::string("endpoints/graphql-api/") + name),
              "the target's ARN has nothing fit for {api}");
  }
}

Delivery delivery_to(const std::string& arn) {
  auto content = std::make_shared<Content>();
  content->event_id = "e";
  content->envelope = R"({"id":"e","source":"s","detail":{"a":1}})";
  auto route = std::make_shared<Route>();
  route->target_arn = TargetArn(arn);
  Delivery delivery;
  delivery.content = std::move(content);
  delivery.route = std::move(route);
  return delivery;
}

TEST(AwsCall, ATokenIsTheSameForEachAttemptAndForNoOtherDelivery) {
  Delivery delivery = delivery_to("arn:aws:states:us-east-1:111122223333:stateMachine:m");
  const std::string token = token_of(delivery);
  EXPECT_EQ(token.size(), 36u);
  delivery.attempt = 7;
  EXPECT_EQ(token_of(delivery), token);
  delivery.log_offset = 1;
  EXPECT_NE(token_of(delivery), token);
}

TEST(AwsCall, AParameterMayBeAPathIntoTheEvent) {
  const Delivery delivery = delivery_to("arn:aws:sns:us-east-1:111122223333:t");
  EXPECT_EQ(*resolve_parameter("$.source", delivery), "s");
  EXPECT_EQ(*resolve_parameter("$.detail", delivery), R"({"a":1})");
  EXPECT_EQ(*resolve_parameter("$5", delivery), "$5");
  auto missing = resolve_parameter("$.detail.b", delivery);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().message(), "The event has no value for the parameter $.detail.b.");
}

// The body of the call for a Redshift cluster with this block, or what is wrong with the block.
std::string statement(const std::string& block) {
  const Delivery delivery = delivery_to("arn:aws:redshift:us-east-1:111122223333:cluster:c");
  const base::Arn arn = *base::parse_arn(delivery.route->target_arn.text());
  const auto document = json::Document::parse(block);
  const json::Value parameters = document->root();
  auto call = redshift_execute_statement({.arn = arn,
                                          .delivery = delivery,
                                          .input = delivery.content->envelope,
                                          .origin = "https://x",
                                          .parameters = parameters});
  return call.ok() ? call->headers[1].second + call->body : call.error().message();
}

TEST(AwsCall, RedshiftTakesEitherOneStatementOrSeveral) {
  auto begins = [](const std::string& text, std::string_view beginning) {
    return text.starts_with(beginning) ? "" : text;
  };
  EXPECT_EQ(begins(statement(R"({"Sql":"a","Sqls":[]})"), "RedshiftData.ExecuteStatement{"), "");
  EXPECT_EQ(statement(R"({"Sql":"a","Sqls":[]})").find("Sqls"), std::string::npos);
  EXPECT_EQ(begins(statement(R"({"Sqls":["a"]})"), "RedshiftData.BatchExecuteStatement{"), "");
  for (const char* neither : {R"({"Sql":"a","Sqls":["b"]})", R"({"Sqls":[]})", "{}"}) {
    EXPECT_EQ(statement(neither),
              "RedshiftDataParameters of the target has to name either Sql or Sqls.");
  }
}

TEST(AwsKinds, EachHasWhatACallNeeds) {
  std::set<std::string> seen;
  for (const AwsKind& kind : aws_kinds()) {
    EXPECT_TRUE(seen.insert(std::string(kind.service) + "/" + std::string(kind.resource)).second);
    EXPECT_NE(kind.action.find(':'), std::string_view::npos) << kind.service;
    EXPECT_NE(kind.call, nullptr) << kind.service;
    EXPECT_EQ(kind.missing.empty(), kind.make_missing == nullptr) << kind.service;
  }
}

TEST(AwsAnswers, ASuccessMayHoldAFailure) {
  using Outcome = Attempt::Outcome;
  EXPECT_EQ(judge_run_task(R"({"tasks":[{}],"failures":[]})").outcome, Outcome::kDelivered);
  EXPECT_EQ(judge_run_task(R"({"tasks":[],"failures":[{"reason":"RESOURCE:CPU"}]})").outcome,
            Outcome::kRetryable);
  EXPECT_EQ(judge_graphql(R"({"data":{"a":1}})").outcome, Outcome::kDelivered);
  EXPECT_EQ(judge_graphql(R"({"data":null,"errors":[{"message":"no such field"}]})").error_message,
            "The API answered: no such field");
  EXPECT_EQ(judge_put_events(R"({"Entries":[{"EventId":"x"}]})").outcome, Outcome::kDelivered);
  EXPECT_EQ(judge_put_events(R"({"Entries":[{"ErrorCode":"ThrottlingException"}]})").outcome,
            Outcome::kRetryable);
  EXPECT_EQ(judge_put_events(R"({"Entries":[{"ErrorCode":"MalformedDetail"}]})").outcome,
            Outcome::kPermanent);
  EXPECT_EQ(judge_put_events("").outcome, Outcome::kRetryable);
}

}  // namespace
}  // namespace angarium::delivery::targets
