#include <gmock/gmock.h>

#include "delivery/dispatcher_fixture_test.h"

namespace angarium::delivery {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using testing::ElementsAre;
using testing::Pair;

const Attempt kRefused = Attempt::retryable("Busy", "come back later");

TEST_F(DispatcherTest, DeliversFromMemoryAndMovesTheCursorLazily) {
  FakeTarget& a = target("a");
  put("e1", {route("s", a)});
  put("e2", {});
  run_for(10ms);
  EXPECT_THAT(a.delivered, ElementsAre(Pair("e1", 1)));
  EXPECT_EQ(cursor(), 0);
  run_for(limits_.cursor_after);
  EXPECT_EQ(cursor(), 2);
  EXPECT_EQ(log_bounds().floor, 2);
  EXPECT_EQ(retrying("s"), 0);
  EXPECT_EQ(process_->dispatcher->bytes_in_memory(), 0);
}

TEST_F(DispatcherTest, MovesTheCursorByCountBeforeItsTime) {
  limits_.cursor_records_max = 10;
  restart();
  for (int i = 0; i < 9; ++i) put("e" + std::to_string(i), {});
  run_for(1ms);
  EXPECT_EQ(cursor(), 0);
  put("e9", {});
  run_for(1ms);
  EXPECT_EQ(cursor(), 10);
}

TEST_F(DispatcherTest, SpillsAtAHundredMillisecondsWhileTheAttemptRunsOn) {
  FakeTarget& slow = target("slow");
  slow.delay = 1s;
  put("e1", {route("s", slow)});
  run_for(99ms);
  EXPECT_EQ(retrying("s"), 0);
  EXPECT_EQ(cursor(), 0);
  run_for(2ms);
  EXPECT_EQ(retrying("s"), 1) << "spilled";
  EXPECT_EQ(cursor(), 1) << "in the commit of the spill";
  run_for(2s);
  EXPECT_EQ(slow.received.size(), 1) << "the entry was leased to the attempt in flight";
  EXPECT_EQ(retrying("s"), 0);
}

TEST_F(DispatcherTest, AfterACrashTheLogIsReplayedFromTheCursor) {
  FakeTarget& a = target("a");
  FakeTarget& b = target("b");
  append("e1", {route("s", a), route("t", b)});  // the process dies before it dispatches
  restart();
  run_for(1s);
  EXPECT_THAT(a.delivered, ElementsAre(Pair("e1", 1)));
  EXPECT_THAT(b.delivered, ElementsAre(Pair("e1", 1)));
  EXPECT_EQ(cursor(), 1);
  restart();
  run_for(1s);
  EXPECT_THAT(a.delivered, ElementsAre(Pair("e1", 1))) << "nothing below the cursor comes again";
}

TEST_F(DispatcherTest, RetriesUntilItWorksAndDropsTheEmptyQueue) {
  FakeTarget& a = target("a");
  a.script = {kRefused, kRefused, kRefused, Attempt::delivered()};
  put("e1", {route("s", a)});
  run_for(1ms);
  EXPECT_EQ(retrying("s"), 1);
  EXPECT_EQ(cursor(), 1);
  run_for(15s);
  ASSERT_EQ(a.received.size(), 4);
  for (uint32_t i = 0; i < 4; ++i) EXPECT_EQ(a.received[i].attempt, i + 1);
  EXPECT_EQ(a.received[3].first_attempt_time, a.received[0].first_attempt_time);
  EXPECT_EQ(retrying("s"), 0);
  const auto registered =
      process_->store->scan(bus_.partition, {Keys::retry_registrations(bus_.name), {}});
  EXPECT_TRUE(registered->items.empty());
  put("e2", {route("s", a)});
  run_for(1ms);
  EXPECT_EQ(a.delivered["e2"], 1) << "the queue can come to exist again";
}

TEST_F(DispatcherTest, AttemptsAndTheNextTimeSurviveARestart) {
  FakeTarget& a = target("a");
  a.script = {kRefused};
  a.script[0].retry_after = 10min;
  put("e1", {route("s", a)});
  run_for(1s);
  restart();
  run_for(9min);
  EXPECT_EQ(a.received.size(), 1);
  run_for(2min);
  ASSERT_EQ(a.received.size(), 2);
  EXPECT_EQ(a.received[1].attempt, 2);
  EXPECT_EQ(a.received[1].first_attempt_time, a.received[0].first_attempt_time);
  EXPECT_EQ(a.received[1].route->rule_arn.text(), "rule/s");
}

TEST_F(DispatcherTest, APermanentFailureIsCountedAndNotRepeated) {
  FakeTarget& a = target("a");
  a.script = {Attempt::permanent("AccessDenied", "the bus's policy does not allow it")};
  put("e1", {route("s", a)});
  put("e2", {std::make_shared<const Route>(
                Route{SubscriptionId("gone"), {}, TargetArn("nowhere"), {}, {}, {}})});
  run_for(1h);
  EXPECT_EQ(a.received.size(), 1);
  EXPECT_EQ(failed(GiveUpReason::kPermanent), 2);
  EXPECT_EQ(cursor(), 2);
}

TEST_F(DispatcherTest, GivesUpWhenRetriesAreExhausted) {
  FakeTarget& a = target("a");
  a.script = {kRefused};
  Route limited = *route("s", a);
  limited.retry_policy.retries_max = 3;
  put("e1", {std::make_shared<const Route>(limited)});
  run_for(1h);
  EXPECT_EQ(a.received.size(), 4) << "the first attempt and three retries";
  EXPECT_EQ(failed(GiveUpReason::kRetriesExhausted), 1);
  EXPECT_EQ(retrying("s"), 0);
}

TEST_F(DispatcherTest, GivesUpWhenTheEventIsTooOldAlsoAfterALongStop) {
  FakeTarget& a = target("a");
  a.script = {kRefused};
  Route limited = *route("s", a);
  limited.retry_policy.event_age_max = 60s;
  put("e1", {std::make_shared<const Route>(limited)});
  run_for(1h);
  EXPECT_EQ(failed(GiveUpReason::kTooOld), 1);
  const size_t before = a.received.size();
  put("e2", {std::make_shared<const Route>(limited)});
  run_for(1ms);
  const base::Instant later = process_->executor.now() + 2h;
  kill();
  begin(later);
  run_for(1h);
  EXPECT_EQ(a.received.size(), before + 1) << "it expired without another attempt";
  EXPECT_EQ(failed(GiveUpReason::kTooOld), 1) << "in the new process's numbers";
  EXPECT_EQ(retrying("s"), 0);
}

TEST_F(DispatcherTest, HearsOfRecordsInAnyOrder) {
  FakeTarget& a = target("a");
  Outstanding first = append("e1", {route("s", a)});
  Outstanding second = append("e2", {route("s", a)});
  process_->dispatcher->dispatch(bus_, {second});
  run_for(2s);
  EXPECT_EQ(cursor(), 0) << "it must wait for the gap";
  restart();
  run_for(2s);
  EXPECT_EQ(a.delivered["e1"], 1) << "which is why nothing is lost here";
  EXPECT_EQ(cursor(), 2);
}

TEST_F(DispatcherTest, AFullDiskHoldsTheCursorUntilThereIsRoom) {
  FakeTarget& a = target("a");
  a.script = {kRefused, Attempt::delivered()};
  Outstanding record = append("e1", {route("s", a)});
  free_bytes_ = 1;
  process_->dispatcher->dispatch(bus_, {record});
  run_for(1s);
  EXPECT_EQ(a.received.size(), 1);
  EXPECT_EQ(cursor(), 0);
  EXPECT_EQ(retrying("s"), 0);
  free_bytes_ = UINT64_MAX;
  run_for(5s);
  EXPECT_EQ(a.delivered["e1"], 1);
  EXPECT_EQ(cursor(), 1);
}

TEST_F(DispatcherTest, ABrokenDiskEndsTheWritingAndNothingIsLost) {
  FakeTarget& a = target("a");
  a.script = {kRefused, Attempt::delivered()};
  put("e1", {route("s", a)});
  disk_.fail_writes(true);
  run_for(1s);
  restart();
  run_for(5s);
  EXPECT_EQ(a.delivered["e1"], 1);
}

TEST_F(DispatcherTest, AnUnreadableEntryIsCountedAndRemoved) {
  FakeTarget& a = target("a");
  store::CommitRequest request{
      bus_.partition,
      0,
      {store::TablePut{Keys::registration(bus_.name), ""},
       store::TablePut{Keys::retry_registration(bus_.name, SubscriptionId("s")), ""},
       store::QueuePush{Keys::retry_queue(bus_.name, SubscriptionId("s")), store::MessageId("5"),
                        process_->clock.now(), "garbage"}},
      {}};
  ASSERT_TRUE(run(process_->ownership->commit(std::move(request))).ok());
  restart();
  run_for(1s);
  EXPECT_EQ(failed(GiveUpReason::kUnreadable), 1);
  EXPECT_EQ(retrying("s"), 0);
  EXPECT_TRUE(a.received.empty());
}

}  // namespace
}  // namespace angarium::delivery
