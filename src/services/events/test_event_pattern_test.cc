#include <fmt/format.h>

#include "json/writer.h"
#include "services/events/events_fixture_test.h"

namespace angarium::services::events {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kInvalidEvent = "ValidationException: Parameter Event is not valid.";

class TestEventPatternTest : public EventsTest {
 protected:
  static std::string body(std::string_view pattern, std::string_view event) {
    std::string text;
    json::Writer(text)
        .begin_object()
        .key("EventPattern")
        .string(pattern)
        .key("Event")
        .string(event)
        .end_object();
    return text;
  }
  std::string test(std::string_view pattern, std::string_view event) {
    return ok("TestEventPattern", body(pattern, event));
  }
  std::string refused(std::string_view pattern, std::string_view event) {
    return error("TestEventPattern", body(pattern, event));
  }
};

std::string event_without(std::string_view field, std::string_view more = "") {
  std::string text = "{";
  for (std::string_view name : {"id", "account", "source", "time", "region", "detail-type"}) {
    if (name == field) continue;
    text += fmt::format("{}\"{}\":\"{}\"", text.size() > 1 ? "," : "", name, name);
  }
  return text + std::string(more) + "}";
}

TEST_F(TestEventPatternTest, AnswersWhetherItMatches) {
  std::string event = event_without("", R"(,"detail":{"state":"paid","n":7})");
  EXPECT_EQ(test(R"({"source":["source"]})", event), R"({"Result":true})");
  EXPECT_EQ(test(R"({"detail":{"n":[{"numeric":[">",6]}]}})", event), R"({"Result":true})");
  EXPECT_EQ(test(R"({"detail":{"state":["Paid"]}})", event), R"({"Result":false})");
  EXPECT_EQ(test(R"({"resources":[{"exists":false}]})", event), R"({"Result":true})");
}

TEST_F(TestEventPatternTest, EachMandatoryFieldMustBeThere) {
  for (const char* field : {"id", "account", "source", "time", "region", "detail-type"}) {
    EXPECT_EQ(refused(R"({"source":["source"]})", event_without(field)), kInvalidEvent) << field;
    EXPECT_EQ(refused(R"({"source":["source"]})",
                      event_without(field, fmt::format(R"(,"detail":{{"{}":1}})", field))),
              kInvalidEvent)
        << field;
  }
  // However it is spelled, and whatever it holds.
  EXPECT_EQ(test(R"({"source":["source"]})", event_without("id", R"(,"\u0069d":null)")),
            R"({"Result":true})");
}

TEST_F(TestEventPatternTest, TheEventMustBeOneObject) {
  const std::string good = event_without("");
  for (const std::string& event :
       {std::string(), std::string("null"), std::string("\"x\""), std::string("text"),
        "[" + good + "]", good + good, good + "x", good.substr(0, good.size() - 1),
        event_without("", R"(,"detail":{"a":01})"), event_without("", R"(,"detail":[1,])")}) {
    EXPECT_EQ(refused(R"({"source":["source"]})", event), kInvalidEvent) << event;
  }
}

TEST_F(TestEventPatternTest, RefusesPatternsAsPutRuleDoes) {
  EXPECT_EQ(refused(R"({"source":"x"})", event_without("")),
            "InvalidEventPatternException: Event pattern is not valid. Reason: \"source\" must be "
            "an object or an array");
  EXPECT_THAT(refused("", event_without("")), StartsWith("InvalidEventPatternException"));
  EXPECT_EQ(refused("nonsense", "nonsense"), kInvalidEvent);
  EXPECT_THAT(error("TestEventPattern", R"({"Event":"{}"})"), HasSubstr("eventPattern"));
  EXPECT_THAT(error("TestEventPattern", R"({"EventPattern":"{}"})"), HasSubstr("event"));
}

TEST_F(TestEventPatternTest, PatternLengthAtTheLimitAndBeyond) {
  auto pattern = [](size_t length) {
    return R"({"source":[")" + std::string(length - 15, 'x') + R"("]})";
  };
  ASSERT_EQ(pattern(4096).size(), 4096u);
  EXPECT_EQ(test(pattern(4096), event_without("")), R"({"Result":false})");
  EXPECT_THAT(refused(pattern(4097), event_without("")), StartsWith("ValidationException"));
}

TEST_F(TestEventPatternTest, AsksForTheActionOnEverything) {
  test(R"({"source":["source"]})", event_without(""));
  const wire::Check& check = authorizer_.asked.back();
  EXPECT_EQ(check.action, "events:TestEventPattern");
  EXPECT_EQ(check.resource, "*");
}

}  // namespace
}  // namespace angarium::services::events
