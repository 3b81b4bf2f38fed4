#include <fmt/format.h>

#include <set>

#include "json/writer.h"
#include "services/events/events_fixture_test.h"

namespace angarium::services::events {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr const char* kQueue = "arn:aws:sqs:eu-west-1:111111111111:q";
constexpr const char* kUuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

class PutEventsTest : public EventsTest {
 protected:
  void route(const std::string& pattern, const std::string& queue = kQueue,
             const std::string& rule = "r") {
    std::string quoted;
    json::append_quoted(pattern, quoted);
    ok("PutRule", fmt::format(R"({{"Name":"{}","EventPattern":{}}})", rule, quoted));
    ok("PutTargets",
       fmt::format(R"({{"Rule":"{}","Targets":[{{"Id":"t","Arn":"{}"}}]}})", rule, queue));
  }
  static std::string entry(const std::string& detail, const std::string& more = "") {
    std::string quoted;
    json::append_quoted(detail, quoted);
    return fmt::format(R"({{"Source":"shop","DetailType":"order","Detail":{}{}}})", quoted, more);
  }
  static std::string entries(const std::string& list) {
    return fmt::format(R"({{"Entries":[{}]}})", list);
  }
};

TEST_F(PutEventsTest, AnEventReachesTheQueueAsItsEnvelope) {
  route(R"({"source":["shop"],"detail":{"state":["paid"]}})");
  std::string body = ok("PutEvents", entries(entry(R"({"state":"paid", "n":1.0})",
                                                   R"(,"Time":1700000000,"Resources":["arn:x"])")));
  EXPECT_THAT(body, MatchesRegex(R"(\{"FailedEntryCount":0,"Entries":\[\{"EventId":")" +
                                 std::string(kUuid) + R"("\}\]\})"));
  std::string id(*json::Document::parse(body)
                      ->root()
                      .find("Entries")
                      ->elements()
                      .begin()
                      .
                      operator*()
                      .find("EventId")
                      ->string());
  run_for(base::Milliseconds(1000));
  ASSERT_THAT(queue(kQueue), SizeIs(1));
  EXPECT_EQ(queue(kQueue)[0],
            fmt::format(R"({{"version":"0","id":"{}","detail-type":"order","source":"shop",)"
                        R"("account":"111111111111","time":"2023-11-14T22:13:20Z",)"
                        R"("region":"eu-west-1","resources":["arn:x"],)"
                        R"("detail":{{"state":"paid", "n":1.0}}}})",
                        id));
}

TEST_F(PutEventsTest, OnlyWhatMatchesIsDelivered) {
  route(R"({"detail":{"state":["paid"]}})");
  route(R"({"detail":{"state":["late"]}})", "arn:aws:sqs:eu-west-1:111111111111:late", "late");
  ok("PutEvents", entries(entry(R"({"state":"paid"})") + "," + entry(R"({"state":"late"})") + "," +
                          entry(R"({"state":"new"})")));
  run_for(base::Milliseconds(1000));
  EXPECT_THAT(queue(kQueue), SizeIs(1));
  EXPECT_THAT(queue("arn:aws:sqs:eu-west-1:111111111111:late"), SizeIs(1));
}

TEST_F(PutEventsTest, RuleChangesCountFromTheirAnswerOn) {
  route(R"({"source":["shop"]})");
  put_event("default", R"({"n":1})");
  ok("PutRule", R"({"Name":"r","EventPattern":"{\"source\":[\"shop\"]}","State":"DISABLED"})");
  put_event("default", R"({"n":2})");
  ok("PutRule", R"({"Name":"r","EventPattern":"{\"source\":[\"shop\"]}"})");
  put_event("default", R"({"n":3})");
  ok("PutRule", R"({"Name":"r","EventPattern":"{\"source\":[\"else\"]}"})");
  put_event("default", R"({"n":4})");
  ok("PutRule", R"({"Name":"r","EventPattern":"{\"source\":[\"shop\"]}"})");
  restart();
  put_event("default", R"({"n":5})");
  ok("RemoveTargets", R"({"Rule":"r","Ids":["t"]})");
  put_event("default", R"({"n":6})");
  run_for(base::Milliseconds(1000));
  // What was delivered just before the restart may come once more.
  std::set<std::string> details;
  for (const std::string& envelope : queue(kQueue)) {
    details.insert(envelope.substr(envelope.find("\"detail\":")));
  }
  EXPECT_THAT(details,
              ElementsAre(R"("detail":{"n":1}})", R"("detail":{"n":3}})", R"("detail":{"n":5}})"));
}

