#include "services/events/call_rate.h"

#include <gtest/gtest.h>

#include "services/events/unknown_buses.h"

namespace angarium::services::events {
namespace {

store::Partition account(size_t number) {
  return {.account = base::AccountId(std::to_string(number)), .region = base::Region("r")};
}
base::Time at(int64_t ms) { return base::from_unix_ms(1'800'000'000'000 + ms); }

TEST(CallRate, ASecondsWorthAtOnceThenAsTimeGoes) {
  CallRate rate;
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(rate.take(account(1), 4, at(0)));
  EXPECT_FALSE(rate.take(account(1), 4, at(0)));
  EXPECT_FALSE(rate.take(account(1), 4, at(249)));
  EXPECT_TRUE(rate.take(account(1), 4, at(250)));
  EXPECT_FALSE(rate.take(account(1), 4, at(250)));
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(rate.take(account(1), 4, at(60'000)));
  EXPECT_FALSE(rate.take(account(1), 4, at(60'000))) << "no more than a second's worth is saved";
}

TEST(CallRate, EachAccountAndRegionHasItsOwn) {
  CallRate rate;
  EXPECT_TRUE(rate.take(account(1), 1, at(0)));
  EXPECT_FALSE(rate.take(account(1), 1, at(0)));
  EXPECT_TRUE(rate.take(account(2), 1, at(0)));
  EXPECT_TRUE(rate.take({.account = base::AccountId("1"), .region = base::Region("s")}, 1, at(0)));
}

TEST(CallRate, AClockSetBackNeitherRefillsNorBlocks) {
  CallRate rate;
  EXPECT_TRUE(rate.take(account(1), 1, at(10'000)));
  EXPECT_FALSE(rate.take(account(1), 1, at(0)));
  EXPECT_TRUE(rate.take(account(1), 1, at(1'000)));
}

TEST(CallRate, NoLimitKeepsNothing) {
  CallRate rate;
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(rate.take(account(1), 0, at(0)));
  EXPECT_EQ(rate.bucket_count(), 0u);
}

TEST(CallRate, ForgetsWhoIsIdleWhenThereAreMany) {
  CallRate rate;
  for (size_t i = 0; i < CallRate::kBucketsMax; ++i) rate.take(account(i), 1, at(0));
  EXPECT_EQ(rate.bucket_count(), CallRate::kBucketsMax);
  rate.take(account(CallRate::kBucketsMax), 1, at(1'000));
  EXPECT_EQ(rate.bucket_count(), 1u);
}

TEST(UnknownBuses, SaysEachNameOnceAndNotTooMany) {
  using Seen = UnknownBuses::Seen;
  UnknownBuses unknown;
  auto bus = [](size_t number) {
    return BusId{.partition = account(1), .name = std::to_string(number)};
  };
  EXPECT_EQ(unknown.note(bus(1)), Seen::kFirst);
  EXPECT_EQ(unknown.note(bus(1)), Seen::kBefore);
  unknown.forget(bus(1));
  EXPECT_EQ(unknown.note(bus(1)), Seen::kFirst) << "it existed meanwhile";
  for (size_t i = 2; i < UnknownBuses::kNamesMax; ++i)
    EXPECT_EQ(unknown.note(bus(i)), Seen::kFirst);
  EXPECT_EQ(unknown.note(bus(UnknownBuses::kNamesMax)), Seen::kLast);
  EXPECT_EQ(unknown.note(bus(UnknownBuses::kNamesMax + 1)), Seen::kBeyond);
}

}  // namespace
}  // namespace angarium::services::events
