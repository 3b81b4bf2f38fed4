// Events that come by the entrance: kept as they came, for whom they may be from, once.
#include "services/events/arrivals.h"

#include <fmt/format.h>

#include "json/writer.h"
#include "services/events/events_fixture_test.h"

namespace angarium::services::events {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr const char* kQueue = "arn:aws:sqs:eu-west-1:111111111111:q";
constexpr const char* kId = "6a7e8feb-b491-4cf7-a9f1-bf3703467718";

class ArrivalsTest : public EventsTest {
 protected:
  // What every bus gets goes to one queue.
  void open_inbox(const std::string& bus = "default") {
    if (bus != "default") ok("CreateEventBus", fmt::format(R"({{"Name":"{}"}})", bus));
    ok("PutRule", fmt::format(R"({{"Name":"all","EventBusName":"{}",)"
                              R"("EventPattern":"{{\"version\":[\"0\"]}}"}})",
                              bus));
    ok("PutTargets", fmt::format(R"({{"Rule":"all","EventBusName":"{}",)"
                                 R"("Targets":[{{"Id":"t","Arn":"{}"}}]}})",
                                 bus, kQueue));
  }
  // As EventBridge sends it: AWS's order of members.
  static std::string envelope(const std::string& more = "", const std::string& source = "shop",
                              const std::string& detail = R"({"state":"paid", "n":1.0})") {
    return fmt::format(R"({{"version":"0",{}"detail-type":"order","source":"{}","detail":{}}})",
                       more, source, detail);
  }
  Answer arrive(const std::string& body, const std::string& bus = "default",
                const std::string& account = kAccount) {
    return process_->client->send(
        wire::TestClient::entrance_request("/buses/" + bus + "/events", body, account));
  }
  // The queue's messages so far.
  std::vector<std::string>& arrived() {
    run_for(base::Milliseconds(1000));
    return queue(kQueue);
  }
  void believe(const std::string& account, Origin origin) {
    origins_["arn:aws:iam::" + account + ":root"] = std::move(origin);
    restart();
  }
};

TEST_F(ArrivalsTest, AnEventIsKeptAsItCame) {
  believe(kAccount, {.name = "aws", .accounts = {"999988887777"}, .aws_sources = true});
  open_inbox("far");
  const std::string sent = fmt::format(
      R"({{"version":"0","id":"{}","detail-type":"Object \"Created\"","source":"aws.s3",)"
      R"("account":"999988887777","time":"2017-12-22T18:43:48Z","region":"ap-southeast-2",)"
      R"("replay-name":"again","resources":["arn:x","\u00e9"],"detail":{{"a" : 1.0,"a":1e400}}}})",
      kId);
  const Answer answer = arrive(sent, "far");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.body, fmt::format(R"({{"EventId":"{}"}})", kId));
  std::string kept = sent;
  kept.replace(kept.find("\\u00e9"), 6, "\u00e9");
  EXPECT_THAT(arrived(), testing::ElementsAre(kept));
}

TEST_F(ArrivalsTest, WhatIsNotSaidIsFilledInAsPutEventsDoes) {
  open_inbox();
  const Answer answer = arrive(R"({"source":"shop","detail-type":"order","detail":{}})");
  EXPECT_EQ(answer.status, 200) << answer.body;
  ASSERT_THAT(arrived(), SizeIs(1));
  EXPECT_THAT(queue(kQueue)[0],
              MatchesRegex(R"(\{"version":"0","id":"[0-9a-f-]{36}","detail-type":"order",)"
                           R"("source":"shop","account":"111111111111","time":"2026-11-22T08:.*Z",)"
                           R"("region":"eu-west-1","resources":\[\],"detail":\{\}\})"));
}

