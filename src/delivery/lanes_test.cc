// A slow target holds up nobody but itself.
#include <gmock/gmock.h>

#include "delivery/dispatcher_fixture_test.h"

namespace angarium::delivery {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

class LanesTest : public DispatcherTest {
 protected:
  LanesTest() {
    limits_.lane_attempts_max = 2;
    limits_.lane_waiting_max = 3;
    restart();
  }
};

TEST_F(LanesTest, ASlowTargetFillsItsOwnLaneAndNobodyElses) {
  FakeTarget& slow = target("slow");
  FakeTarget& quick = target("quick");
  slow.delay = 30s;
  for (int i = 0; i < 20; ++i) {
    put("e" + std::to_string(i), {route("s", slow), route("q", quick)});
  }
  run_for(1ms);
  EXPECT_EQ(quick.delivered.size(), 20);
  EXPECT_EQ(slow.received.size(), 2);
  EXPECT_EQ(retrying("s"), 15) << "two under way and three waiting are still in memory";
  run_for(150ms);
  EXPECT_EQ(retrying("s"), 20);
  EXPECT_EQ(cursor(), 20);
  EXPECT_EQ(process_->dispatcher->bytes_in_memory(), 0) << "senders are held back by it no more";
  run_for(1h);
  EXPECT_EQ(slow.delivered.size(), 20);
  EXPECT_EQ(slow.most_running, 2);
  EXPECT_EQ(slow.received.size(), 20) << "none was tried twice";
  EXPECT_EQ(retrying("s"), 0);
}

TEST_F(LanesTest, MemoryOfALaneIsBoundedToo) {
  FakeTarget& slow = target("slow");
  slow.delay = 30s;
  limits_.lane_bytes_max = content("e0")->bytes() * 2;
  restart();
  for (int i = 0; i < 10; ++i) put("e" + std::to_string(i), {route("s", slow)});
  run_for(1ms);
  EXPECT_EQ(slow.received.size(), 2);
  EXPECT_EQ(retrying("s"), 8);
}

TEST_F(LanesTest, ADeadTargetsRetriesDoNotStopAnother) {
  FakeTarget& dead = target("dead");
  FakeTarget& shaky = target("shaky");
  dead.script = {Attempt::retryable("Timeout", "no answer")};
  dead.delay = 30s;
  shaky.script = {Attempt::retryable("Busy", "not now"), Attempt::delivered()};
  for (int i = 0; i < 50; ++i) put("d" + std::to_string(i), {route("d", dead)});
  for (int i = 0; i < 50; ++i) put("s" + std::to_string(i), {route("s", shaky)});
  run_for(10s);
  EXPECT_EQ(shaky.delivered.size(), 50);
  EXPECT_EQ(cursor(), 100);
  EXPECT_EQ(dead.most_running, 2);
}

TEST_F(LanesTest, SubscriptionsOfOneTargetShareItsLane) {
  FakeTarget& slow = target("slow");
  slow.delay = 50ms;
  for (int i = 0; i < 6; ++i) put("e", {route("s" + std::to_string(i), slow)});
  run_for(1min);
  EXPECT_EQ(slow.most_running, 2);
  EXPECT_EQ(slow.delivered["e"], 6);
}

TEST_F(LanesTest, BeyondItsQuotaAQueuesEntriesExpireCounted) {
  quota_.subscription_retry_events_max = 5;
  restart();
  FakeTarget& dead = target("dead");
  dead.script = {Attempt::retryable("Timeout", "no answer")};
  for (int i = 0; i < 8; ++i) put("e" + std::to_string(i), {route("d", dead)});
  run_for(1min);
  EXPECT_EQ(failed(GiveUpReason::kQueueFull), 3);
  EXPECT_EQ(retrying("d"), 5);
}

TEST_F(LanesTest, StopLetsAttemptsEndAndWritesWhatTheyCameTo) {
  FakeTarget& slow = target("slow");
  slow.delay = 2s;
  for (int i = 0; i < 4; ++i) put("e" + std::to_string(i), {route("s", slow)});
  run_for(200ms);
  ASSERT_EQ(retrying("s"), 4);
  run(process_->dispatcher->stop(5s));
  EXPECT_EQ(slow.delivered.size(), 2) << "those under way";
  EXPECT_EQ(retrying("s"), 2) << "and nothing else was begun";
  EXPECT_EQ(cursor(), 4);
  restart();
  slow.delay = 0s;
  run_for(1s);
  EXPECT_EQ(slow.delivered.size(), 4) << "what was leased in vain is due at once";
  EXPECT_EQ(slow.received.size(), 4);
}

TEST_F(LanesTest, StopDoesNotWaitLongerThanItsGrace) {
  FakeTarget& slow = target("slow");
  slow.delay = 20s;
  put("e", {route("s", slow)});
  run_for(1ms);
  const base::Instant before = process_->executor.now();
  run(process_->dispatcher->stop(3s));
  EXPECT_EQ(process_->executor.now() - before, 3s);
  restart();
  slow.delay = 0s;
  run_for(2min);
  EXPECT_EQ(slow.delivered["e"], 1);
}

// Killed after each piece of work in turn: below the cursor, whatever has not arrived is in its
// retry queue, and in the end everything arrives.
TEST_F(LanesTest, TheCursorAndTheSpillsMoveTogetherWhereverItIsKilled) {
  for (int steps = 0; steps < 120; ++steps) {
    SCOPED_TRACE(steps);
    FakeTarget& busy = target("busy" + std::to_string(steps));
    busy.script = {Attempt::retryable("Busy", "not now"), Attempt::delivered()};
    busy.delay = base::Milliseconds(60);
    std::vector<Outstanding> records;
    records.reserve(4);
    const store::Offset first = log_bounds().end;
    for (int i = 0; i < 4; ++i) {
      records.push_back(append("e" + std::to_string(i), {route("s" + std::to_string(i), busy)}));
    }
    process_->dispatcher->dispatch(bus_, std::move(records));
    for (int step = 0; step < steps; ++step) process_->executor.run_one();
    restart();
    const store::Offset below = cursor();
    for (store::Offset offset = first; offset < below; ++offset) {
      const std::string number = std::to_string(offset - first);
      EXPECT_TRUE(busy.delivered["e" + number] > 0 || retrying("s" + number) == 1) << number;
    }
    run_for(10min);
    EXPECT_EQ(busy.delivered.size(), 4);
    EXPECT_EQ(cursor(), log_bounds().end);
  }
}

}  // namespace
}  // namespace angarium::delivery
