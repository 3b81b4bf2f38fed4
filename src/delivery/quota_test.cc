#include "delivery/quota.h"

#include <gmock/gmock.h>
#include <malloc.h>

#include <cstdlib>

#include "delivery/dead_letter.h"
#include "delivery/dispatcher_fixture_test.h"
#include "delivery/errand.h"

namespace angarium::delivery {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

const Attempt kRefused = Attempt::retryable("Busy", "come back later");

TEST(Quota, IsFullAtEachOfItsLimits) {
  Quota quota({.retry_events_max = 2, .retry_bytes_max = 100});
  quota.add(1, 99);
  EXPECT_FALSE(quota.is_full());
  quota.add(1, 0);
  EXPECT_TRUE(quota.is_full());
  quota.add(-1, 1);
  EXPECT_TRUE(quota.is_full());
  quota.add(0, -1);
  EXPECT_FALSE(quota.is_full());
}

TEST(Quota, ReservesUpToItsLimitAndNoMore) {
  auto quota = std::make_shared<Quota>(QuotaLimits{.attempt_bytes_max = 100});
  auto first = Reservation::of(quota, 60, 60);
  auto second = Reservation::of(quota, 60, 40);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->bytes(), 40);
  EXPECT_EQ(Reservation::of(quota, 1, 1), nullptr);
  auto part = first->split(50);
  first.reset();
  EXPECT_EQ(Reservation::of(quota, 11, 11), nullptr);
  EXPECT_TRUE(Reservation::of(quota, 10, 10)) << "and what is too little is given back";
  EXPECT_EQ(part->split(51)->bytes(), 50);
  EXPECT_TRUE(Reservation::of(quota, 60, 60));
}

class QuotaTest : public DispatcherTest {
 protected:
  Quota& quota() { return *quotas_->of(bus_.partition); }
  static size_t heap_bytes() { return mallinfo2().uordblks; }
};

TEST_F(QuotaTest, CountsWhatWaitsAndForgetsWhatIsDelivered) {
  FakeTarget& a = target("a");
  a.script = {kRefused, kRefused, Attempt::delivered()};
  put("e1", {route("s", a)});
  put("e2", {route("s", a)});
  run_for(20ms);
  EXPECT_EQ(quota().events(), 2);
  EXPECT_GT(quota().bytes(), 2 * 1024);
  EXPECT_LT(quota().bytes(), 2 * 1200);
  run_for(1min);
  EXPECT_EQ(quota().events(), 0);
  EXPECT_EQ(quota().bytes(), 0);
}

TEST_F(QuotaTest, WhatWaitsIsKnownAgainAfterARestart) {
  FakeTarget& a = target("a");
  a.script = {kRefused};
  a.script[0].retry_after = 15min;
  for (int i = 0; i < 500; ++i) put("e" + std::to_string(i), {route("s", a)});
  run_for(1min);
  EXPECT_EQ(quota().events(), 500);
  const int64_t bytes = quota().bytes();
  restart();
  run_for(1s);
  EXPECT_EQ(quota().events(), 500);
  EXPECT_GE(quota().bytes(), bytes / 2);
  EXPECT_LE(quota().bytes(), bytes * 2);
  a.script = {Attempt::delivered()};
  run_for(1h);
  EXPECT_EQ(quota().events(), 0);
  EXPECT_EQ(quota().bytes(), 0);
}

TEST_F(QuotaTest, BeyondItsBytesASubscriptionGivesUpTheOldest) {
  quota_.subscription_retry_bytes_max = 2 * entry_bytes(*content("e0"));
  restart();
  FakeTarget& dead = target("dead");
  dead.script = {kRefused};
  put("e0", {route("d", dead)});
  put("e1", {route("d", dead)});
  run_for(1min);
  EXPECT_EQ(retrying("d"), 2) << "at the limit";
  put("e2", {route("d", dead)});
  run_for(2min);
  EXPECT_EQ(retrying("d"), 2);
  EXPECT_EQ(failed(GiveUpReason::kQueueFull), 1);
}