TEST_F(ArrivalsTest, PoliciesDecideAsForPutEvents) {
  ok("CreateEventBus", R"({"Name":"far"})");
  EXPECT_EQ(arrive(envelope(), "far").status, 200);
  const wire::Check& check = authorizer_.asked.back();
  EXPECT_EQ(check.action, "events:PutEvents");
  EXPECT_EQ(check.resource, "arn:aws:events:eu-west-1:111111111111:event-bus/far");
  const wire::ConditionKeys keys{{"events:source", {"shop"}},
                                 {"events:detail-type", {"order"}},
                                 {"events:eventBusInvocation", {"false"}}};
  EXPECT_EQ(check.keys, keys);
  const std::string arn = check.resource;
  const Answer stranger = arrive(envelope(), arn, kOther);
  EXPECT_EQ(stranger.status, 403);
  EXPECT_THAT(stranger.body, HasSubstr("not authorized to perform: events:PutEvents"));
  EXPECT_EQ(arrive(envelope(), arn + "x", kOther).status, 403) << "nor what there isn't";
  ok("PutPermission", fmt::format(R"({{"EventBusName":"far","Action":"events:PutEvents",)"
                                  R"("Principal":"{}","StatementId":"s"}})",
                                  kOther));
  EXPECT_EQ(arrive(envelope(), arn, kOther).status, 200);
}

TEST_F(ArrivalsTest, ABusThatIsNotThereIsSaidToBeMissing) {
  ok("CreateEventBus", R"({"Name":"orders"})");
  const Answer answer = arrive(envelope(), "order");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.code(), "ResourceNotFoundException");
  EXPECT_THAT(answer.body, HasSubstr("Did you mean orders?"));
  EXPECT_EQ(arrive(envelope(), "a/b?c").status, 404) << "a query ends the path";
  EXPECT_EQ(arrive(envelope(), "%6Frders").status, 404);
  const Answer there = arrive(envelope(), "arn:aws:events:us-east-1:111111111111:event-bus/orders");
  EXPECT_EQ(there.status, 404);
  EXPECT_THAT(there.body, HasSubstr("events.us-east-1.HOST"));
}

TEST_F(ArrivalsTest, NobodySpeaksForOthersWithoutTheOperator) {
  open_inbox();
  const Answer aws = arrive(envelope("", "aws.s3"));
  EXPECT_EQ(aws.status, 403);
  EXPECT_EQ(aws.code(), "NotAuthorizedForSourceException");
  EXPECT_THAT(aws.body, HasSubstr("aws_sources = true"));
  EXPECT_THAT(aws.body, HasSubstr("arn:aws:iam::111111111111:root"));
  const Answer account = arrive(envelope(R"("account":"222222222222",)"));
  EXPECT_EQ(account.status, 403);
  EXPECT_THAT(account.body, HasSubstr(R"(accounts = [\"222222222222\"])"));
  const Answer region = arrive(envelope(R"("region":"us-east-1",)"));
  EXPECT_EQ(region.status, 403);
  EXPECT_THAT(region.body, HasSubstr("us-east-1"));
  EXPECT_EQ(arrive(envelope(R"("account":"111111111111","region":"eu-west-1",)")).status, 200);
  EXPECT_THAT(arrived(), SizeIs(1));
}

TEST_F(ArrivalsTest, AnOriginIsBelievedForWhatItNamesAndNoMore) {
  believe(kAccount, {.name = "aws", .accounts = {"999988887777"}, .aws_sources = false});
  const std::string theirs = R"("account":"999988887777","region":"us-east-1",)";
  EXPECT_EQ(arrive(envelope(theirs)).status, 200);
  EXPECT_EQ(arrive(envelope(theirs), "default", kOther).status, 403) << "another caller";
  EXPECT_THAT(arrive(envelope(theirs, "aws.s3")).body, HasSubstr("[arrivals.aws]"));
  EXPECT_EQ(arrive(envelope(R"("account":"999988887778",)")).status, 403);
  EXPECT_EQ(arrive(envelope(R"("region":"us-east-1",)")).status, 403) << "its own isn't named";
  believe(kAccount, {.name = "aws", .accounts = {"999988887777"}, .aws_sources = true});
  EXPECT_EQ(arrive(envelope(theirs, "aws.s3")).status, 200);
  const Answer forged = arrive(envelope("", "aws.iam"));
  EXPECT_EQ(forged.status, 403) << "what only looks like AWS's of its own account";
  EXPECT_THAT(forged.body, HasSubstr(R"(naming \"111111111111\" in `accounts`)"));
  believe(kAccount, {.name = "aws", .accounts = {}, .aws_sources = true});
  EXPECT_EQ(arrive(envelope("", "aws.s3")).status, 200);
  EXPECT_EQ(arrive(envelope(theirs, "aws.s3")).status, 403);
}