TEST_F(PutEventsTest, EachEntryFailsAlone) {
  std::string body =
      ok("PutEvents",
         entries(R"({"DetailType":"t","Detail":"{}"},{"Source":"s","Detail":"{}"},)"
                 R"({"Source":"s","DetailType":"t"},{"Source":"","DetailType":"t","Detail":"{}"},)"
                 R"({"Source":"aws.ec2","DetailType":"t","Detail":"{}"},)"
                 R"({"Source":"s","DetailType":"t","Detail":"[]"},)" +
                 entry("{}")));
  auto missing = [](const char* name) {
    return fmt::format(
        R"({{"ErrorCode":"InvalidArgument","ErrorMessage":"Parameter {0} is not valid. )"
        R"(Reason: {0} is a required argument."}})",
        name);
  };
  EXPECT_THAT(body,
              StartsWith(fmt::format(
                  R"({{"FailedEntryCount":6,"Entries":[{},{},{},{},)"
                  R"({{"ErrorCode":"NotAuthorizedForSourceException","ErrorMessage":)"
                  R"("Not authorized for the source."}},)"
                  R"({{"ErrorCode":"MalformedDetail","ErrorMessage":"Detail is malformed."}},)"
                  R"({{"EventId":")",
                  missing("Source"), missing("DetailType"), missing("Detail"), missing("Source"))));
}

TEST_F(PutEventsTest, DetailMustBeOneObjectFromItsFirstByteToItsLast) {
  route(R"({"source":["shop"]})");
  for (const char* detail : {"x", "\"{}\"", "[]", "1", "null", "{", "{}}", "{} {}", R"({"a":01})",
                             R"({"a":"\x"})", R"({"a":1},"account":"999999999999","x":{})"}) {
    EXPECT_THAT(put_event("default", detail), HasSubstr("MalformedDetail")) << detail;
  }
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += R"({"a":)";
  EXPECT_THAT(put_event("default", deep + "1" + std::string(1000, '}')), HasSubstr("EventId"));
  EXPECT_THAT(put_event("default", R"({"a":)" + deep + "1" + std::string(1001, '}')),
              HasSubstr("MalformedDetail"));
  run_for(base::Milliseconds(1000));
  EXPECT_THAT(queue(kQueue), SizeIs(1));
}

TEST_F(PutEventsTest, TheRequestFailsWhenNoEntryIsComplete) {
  EXPECT_EQ(
      error("PutEvents", entries(R"({"Source":"s","DetailType":"t"},{"Detail":"{}"})")),
      "ValidationException: Parameter Detail is not valid. Reason: Detail is a required argument.");
  EXPECT_THAT(error("PutEvents", entries("")), HasSubstr("'entries'"));
  std::string eleven = entry("{}");
  for (int i = 1; i < 11; ++i) eleven += "," + entry("{}");
  EXPECT_THAT(error("PutEvents", entries(eleven)),
              HasSubstr("Member must have length less than or equal to 10"));
  EXPECT_THAT(error("PutEvents", R"({"EndpointId":"abc.def","Entries":[)" + entry("{}") + "]}"),
              HasSubstr("is not supported"));
}

// 14 bytes for Time, then Source, DetailType, Detail and each of Resources.
TEST_F(PutEventsTest, SizeAtTheLimitAndBeyond) {
  size_t rest = 14 + std::string_view("shop").size() + std::string_view("order").size() +
                std::string_view(R"({"a":""})").size() + std::string_view("arn:x").size();
  auto request = [&](size_t total) {
    std::string detail = fmt::format(R"({{"a":"{}"}})", std::string(total - rest, 'x'));
    return entries(entry(detail, R"(,"Time":1700000000,"Resources":["arn:x"])"));
  };
  EXPECT_THAT(ok("PutEvents", request(1 << 20)), HasSubstr("EventId"));
  EXPECT_EQ(error("PutEvents", request((1 << 20) + 1)),
            "ValidationException: Total size of the entries in the request is over the limit.");
}

TEST_F(PutEventsTest, ABusThatIsNotThereSwallowsAndIsSeenToDoSo) {
  ok("CreateEventBus", R"({"Name":"orders"})");
  EXPECT_THAT(put_event("order", "{}"),
              MatchesRegex(R"(\[\{"EventId":")" + std::string(kUuid) + R"("\}\])"));
  // This region's endpoint doesn't know another region's buses, even of the same name.
  EXPECT_THAT(put_event("arn:aws:events:us-east-1:111111111111:event-bus/orders", "{}"),
              HasSubstr("EventId"));
  EXPECT_EQ(metric("angarium_events_dropped_total"), 2);
}