TEST_F(QuotaTest, WhatAQueueHasNoRoomForGoesToItsDeadLetterQueue) {
  quota_.subscription_retry_events_max = 1;
  restart();
  FakeTarget& a = target("a");
  FakeTarget& dead = target("dead");
  a.script = {kRefused};
  put("e1", {route("s", a, "dead")});
  put("e2", {route("s", a, "dead")});
  run_for(1min);
  EXPECT_EQ(retrying("s"), 1);
  ASSERT_EQ(dead.received.size(), 1);
  EXPECT_EQ(dead.received[0].dead_letter->reason, GiveUpReason::kQueueFull);
}

// In order a letter waits in the same queue: it must not be given up itself for want of room.
TEST_F(QuotaTest, ALetterIsNotGivenUpForRoom) {
  quota_.subscription_retry_events_max = 3;
  restart();
  FakeTarget& a = target("a");
  FakeTarget& dead = target("dead");
  a.script = {kRefused};
  for (int i = 0; i < 8; ++i) {
    put("e" + std::to_string(i), {ordered("s", a, std::to_string(i), "dead")});
  }
  run_for(2min);
  EXPECT_LE(retrying("s"), 3);
  EXPECT_EQ(dead.received.size() + retrying("s"), 8);
}

// Attempts that hang hold no more than the account may have, however many targets there are; the
// rest waits on disk and is delivered in the end.
TEST_F(QuotaTest, AttemptsOfManyTargetsThatHangShareTheirAccountsBytes) {
  const size_t each = content("e00")->bytes();
  quota_.attempt_bytes_max = 10 * each;
  restart();
  for (int i = 0; i < 50; ++i) {
    FakeTarget& hung = target("t" + std::to_string(i));
    hung.delay = 30s;
    put("e" + std::to_string(10 + i), {route("s" + std::to_string(i), hung)});
  }
  auto running = [this] {
    size_t sum = 0;
    for (int i = 0; i < 50; ++i) sum += target("t" + std::to_string(i)).running;
    return sum;
  };
  run_for(10ms);
  EXPECT_EQ(running(), 10);
  for (int i = 0; i < 60; ++i) {
    run_for(10s);
    EXPECT_LE(running(), 10);
  }
  for (int i = 0; i < 50; ++i) EXPECT_EQ(target("t" + std::to_string(i)).delivered.size(), 1) << i;
}

// ANGARIUM_REFUSING_ENDPOINTS=10000 takes some minutes: 10 ms for each.
int refusing_endpoints() {
  const char* given = std::getenv("ANGARIUM_REFUSING_ENDPOINTS");
  return given == nullptr ? 500 : std::atoi(given);
}

TEST_F(QuotaTest, EndpointsThatRefuseForAnHourLeaveMemoryFlat) {
  const int endpoint_count = refusing_endpoints();
  std::vector<FakeTarget*> endpoints;
  for (int i = 0; i < endpoint_count; ++i) {
    FakeTarget& endpoint = target("t" + std::to_string(i));
    endpoint.remembers = false;
    endpoint.script = {kRefused};
    endpoints.push_back(&endpoint);
    put("e" + std::to_string(i), {route("s" + std::to_string(i), endpoint)});
  }
  run_for(10min);
  EXPECT_EQ(quota().events(), endpoint_count);
  const size_t before = heap_bytes();
  run_for(1h);
  const size_t after = heap_bytes();
  EXPECT_LT(after, before + before / 20) << "from " << before << " bytes";
  EXPECT_EQ(process_->dispatcher->bytes_in_memory(), 0);
  for (FakeTarget* endpoint : endpoints) {
    EXPECT_GE(endpoint->attempts, 10);
    endpoint->script = {Attempt::delivered()};
  }
  run_for(20min);
  EXPECT_EQ(quota().events(), 0) << "and once they are back, all is delivered";
}

}  // namespace
}  // namespace angarium::delivery
