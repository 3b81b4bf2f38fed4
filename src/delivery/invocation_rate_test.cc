#include "delivery/invocation_rate.h"

#include <gtest/gtest.h>

#include "delivery/dispatcher_fixture_test.h"

namespace angarium::delivery {
namespace {

const base::Instant kNow{base::Seconds(1'000)};

size_t take_all(InvocationRate& rate, base::Instant now) {
  size_t taken = 0;
  while (!rate.take(now)) ++taken;
  return taken;
}

TEST(InvocationRate, GivesASecondsWorthAtOnceAndThenOneByOne) {
  InvocationRate rate(4);
  EXPECT_EQ(take_all(rate, kNow), 4u);
  EXPECT_EQ(rate.take(kNow), kNow + base::Milliseconds(250));
  EXPECT_EQ(take_all(rate, kNow + base::Milliseconds(249)), 0u);
  EXPECT_EQ(take_all(rate, kNow + base::Milliseconds(250)), 1u);
  EXPECT_EQ(take_all(rate, kNow + base::Milliseconds(760)), 2u);
  EXPECT_EQ(take_all(rate, kNow + base::Seconds(60)), 4u) << "no more than a second's worth";
}

TEST(InvocationRates, AreOfAnAccountInARegion) {
  InvocationRates rates([](const base::AccountId& account) {
    return account == base::AccountId("111122223333") ? 2 : 0;
  });
  const store::Partition here{base::AccountId("111122223333"), base::Region("eu-west-1")};
  const store::Partition there{base::AccountId("111122223333"), base::Region("us-east-1")};
  const store::Partition other{base::AccountId("444455556666"), base::Region("eu-west-1")};
  EXPECT_EQ(rates.of(here), rates.of(here));
  EXPECT_NE(rates.of(here), rates.of(there));
  EXPECT_EQ(rates.of(other), nullptr);
}

class ThrottledTest : public DispatcherTest {
 protected:
  // Restarts with a rate.
  void throttle(size_t per_second_max) {
    rates_ = std::make_shared<InvocationRates>(
        [per_second_max](const base::AccountId&) { return per_second_max; });
    restart();
  }
  void put_many(int count) {
    for (int i = 0; i < count; ++i) put("e" + std::to_string(i), {route("r", target("t"))});
  }
};

TEST_F(ThrottledTest, WhatIsBeyondTheRateComesLaterAndAllOfItComes) {
  throttle(10);
  put_many(35);
  run_for(base::Milliseconds(50));
  EXPECT_EQ(target("t").delivered.size(), 10u);
  run_for(base::Seconds(1));
  EXPECT_NEAR(static_cast<double>(target("t").delivered.size()), 20, 1);
  run_for(base::Seconds(2));
  EXPECT_EQ(target("t").delivered.size(), 35u);
  EXPECT_EQ(target("t").received.size(), 35u) << "none twice";
  EXPECT_EQ(retrying("r"), 0u);
  EXPECT_GE(cursor(), 35u);
}

TEST_F(ThrottledTest, TargetsOfABusTakeTurns) {
  throttle(2);
  for (int i = 0; i < 6; ++i) {
    put("e" + std::to_string(i), {route("a", target("t1")), route("b", target("t2"))});
  }
  run_for(base::Seconds(3));
  EXPECT_NEAR(static_cast<double>(target("t1").delivered.size()),
              static_cast<double>(target("t2").delivered.size()), 2);
  run_for(base::Seconds(4));
  EXPECT_EQ(target("t1").delivered.size(), 6u);
  EXPECT_EQ(target("t2").delivered.size(), 6u);
}

TEST_F(ThrottledTest, WhatWaitsSurvivesAKill) {
  throttle(5);
  put_many(20);
  run_for(base::Milliseconds(300));
  restart();
  run_for(base::Seconds(120));  // what was leased and waited comes up when its lease is over
  EXPECT_EQ(target("t").delivered.size(), 20u);
}

TEST_F(ThrottledTest, RetriesCountToo) {
  throttle(3);
  target("t").script = {Attempt::retryable("Busy", "not now")};
  put_many(1);
  run_for(base::Seconds(30));
  EXPECT_GT(target("t").received.size(), 1u);
  EXPECT_LE(target("t").received.size(), 3u + 3 * 30);
}

}  // namespace
}  // namespace angarium::delivery