TEST_F(ArrivalsTest, TheSameAgainIsTakenInOnce) {
  open_inbox();
  const std::string body = envelope(fmt::format(R"("id":"{}",)", kId));
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(arrive(body).body, fmt::format(R"({{"EventId":"{}"}})", kId));
  restart();
  EXPECT_EQ(arrive(body).status, 200);
  EXPECT_THAT(arrived(), testing::Each(HasSubstr(kId)));
  // What was delivered just before the restart may come once more.
  EXPECT_LE(queue(kQueue).size(), 2);
  EXPECT_EQ(metric(R"(angarium_matched_events_total{account="111111111111",bus="default")"), 0)
      << "nothing entered after the restart";
}

TEST_F(ArrivalsTest, WhatOnlyLooksLikeARepetitionIsTakenIn) {
  open_inbox();
  open_inbox("far");
  const std::string id = fmt::format(R"("id":"{}",)", kId);
  arrive(envelope(id));
  arrive(envelope(id, "shop", R"({"another":"detail"})"));
  arrive(envelope(id), "far");
  ok("PutPermission", fmt::format(R"({{"Action":"events:PutEvents","Principal":"{}",)"
                                  R"("StatementId":"s"}})",
                                  kOther));
  arrive(envelope(id), "arn:aws:events:eu-west-1:111111111111:event-bus/default", kOther);
  EXPECT_THAT(arrived(), SizeIs(4)) << "of another content, bus or caller";
  arrive(envelope());
  arrive(envelope());
  EXPECT_THAT(arrived(), SizeIs(6)) << "without an id each is an event";
}

TEST_F(ArrivalsTest, ARepetitionIsForgottenAfterHalfAnHour) {
  open_inbox();
  const std::string body = envelope(fmt::format(R"("id":"{}",)", kId));
  arrive(body);
  run_for(std::chrono::minutes(30) - base::Seconds(1));
  arrive(body);
  EXPECT_THAT(arrived(), SizeIs(1));
  run_for(base::Seconds(2));
  arrive(body);
  EXPECT_THAT(arrived(), SizeIs(2));
}

TEST_F(ArrivalsTest, WhatArrivedGoesToNoFurtherBus) {
  open_inbox("second");
  ok("PutRule", R"({"Name":"on","EventPattern":"{\"source\":[\"shop\"]}"})");
  ok("PutTargets", R"({"Rule":"on","Targets":[{"Id":"t",)"
                   R"("Arn":"arn:aws:events:eu-west-1:111111111111:event-bus/second"}]})");
  arrive(envelope());
  EXPECT_THAT(arrived(), IsEmpty());
}

TEST_F(ArrivalsTest, SizeIsBoundedAsByPutEvents) {
  limits_.put_events_bytes_max = 500;
  restart();
  // "shop", "order" and the detail's own eight bytes, {"a":""}.
  const auto sized = [](size_t bytes) {
    return envelope("", "shop",
                    fmt::format(R"({{"a":"{}"}})", std::string(bytes - 4 - 5 - 8, 'x')));
  };
  EXPECT_EQ(arrive(sized(500)).status, 200);
  const Answer larger = arrive(sized(501));
  EXPECT_EQ(larger.status, 413);
  EXPECT_THAT(larger.body, HasSubstr("501 bytes"));
}

TEST_F(ArrivalsTest, DepthIsBounded) {
  const auto nested = [](int depth) {
    std::string detail =
        "{\"a\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
    return envelope("", "shop", detail);
  };
  EXPECT_EQ(arrive(nested(1000)).status, 200);
  EXPECT_EQ(arrive(nested(1001)).status, 400);
  limits_.event_depth_max = 3;
  restart();
  EXPECT_EQ(arrive(nested(3)).status, 200);
  EXPECT_THAT(arrive(nested(4)).body, HasSubstr("deeper than 3 levels"));
}

