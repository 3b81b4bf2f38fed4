#include "services/events/records.h"

#include <gtest/gtest.h>

#include "store/error.h"
#include "store/fields.h"

namespace angarium::services::events {
namespace {

BusRecord some_bus() {
  return {.name = "orders",
          .description = "d",
          .policy = R"({"Statement":[]})",
          .created = base::from_unix_ms(1'800'000'000'000),
          .modified = base::from_unix_ms(1'800'000'000'001),
          .dead_letter_arn = "arn:dead",
          .log_level = "INFO",
          .log_include_detail = "NONE",
          .tags = {{"k", "v"}, {"l", ""}}};
}

TargetRecord some_target() {
  TargetRecord target{.id = "b",
                      .arn = "arn:p",
                      .retries_max = 0,
                      .event_age_seconds_max = 60,
                      .role_arn = "arn:role",
                      .input = "{}",
                      .input_path = "$.detail",
                      .input_paths_map = {{"a", "$.a"}, {"b", "$.b"}},
                      .input_template = "<a>",
                      .dead_letter_arn = "arn:dead"};
  target.parameters.sqs = SqsParameters{.message_group_id = "g"};
  target.parameters.ecs = EcsParameters{.task_definition_arn = "arn:task", .task_count = 2};
  return target;
}

RuleRecord some_rule() {
  return {.name = "r",
          .bus = "orders",
          .pattern = R"({"a":["x"]})",
          .state = RuleState::kDisabled,
          .description = "",
          .created_by = base::AccountId("111111111111"),
          .created = base::from_unix_ms(1'800'000'000'000),
          .targets = {{.id = "a", .arn = "arn:q"}, some_target()},
          .schedule_expression = "rate(1 minute)",
          .role_arn = "arn:role",
          .managed_by = "pipes.amazonaws.com",
          .tags = {{"k", "v"}}};
}

TEST(Records, ComeBackAsTheyWere) {
  EXPECT_EQ(*decode_bus(encode(some_bus())), some_bus());
  EXPECT_EQ(*decode_bus(encode(BusRecord{.name = "x"})), BusRecord{.name = "x"});
  EXPECT_EQ(*decode_rule(encode(some_rule())), some_rule());
  EXPECT_EQ(*decode_rule(encode(RuleRecord{.name = "x"})), RuleRecord{.name = "x"});
}

// The bytes of version 1, as docs/formats/events.md has them: they must stay readable for ever.
TEST(Records, VersionOneBytes) {
  EXPECT_EQ(encode(BusRecord{.name = "b", .created = base::from_unix_ms(1)}),
            std::string("\x08\x01\x12\x01"
                        "b\x28\x02\x30\x00",
                        9));
  RuleRecord rule{.name = "r", .bus = "b", .pattern = "{}", .targets = {{.id = "t", .arn = "a"}}};
  EXPECT_EQ(encode(rule), std::string("\x08\x01\x12\x01r\x1a\x01"
                                      "b\x22\x02{}\x28\x01\x3a\x00\x40\x00"
                                      "\x4a\x06\x0a\x01t\x12\x01"
                                      "a",
                                      26));
}

TEST(Records, NewerFormatsAreRefusedAndUnknownFieldsSkipped) {
  store::FieldWriter newer;
  newer.number(1, 2);
  auto refused = decode_bus(newer.text());
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(refused.error().is(store::StoreError::kUnsupportedFormat));
  store::FieldWriter extended;
  extended.bytes(99, "later");
  EXPECT_EQ(*decode_bus(encode(some_bus()) + extended.text()), some_bus());
}

TEST(Records, AnyBytesAreSafe) {
  std::string rule = encode(some_rule());
  for (size_t length = 0; length < rule.size(); ++length) {
    auto decoded = decode_rule(rule.substr(0, length));
    EXPECT_TRUE(decoded.ok() || decoded.error().is(store::StoreError::kCorrupt)) << length;
  }
  EXPECT_FALSE(decode_rule("").ok());
  EXPECT_FALSE(decode_bus("\xff\xff").ok());
}

}  // namespace
}  // namespace angarium::services::events
