#include "delivery/retry.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace angarium::delivery {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

const base::Time kIngest = base::from_unix_ms(1'800'000'000'000);

Delivery delivery(uint32_t attempt, RetryPolicy policy = {}) {
  Route route;
  route.retry_policy = policy;
  Delivery delivery;
  delivery.content = std::make_shared<const Content>(Content{"e", kIngest, 0, "", ""});
  delivery.route = std::make_shared<const Route>(route);
  delivery.attempt = attempt;
  return delivery;
}

TEST(BackOff, StaysWithinItsBoundsAndUsesAllOfThem) {
  base::SeededRandom random(3);
  for (uint32_t retry : {1u, 2u, 5u, 10u, 11u, 64u, UINT32_MAX}) {
    SCOPED_TRACE(retry);
    const base::Milliseconds ceiling =
        retry > 10 ? BackOff::kWaitMax : BackOff::kWaitFirst * (int64_t{1} << (retry - 1));
    base::Milliseconds least = BackOff::kWaitMax, most{0};
    for (int i = 0; i < 2000; ++i) {
      const base::Milliseconds wait = BackOff::wait(retry, std::nullopt, random);
      least = std::min(least, wait);
      most = std::max(most, wait);
    }
    EXPECT_GE(least, BackOff::kWaitMin);
    EXPECT_LE(most, std::min(ceiling, BackOff::kWaitMax));
    EXPECT_LT(least, BackOff::kWaitMin + ceiling / 50) << "full jitter begins at the bottom";
    EXPECT_GT(most, std::min(ceiling, BackOff::kWaitMax) * 49 / 50);
  }
}

TEST(BackOff, SpreadsEventBridgesRetriesOverItsDay) {
  base::SeededRandom random(5);
  base::Milliseconds total{0};
  for (uint32_t retry = 1; retry <= 185; ++retry) total += BackOff::wait(retry, {}, random);
  EXPECT_GT(total, 18h);
  EXPECT_LT(total, 26h);
}

TEST(BackOff, KeepsATargetsWishWithinTheBounds) {
  base::SeededRandom random(3);
  EXPECT_EQ(BackOff::wait(1, 7s, random), 7s);
  EXPECT_EQ(BackOff::wait(1, 0ms, random), BackOff::kWaitMin);
  EXPECT_EQ(BackOff::wait(1, 48h, random), BackOff::kWaitMax);
}

// However often: a limit is no failure. Only the event's age ends it.
TEST(Judge, WhatIsDeferredIsNoAttempt) {
  base::SeededRandom random(1);
  Delivery many = delivery(200);
  const Verdict verdict =
      judge(many, Attempt::deferred(base::Seconds(1)), many.content->ingest_time, random);
  EXPECT_EQ(verdict.kind, Verdict::Kind::kRetry);
  EXPECT_EQ(verdict.retry_at, many.content->ingest_time + base::Seconds(1));
}

TEST(Judge, TellsTheOutcomesApart) {
  base::SeededRandom random(3);
  EXPECT_EQ(judge(delivery(1), Attempt::delivered(), kIngest, random).kind, Verdict::Kind::kDone);
  EXPECT_EQ(judge(delivery(1), Attempt::permanent("a", "b"), kIngest, random).kind,
            Verdict::Kind::kGiveUp);
  const Verdict retry = judge(delivery(1), Attempt::retryable("a", "b"), kIngest, random);
  EXPECT_EQ(retry.kind, Verdict::Kind::kRetry);
  EXPECT_GT(retry.retry_at, kIngest);
}

TEST(Judge, RetriesAsOftenAsThePolicySaysAndNoMore) {
  base::SeededRandom random(3);
  const Attempt busy = Attempt::retryable("a", "b");
  EXPECT_EQ(judge(delivery(185), busy, kIngest, random).kind, Verdict::Kind::kRetry);
  const Verdict end = judge(delivery(186), busy, kIngest, random);
  EXPECT_EQ(end.kind, Verdict::Kind::kGiveUp);
  EXPECT_EQ(end.reason, GiveUpReason::kRetriesExhausted);
  const Verdict none = judge(delivery(1, {0, 24h}), busy, kIngest, random);
  EXPECT_EQ(none.reason, GiveUpReason::kRetriesExhausted);
}

TEST(Judge, GivesUpWhenTheNextAttemptWouldComeTooLate) {
  base::SeededRandom random(3);
  Attempt busy = Attempt::retryable("a", "b");
  busy.retry_after = 10s;
  EXPECT_EQ(judge(delivery(1, {185, 60s}), busy, kIngest + 50s, random).kind,
            Verdict::Kind::kRetry);
  const Verdict late = judge(delivery(1, {185, 60s}), busy, kIngest + 50s + 1ms, random);
  EXPECT_EQ(late.kind, Verdict::Kind::kGiveUp);
  EXPECT_EQ(late.reason, GiveUpReason::kTooOld);
}

TEST(Judge, TheFirstAttemptIsMadeHoweverLate) {
  EXPECT_FALSE(is_too_old(delivery(1), kIngest + 100h));
  EXPECT_FALSE(is_too_old(delivery(2), kIngest + 24h));
  EXPECT_TRUE(is_too_old(delivery(2), kIngest + 24h + 1ms));
}

}  // namespace
}  // namespace angarium::delivery