TEST_F(ArrivalsTest, CallsCountAgainstTheQuotaOfPutEvents) {
  limits_.put_events_per_second_max = 2;
  restart();
  put_event("default", "{}");
  EXPECT_EQ(arrive(envelope()).status, 200);
  const Answer answer = arrive(envelope());
  EXPECT_EQ(answer.status, 429);
  EXPECT_THAT(answer.body, HasSubstr("put_events_per_second"));
}

TEST_F(ArrivalsTest, ADiskThatIsFullIsForLater) {
  disk_is_full_ = true;
  const Answer answer = arrive(envelope());
  EXPECT_EQ(answer.status, 503) << answer.body;
  disk_is_full_ = false;
  EXPECT_EQ(arrive(envelope()).status, 200);
}

// What is sent, and a word of what is said of it.
TEST_F(ArrivalsTest, WhatIsNoEventIsRefusedForGood) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "one JSON"},
      {"[]", "one JSON object"},
      {envelope() + "{}", "nothing else"},
      {envelope() + ",", "nothing else"},
      {std::string("{\"source\":\"\xff\"}"), "not UTF-8"},
      {R"({"detail-type":"t","detail":{}})", "`source` is missing"},
      {R"({"source":"s","detail":{}})", "`detail-type` is missing"},
      {R"({"source":"s","detail-type":"t"})", "`detail` is missing"},
      {envelope("", ""), "`source`"},
      {envelope(R"("source":"s",)"), "`source` is there twice"},
      {envelope(R"("sour\u0063e":"s",)"), "`source` is there twice"},
      {envelope("", "\\ud800"), "`source`"},
      {envelope("", "shop", R"("{}")"), "`detail`"},
      {envelope("", "shop", "[]"), "`detail`"},
      {envelope("", "shop", R"({"a":1},"account":"999999999999","x":{})"), "`x` is no member"},
      {envelope(R"("pin":"1",)"), "`pin` is no member"},
      {envelope(R"("time":"yesterday",)"), "`time`"},
      {envelope(R"("time":1700000000,)"), "`time`"},
      {envelope(R"("time":"9999-12-31T23:59:59-00:01",)"), "`time`"},
      {envelope(R"("time":"0000-01-01T00:00:00+00:01",)"), "`time`"},
      {envelope(R"("account":"12345678901",)"), "`account`"},
      {envelope(R"("region":"EU",)"), "`region`"},
      {envelope(R"("region":null,)"), "`region`"},
      {envelope(R"("resources":"arn:x",)"), "`resources`"},
      {envelope(R"("resources":[1],)"), "`resources`"},
      {envelope(R"("resources":null,)"), "`resources`"},
      {R"({"version":"1","source":"s","detail-type":"t","detail":{}})", "`version`"},
  };
  for (const auto& [body, said] : cases) {
    const Answer answer = arrive(body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer.code(), "ValidationException") << body;
    EXPECT_THAT(answer.body, HasSubstr(said)) << body;
  }
}

TEST_F(ArrivalsTest, EachPartIsBounded) {
  const auto good = [&](const std::string& more) { return arrive(envelope(more)).status == 200; };
  const auto text = [](const char* name, size_t length) {
    return fmt::format(R"("{}":"{}",)", name, std::string(length, 'x'));
  };
  EXPECT_TRUE(good(text("id", 64)));
  EXPECT_FALSE(good(text("id", 65)));
  EXPECT_FALSE(good(text("id", 0)));
  EXPECT_TRUE(good(text("replay-name", 64)));
  EXPECT_FALSE(good(text("replay-name", 65)));
  EXPECT_TRUE(good(fmt::format(R"("resources":["{}"],)", std::string(2048, 'x'))));
  EXPECT_FALSE(good(fmt::format(R"("resources":["{}"],)", std::string(2049, 'x'))));
  const auto detail_type = [&](size_t length) {
    return arrive(fmt::format(R"({{"source":"s","detail-type":"{}","detail":{{}}}})",
                              std::string(length, 'x')))
        .status;
  };
  EXPECT_EQ(detail_type(128), 200);
  EXPECT_EQ(detail_type(129), 400);
}

}  // namespace
}  // namespace angarium::services::events
