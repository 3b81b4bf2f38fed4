#include "delivery/stored.h"

#include <gtest/gtest.h>

#include "store/error.h"
#include "store/fields.h"

namespace angarium::delivery {
namespace {

Route route() {
  return {SubscriptionId("rule/1"),
          RuleArn("arn:rule"),
          TargetArn("arn:target"),
          TargetId("1"),
          RoleArn("arn:role"),
          {7, base::Seconds(60)},
          "group",
          {},
          DeadLetterArn("arn:dead"),
          Order::kGroup,
          {{"$.detail.id", "b"}, {{"X-A", "1"}, {"X-B", "2"}}, {{"q", "$.id"}}},
          R"({"KinesisParameters":{"PartitionKeyPath":"$.id"}})"};
}

TEST(Stored, ALogRecordComesBack) {
  LogRecord record{std::string("event\0bytes", 11),
                   {std::make_shared<const Route>(route()), std::make_shared<const Route>()},
                   {SubscriptionId("local")}};
  auto decoded = decode_log_record(encode(record));
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->event, record.event);
  ASSERT_EQ(decoded->owed.size(), 2);
  EXPECT_EQ(*decoded->owed[0], route());
  EXPECT_EQ(*decoded->owed[1], Route());
  EXPECT_EQ(decoded->delivered, record.delivered);
}

// Of each kind; what the rule said when the event was taken in is what counts.
TEST(Stored, ATransformComesBackWithItsRoute) {
  for (const TransformSource& source :
       {TransformSource{TransformSource::Kind::kConstant, R"({"a": 1})", {}},
        TransformSource{TransformSource::Kind::kPath, "$.detail", {}},
        TransformSource{TransformSource::Kind::kTemplate,
                        R"({"a": <a>, "b": "<b>"})",
                        {{"a", "$.detail.a"}, {"b", "$.time"}}}}) {
    Route with = route();
    with.transform = std::make_shared<const Transform>(*Transform::parse(source));
    auto decoded = decode_retry_entry(encode(RetryEntry{1, with, "event"}));
    ASSERT_TRUE(decoded.ok()) << source.text;
    EXPECT_EQ(decoded->route, with);
    EXPECT_FALSE(decoded->route == route());
    EXPECT_EQ(decoded->route.transform->source(), source);
  }
}

TEST(Stored, ARetryEntryAndItsStateComeBack) {
  auto entry = decode_retry_entry(encode(RetryEntry{42, route(), "event"}));
  ASSERT_TRUE(entry.ok());
  EXPECT_EQ(entry->log_offset, 42);
  EXPECT_EQ(entry->route, route());
  EXPECT_EQ(entry->event, "event");
  auto state = decode_retry_state(encode(RetryState{3, base::from_unix_ms(5), "Busy", "later"}));
  ASSERT_TRUE(state.ok());
  EXPECT_EQ(state->attempts_made, 3);
  EXPECT_EQ(state->first_attempt_time, base::from_unix_ms(5));
  EXPECT_EQ(state->error_code, "Busy");
  EXPECT_EQ(state->error_message, "later");
  EXPECT_EQ(state->dead_letter, std::nullopt);
  const DeadLetterState letter{GiveUpReason::kTooOld, 2, base::from_unix_ms(7)};
  state = decode_retry_state(encode(RetryState{3, base::from_unix_ms(5), "Busy", "later", letter}));
  ASSERT_TRUE(state.ok());
  EXPECT_EQ(state->attempts_made, 3);
  EXPECT_EQ(state->dead_letter, letter);
  EXPECT_EQ(state->leased_until, base::Time{}) << "as versions before 0.2 wrote all of them";
  RetryState leased;
  leased.leased_until = base::from_unix_ms(11);
  EXPECT_EQ(decode_retry_state(encode(leased))->leased_until, base::from_unix_ms(11));
  EXPECT_EQ(decode_cursor(encode(Cursor{9}))->next, 9);
  EXPECT_EQ(decode_retry_registration(encode(RetryRegistration{8}))->bytes, 8);
  EXPECT_EQ(decode_retry_registration("")->bytes, 0) << "as written before 0.2";
}

TEST(Stored, WhatNoVersionWroteIsRefused) {
  Route strange = route();
  strange.order = static_cast<Order>(2);
  EXPECT_TRUE(decode_retry_entry(encode(RetryEntry{1, strange, ""}))
                  .error()
                  .is(store::StoreError::kCorrupt));
  const DeadLetterState letter{static_cast<GiveUpReason>(5), 0, {}};
  EXPECT_TRUE(decode_retry_state(encode(RetryState{1, {}, "", "", letter}))
                  .error()
                  .is(store::StoreError::kCorrupt));
}

// A cut record is refused or lacks its end; it never crashes and never reads beyond its bytes.
TEST(Stored, EveryCutIsHarmless) {
  const std::string record =
      encode(LogRecord{"event", {std::make_shared<const Route>(route())}, {}});
  const std::string entry = encode(RetryEntry{42, route(), "event"});
  for (size_t length = 0; length < record.size(); ++length) {
    (void)decode_log_record(std::string(record.substr(0, length)));
  }
  for (size_t length = 0; length < entry.size(); ++length) {
    (void)decode_retry_entry(std::string(entry.substr(0, length)));
  }
  EXPECT_TRUE(decode_cursor("").error().is(store::StoreError::kCorrupt));
  EXPECT_TRUE(decode_retry_state("\xff\xff").error().is(store::StoreError::kCorrupt));
}

TEST(Stored, ANewerFormatIsRefusedAndUnknownFieldsAreSkipped) {
  store::FieldWriter newer;
  newer.number(1, 2);
  EXPECT_TRUE(decode_cursor(newer.text()).error().is(store::StoreError::kUnsupportedFormat));
  store::FieldWriter more;
  more.bytes(1000, "later");
  EXPECT_EQ(decode_cursor(encode(Cursor{9}) + more.text())->next, 9);
}

// The bytes of format version 1 (docs/formats/bus.md). Whoever changes them breaks stored buses.
TEST(Stored, TheFormatStays) {
  EXPECT_EQ(encode(Cursor{300}), std::string("\x08\x01\x10\xac\x02"));
  EXPECT_EQ(encode(RetryState{1, base::from_unix_ms(1), "a", "b"}),
            std::string("\x08\x01\x10\x01\x18\x02\x22\x01"
                        "a\x2a\x01"
                        "b"));
  RetryState leased;
  leased.leased_until = base::from_unix_ms(1);
  EXPECT_TRUE(encode(leased).ends_with("\x38\x02"));
  const Route small{SubscriptionId("s"), RuleArn("r"), TargetArn("t"), TargetId("i"), {}, {2, {}}};
  const std::string route_bytes =
      std::string("\x08\x01\x12\x01s\x1a\x01r\x22\x01t\x2a\x01i\x38\x02\x40", 17) + '\0';
  EXPECT_EQ(encode(LogRecord{"E", {std::make_shared<const Route>(small)}, {SubscriptionId("d")}}),
            "\x08\x01\x12\x01"
            "E\x1a\x12" +
                route_bytes +
                "\x22\x01"
                "d");
}

}  // namespace
}  // namespace angarium::delivery