TEST_F(PutEventsTest, CallsAndEntriesAreCounted) {
  limits_.put_events_per_second_max = 3;
  restart();
  ok("PutEvents", entries(entry("{}") + "," + entry("no json")));
  ok("PutEvents", entries(entry("{}")));
  EXPECT_THAT(error("PutEvents", R"({"Entries":[{"Source":"s"}]})"), HasSubstr("DetailType"));
  EXPECT_THAT(error("PutEvents", entries(entry("{}"))), HasSubstr("ThrottlingException"));
  auto count = [this](const std::string& name) {
    return metric("angarium_put_events_" + name + "_total");
  };
  EXPECT_EQ(count("call_count"), 4);
  EXPECT_EQ(count("success_count"), 2);
  EXPECT_EQ(count("failed_count"), 1);
  EXPECT_EQ(count("throttled_count"), 1);
  EXPECT_EQ(count("entries_count"), 3);
  EXPECT_EQ(count("failed_entries_count"), 1);
  EXPECT_EQ(metric("angarium_put_events_request_size_bytes_count"), 2);
  EXPECT_EQ(metric("angarium_put_events_latency_seconds_count"), 2);
}

TEST_F(PutEventsTest, WhereItIsRefusedAnUnknownBusIsAnErrorOfItsEntry) {
  refuses_unknown_buses_ = true;
  restart();
  ok("CreateEventBus", R"({"Name":"orders"})");
  EXPECT_EQ(put_event("order", "{}"),
            R"([{"ErrorCode":"ResourceNotFoundException",)"
            R"("ErrorMessage":"Event bus order does not exist. Did you mean orders?"}])");
  EXPECT_EQ(put_event("x", "{}"), R"([{"ErrorCode":"ResourceNotFoundException",)"
                                  R"("ErrorMessage":"Event bus x does not exist."}])");
  EXPECT_THAT(put_event("orders", "{}"), HasSubstr("EventId"));
  EXPECT_EQ(metric("angarium_events_dropped_total"), 0);
}

TEST_F(PutEventsTest, ADetailTypeAtItsLimitAndBeyond) {
  auto put = [this](size_t length) {
    std::string type;
    for (size_t i = 0; i < length; ++i) type += "\u00e9";  // a character is not a byte
    return ok("PutEvents",
              entries(fmt::format(R"({{"Source":"s","DetailType":"{}","Detail":"{{}}"}})", type)));
  };
  EXPECT_THAT(put(128), HasSubstr("EventId"));
  EXPECT_THAT(put(129), HasSubstr(R"("ErrorCode":"InvalidArgument")"));
}

TEST_F(PutEventsTest, RefusesAnEndpointByName) {
  EXPECT_THAT(error("PutEvents", R"({"EndpointId":"a.b","Entries":[)" + entry("{}") + "]}"),
              HasSubstr("`EndpointId` is not supported"));
}

TEST_F(PutEventsTest, AsksForEachEntry) {
  ok("CreateEventBus", R"({"Name":"orders"})");
  ok("PutEvents", entries(R"({"Source":"aws.x","DetailType":"t","Detail":"{}"},)" +
                          entry("{}", R"(,"EventBusName":"orders")")));
  const wire::Check& check = authorizer_.asked.back();
  EXPECT_EQ(check.action, "events:PutEvents");
  EXPECT_EQ(check.resource, "arn:aws:events:eu-west-1:111111111111:event-bus/orders");
  EXPECT_EQ(check.entry, 1u);
  EXPECT_EQ(check.keys.at("events:source"), std::vector<std::string>{"shop"});
  EXPECT_EQ(check.keys.at("events:detail-type"), std::vector<std::string>{"order"});
}

TEST_F(PutEventsTest, EntriesForSeveralBusesKeepTheirPlaces) {
  ok("CreateEventBus", R"({"Name":"a"})");
  ok("CreateEventBus", R"({"Name":"b"})");
  std::string body = ok("PutEvents", entries(entry("{}", R"(,"EventBusName":"a")") + "," +
                                             entry("[]", R"(,"EventBusName":"b")") + "," +
                                             entry("x", R"(,"EventBusName":"a")") + "," +
                                             entry("{}", R"(,"EventBusName":"b")")));
  EXPECT_THAT(body, MatchesRegex(R"(.*:2,"Entries":\[\{"EventId[^{]*\{"ErrorCode[^{]*)"
                                 R"(\{"ErrorCode[^{]*\{"EventId.*)"));
}

}  // namespace
}  // namespace angarium::services::events
