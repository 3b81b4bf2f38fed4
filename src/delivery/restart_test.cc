// What an earlier run was delivering out of its retry queues when it died.
#include <gmock/gmock.h>

#include "delivery/dispatcher_fixture_test.h"

namespace angarium::delivery {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using testing::ElementsAre;
using testing::Pair;

class RestartTest : public DispatcherTest {
 protected:
  static Attempt refused(base::Milliseconds retry_after) {
    Attempt attempt = Attempt::retryable("Busy", "come back later");
    attempt.retry_after = retry_after;
    return attempt;
  }
};

TEST_F(RestartTest, TheSpilledEntryOfAnAttemptUnderWayIsDueAtOnce) {
  FakeTarget& slow = target("slow");
  slow.delay = 10s;
  put("e1", {route("s", slow)});
  run_for(200ms);
  ASSERT_EQ(retrying("s"), 1);
  restart();
  slow.delay = 0s;
  run_for(100ms);
  EXPECT_EQ(slow.received.size(), 2);
  EXPECT_THAT(slow.delivered, ElementsAre(Pair("e1", 1)));
  EXPECT_EQ(retrying("s"), 0);
}

TEST_F(RestartTest, SoIsAnEntryThatWasLeased) {
  FakeTarget& slow = target("slow");
  slow.script = {refused(1s), Attempt::delivered()};
  put("e1", {route("s", slow)});
  run_for(100ms);
  slow.delay = 10s;
  run_for(2s);
  ASSERT_EQ(slow.received.size(), 2) << "an attempt out of the queue is under way";
  restart();
  slow.delay = 0s;
  run_for(100ms);
  ASSERT_EQ(slow.received.size(), 3);
  EXPECT_EQ(slow.received[2].attempt, 2) << "the one that was under way has no end to be counted";
  EXPECT_THAT(slow.delivered, ElementsAre(Pair("e1", 1)));
}

TEST_F(RestartTest, OneThatWaitsForItsTimeGoesOnWaiting) {
  FakeTarget& a = target("a");
  a.script = {refused(30s), Attempt::delivered()};
  put("e1", {route("s", a)});
  FakeTarget& slow = target("slow");
  slow.delay = 200ms;  // spilled while the attempt runs, and refused after that
  slow.script = {refused(30s), Attempt::delivered()};
  put("e2", {route("t", slow)});
  run_for(1s);
  restart();
  run_for(28s);
  EXPECT_EQ(a.received.size(), 1);
  EXPECT_EQ(slow.received.size(), 1);
  run_for(3s);
  EXPECT_EQ(a.received.size(), 2);
  EXPECT_EQ(slow.received.size(), 2);
}

TEST_F(RestartTest, MoreThanOneCommitTakes) {
  limits_.commit_operations_max = 16;
  limits_.lane_attempts_max = 100;
  restart();
  FakeTarget& slow = target("slow");
  slow.delay = 10s;
  for (int i = 0; i < 50; ++i) put("e" + std::to_string(i), {route("s", slow)});
  run_for(1s);
  ASSERT_EQ(retrying("s"), 50);
  ASSERT_EQ(slow.received.size(), 32) << "the quota's attempts at a time";
  restart();
  slow.delay = 0s;
  run_for(1s);
  EXPECT_EQ(slow.delivered.size(), 50);
  EXPECT_EQ(retrying("s"), 0);
}

TEST_F(RestartTest, ALeaseOfThisRunIsItsOwn) {
  FakeTarget& slow = target("slow");
  slow.delay = 10s;
  put("e1", {route("s", slow)});
  run_for(200ms);
  restart();
  run_for(5s);
  ASSERT_EQ(slow.received.size(), 2);
  run_for(30s);
  EXPECT_EQ(slow.received.size(), 2) << "nobody takes it while it is being delivered";
  EXPECT_THAT(slow.delivered, ElementsAre(Pair("e1", 1)));
}

}  // namespace
}  // namespace angarium::delivery
