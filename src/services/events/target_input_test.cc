#include "services/events/target_input.h"

#include <fmt/format.h>

#include "services/events/events_fixture_test.h"

namespace angarium::services::events {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kQueue = "arn:aws:sqs:eu-west-1:111111111111:q";

class TargetInputTest : public EventsTest {
 protected:
  TargetInputTest() { ok("PutRule", R"({"Name":"r","EventPattern":"{\"source\":[\"shop\"]}"})"); }

  static std::string body(const std::string& more, const std::string& arn = kQueue) {
    return fmt::format(R"({{"Rule":"r","Targets":[{{"Id":"t","Arn":"{}",{}}}]}})", arn, more);
  }
  // `template_text` and `paths` as JSON.
  static std::string transformer(const std::string& template_text, const std::string& paths) {
    return fmt::format(R"("InputTransformer":{{"InputPathsMap":{},"InputTemplate":{}}})", paths,
                       template_text);
  }
  // What the queue has of an event with that detail.
  std::string received(const std::string& detail) {
    queue(kQueue).clear();
    put_event("default", detail);
    run_for(base::Seconds(1));
    return queue(kQueue).empty() ? "nothing" : queue(kQueue).back();
  }
};

TEST_F(TargetInputTest, EachOfTheThreeDecidesWhatTheTargetReceives) {
  const std::string template_json =
      transformer(R"("{\"id\": <id>, \"by\": \"<who>\", \"rule\": <aws.events.rule-name>}")",
                  R"({"id":"$.detail.id","who":"$.detail.who"})");
  const std::pair<std::string, std::string> cases[] = {
      {R"("Input":"{\"a\": 1}")", R"({"a": 1})"},
      {R"("InputPath":"$.detail.id")", "7"},
      {template_json, R"({"id":7,"by":"Ann","rule":"r"})"},
      {transformer(R"("\"<who>\"\n\"<id>\"")", R"({"id":"$.detail.id","who":"$.detail.who"})"),
       "\"Ann\"\n\"7\""},
  };
  for (const auto& [more, expected] : cases) {
    ok("PutTargets", body(more));
    EXPECT_EQ(received(R"({"id":7,"who":"Ann"})"), expected);
    restart();
    EXPECT_EQ(received(R"({"id":7,"who":"Ann"})"), expected) << "after a restart";
    EXPECT_EQ(ok("ListTargetsByRule", R"({"Rule":"r"})"),
              fmt::format(R"({{"Targets":[{{"Id":"t","Arn":"{}",{}}}]}})", kQueue, more));
  }
}

TEST_F(TargetInputTest, AnEventThatSpoilsTheTemplateFailsForGood) {
  ok("PutTargets", body(transformer(R"("{\"by\": \"<who>\"}")", R"({"who":"$.detail.who"})")));
  EXPECT_EQ(received(R"({"who":"A \"n\" n"})"), "nothing");
  EXPECT_EQ(metric("angarium_failed_invocations_total"), 1);
  EXPECT_EQ(received(R"({"who":"Ann"})"), R"({"by":"Ann"})");
}

TEST_F(TargetInputTest, RefusesInAwsWords) {
  const std::pair<std::string, std::string> cases[] = {
      {R"("Input":"{}","InputPath":"$")",
       "Only one of Input, InputPath, or InputTransformer must be provided for target t."},
      {R"("InputPath":"$",)" + transformer(R"("\"x\"")", "{}"),
       "Only one of Input, InputPath, or InputTransformer must be provided for target t."},
      {R"("InputPath":"detail")", "InputPath for target t is invalid."},
      {R"("InputPath":"$.detail['a']")", "InputPath for target t is invalid."},
      {transformer(R"("\"<a>\"")", R"({"a":"detail"})"), "InputPath for target t is invalid."},
      {transformer(R"("\"<b>\"")", R"({"a":"$.detail"})"),
       "InputTemplate for target t contains invalid placeholder b."},
      {transformer(R"("\"<aws.events.event.json>\"")", "{}"),
       "InputTemplate for target t contains placeholder aws.events.event.json valid only for JSON "
       "template."},
  };
  for (const auto& [more, message] : cases) {
    EXPECT_EQ(error("PutTargets", body(more)), "ValidationException: " + message);
  }
  EXPECT_THAT(error("PutTargets", body(R"("Input":"{'a':1}")")),
              StartsWith("ValidationException: JSON syntax error in input for target t: "));
  EXPECT_THAT(error("PutTargets", body(transformer(R"("{<a>: 1}")", R"({"a":"$.a"})"))),
              StartsWith("ValidationException: Invalid InputTemplate for target t : "));
  EXPECT_EQ(ok("ListTargetsByRule", R"({"Rule":"r"})"), R"({"Targets":[]})");
}

TEST_F(TargetInputTest, BusesReceiveWholeEvents) {
  for (const char* account : {kAccount, kOther}) {
    const std::string arn = fmt::format("arn:aws:events:eu-west-1:{}:event-bus/in", account);
    EXPECT_THAT(error("PutTargets", body(R"("InputPath":"$.detail")", arn)),
                HasSubstr("are not supported for target t: an event bus receives whole events"));
  }
}

TEST_F(TargetInputTest, LimitsAtTheLimitAndBeyond) {
  auto variables = [](int count) {
    std::string paths = "{";
    for (int i = 0; i < count; ++i) paths += fmt::format(R"({}"v{}":"$.a")", i ? "," : "", i);
    return transformer(R"("\"x\"")", paths + "}");
  };
  auto path = [](size_t length) {
    return transformer(R"("\"x\"")", R"({"v":"$.)" + std::string(length - 2, 'a') + R"("})");
  };
  auto name = [](size_t length) {
    return transformer(R"("\"x\"")", R"({")" + std::string(length, 'v') + R"(":"$.a"})");
  };
  auto text = [](size_t length) {
    return transformer(R"("\")" + std::string(length - 2, 'x') + R"(\"")", "{}");
  };
  auto input = [](size_t length) {
    return R"("Input":"\")" + std::string(length - 2, 'x') + R"(\"")";
  };
  auto input_path = [](size_t length) {
    return R"("InputPath":"$.)" + std::string(length - 2, 'a') + R"(")";
  };
  const std::pair<std::string, std::string> cases[] = {
      {variables(100), variables(101)}, {path(256), path(257)},
      {name(256), name(257)},           {text(8192), text(8193)},
      {input(8192), input(8193)},       {input_path(256), input_path(257)},
  };
  for (const auto& [taken, refused] : cases) {
    ok("PutTargets", body(taken));
    EXPECT_THAT(error("PutTargets", body(refused)), HasSubstr("1 validation error detected"));
  }
  EXPECT_THAT(error("PutTargets", body(transformer(R"("\"<aws.events.rule-name>\"")",
                                                   R"({"aws.events.rule-name":"$.a"})"))),
              HasSubstr("1 validation error detected"));
}

}  // namespace
}  // namespace angarium::services::events
