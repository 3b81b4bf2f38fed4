#include "delivery/dead_letter.h"

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
const Attempt kDenied = Attempt::permanent("NO_PERMISSIONS", "the policy does not allow it");

DeadLetter letter(GiveUpReason reason, uint32_t attempts, std::string code, std::string message) {
  auto route = std::make_shared<Route>();
  route->rule_arn = RuleArn("arn:rule");
  route->target_arn = TargetArn("arn:target");
  return {std::move(route), reason, attempts, {}, std::move(code), std::move(message)};
}

TEST(DeadLetterAttributes, SayWhatEventBridgeSays) {
  EXPECT_THAT(attributes_of(letter(GiveUpReason::kPermanent, 1, "NO_RESOURCE", "gone")),
              ElementsAre(Pair("ERROR_CODE", "NO_RESOURCE"), Pair("ERROR_MESSAGE", "gone"),
                          Pair("RETRY_ATTEMPTS", "0"), Pair("RULE_ARN", "arn:rule"),
                          Pair("TARGET_ARN", "arn:target")));
  auto condition = [](GiveUpReason reason) {
    auto attributes = attributes_of(letter(reason, 186, "Busy", "later"));
    EXPECT_EQ(attributes["RETRY_ATTEMPTS"], "185");
    return attributes["EXHAUSTED_RETRY_CONDITION"];
  };
  EXPECT_EQ(condition(GiveUpReason::kRetriesExhausted), "MaximumRetryAttempts");
  EXPECT_EQ(condition(GiveUpReason::kTooOld), "MaximumEventAgeInSeconds");
}

TEST(DeadLetterAttributes, AreNeverEmptyNorLong) {
  auto attributes = attributes_of(letter(GiveUpReason::kQueueFull, 0, "", ""));
  EXPECT_EQ(attributes["ERROR_CODE"], "RESOURCE_LIMIT_EXCEEDED");
  EXPECT_EQ(attributes["RETRY_ATTEMPTS"], "0");
  attributes = attributes_of(letter(GiveUpReason::kPermanent, 1, "", ""));
  EXPECT_EQ(attributes["ERROR_MESSAGE"], "UNKNOWN");
  const std::string at_limit(kDeadLetterMessageBytesMax, 'a');
  auto message = [](const std::string& text) {
    return attributes_of(letter(GiveUpReason::kPermanent, 1, "c", text))["ERROR_MESSAGE"];
  };
  EXPECT_EQ(message(at_limit), at_limit);
  EXPECT_EQ(message(at_limit + "b"), at_limit);
  const std::string umlaut = at_limit.substr(1) + "\xC3\xA4";
  EXPECT_EQ(message(umlaut), at_limit.substr(1)) << "no half characters";
}

class DeadLetterTest : public DispatcherTest {
 protected:
  // The dead-letter queue "dead", in the bus's partition.
  FakeTarget& local_queue(bool exists = true) {
    if (exists) commit(store::TablePut{store::Key::of({"exists"}), ""});
    FakeTarget& queue = target("dead");
    queue.queue = dead_queue_;
    return queue;
  }
  void commit(store::Operation operation) {
    EXPECT_TRUE(run(process_->ownership->commit({bus_.partition, 0, {std::move(operation)}})).ok());
  }
  size_t letters() const {
    auto counts = *process_->store->queue_counts(bus_.partition, dead_queue_);
    return counts.visible + counts.in_flight + counts.delayed;
  }
  double sent() { return invocations().sent_to_dlq.value(); }
  double lost() { return invocations().failed_to_be_sent_to_dlq.value(); }

  const store::Key dead_queue_ = store::Key::of({"queue", "dead"});
};

TEST_F(DeadLetterTest, MovesInTheCommitThatForgetsTheDelivery) {
  FakeTarget& a = target("a");
  FakeTarget& dead = local_queue();
  a.script = {kDenied};
  put("e1", {route("s", a, "dead")});
  run_for(1ms);
  EXPECT_EQ(letters(), 1);
  EXPECT_EQ(cursor(), 1) << "in the same commit";
  EXPECT_EQ(retrying("s"), 0);
  EXPECT_EQ(dead.received.size(), 0) << "no attempt of its own";
  ASSERT_EQ(dead.offered.size(), 1);
  const Delivery& offered = dead.offered[0];
  ASSERT_TRUE(offered.dead_letter);
  EXPECT_EQ(offered.dead_letter->error_code, "NO_PERMISSIONS");
  EXPECT_EQ(offered.dead_letter->attempts_made, 1);
  EXPECT_EQ(offered.route->rule_arn.text(), "rule/s");
  EXPECT_TRUE(offered.route->role_arn.empty());
  EXPECT_EQ(sent(), 1);
  EXPECT_EQ(failed(GiveUpReason::kPermanent), 1);
}

TEST_F(DeadLetterTest, MovesFromTheRetryQueueInOneCommit) {
  FakeTarget& a = target("a");
  local_queue();
  a.script = {kRefused};
  put("e1", {route("s", a, "dead", {2, 24h})});
  run_for(50ms);
  EXPECT_EQ(retrying("s"), 1);
  EXPECT_EQ(letters(), 0);
  run_for(10s);
  EXPECT_EQ(a.received.size(), 3) << "the first and two retries";
  EXPECT_EQ(letters(), 1);
  EXPECT_EQ(retrying("s"), 0);
  const Delivery& offered = target("dead").offered[0];
  EXPECT_EQ(offered.dead_letter->reason, GiveUpReason::kRetriesExhausted);
  EXPECT_EQ(offered.dead_letter->attempts_made, 3);
}

TEST_F(DeadLetterTest, AnotherPartitionsQueueIsATargetWithRetries) {
  FakeTarget& a = target("a");
  FakeTarget& dead = target("dead");
  a.script = {kDenied};
  dead.script = {kRefused, kRefused, Attempt::delivered()};
  put("e1", {route("s", a, "dead")});
  run_for(5ms);
  EXPECT_EQ(dead.received.size(), 1);
  EXPECT_EQ(retrying("s"), 1);
  restart();
  run_for(10s);
  ASSERT_EQ(dead.received.size(), 3) << "also after a restart, and the target is left alone";
  EXPECT_EQ(a.received.size(), 1);
  EXPECT_EQ(dead.received[2].attempt, 3);
  EXPECT_EQ(dead.received[2].dead_letter->error_code, "NO_PERMISSIONS");
  EXPECT_EQ(dead.received[2].dead_letter->attempts_made, 1);
  EXPECT_EQ(deduplication_key(dead.received[2]), deduplication_key(dead.received[0]));
  EXPECT_NE(deduplication_key(dead.received[0]), deduplication_key(a.received[0]));
  EXPECT_EQ(retrying("s"), 0);
  EXPECT_EQ(sent(), 1);
}

TEST_F(DeadLetterTest, OneThatIsRefusedIsCountedAndGone) {
  FakeTarget& a = target("a");
  FakeTarget& dead = target("dead");
  a.script = {kDenied};
  dead.script = {kDenied};
  put("e1", {route("s", a, "dead")});
  put("e2", {route("t", a, "nowhere")});
  run_for(1h);
  EXPECT_EQ(dead.received.size(), 1);
  EXPECT_EQ(lost(), 2);
  EXPECT_EQ(sent(), 0);
  EXPECT_EQ(failed(GiveUpReason::kPermanent), 2);
  EXPECT_EQ(retrying("s"), 0);
  EXPECT_EQ(cursor(), 2);
}

TEST_F(DeadLetterTest, RetriesOfALetterEndAfterADay) {
  FakeTarget& a = target("a");
  FakeTarget& dead = target("dead");
  a.script = {kRefused};
  dead.script = {kRefused};
  put("e1", {route("s", a, "dead", {185, 60s})});
  run_for(12h);
  EXPECT_EQ(lost(), 0) << "its age counts from when it was given up";
  run_for(14h);
  EXPECT_EQ(lost(), 1);
  EXPECT_EQ(retrying("s"), 0);
  EXPECT_LE(dead.received.size(), 186);
  EXPECT_EQ(dead.received[0].dead_letter->reason, GiveUpReason::kTooOld);
}

TEST_F(DeadLetterTest, AQueueThatVanishesHoldsNothingUp) {
  FakeTarget& a = target("a");
  FakeTarget& dead = local_queue(false);
  dead.script = {Attempt::permanent("NO_RESOURCE", "The queue was deleted.")};
  a.script = {kDenied, kRefused, kDenied, Attempt::delivered()};
  put("e1", {route("s", a, "dead")});
  put("e2", {route("s", a, "dead")});
  run_for(10s);
  EXPECT_EQ(letters(), 0);
  EXPECT_EQ(dead.received.size(), 2) << "the commit was refused, the attempt says why";
  EXPECT_EQ(lost(), 2);
  EXPECT_EQ(retrying("s"), 0);
  EXPECT_EQ(cursor(), 2);
  put("e3", {route("s", a, "dead")});
  run_for(1s);
  EXPECT_EQ(a.delivered["e3"], 1);
}

TEST_F(DeadLetterTest, AnAttemptThatEndsAfterTheSpillMovesToo) {
  FakeTarget& slow = target("slow");
  local_queue();
  slow.delay = 1s;
  slow.script = {kDenied};
  put("e1", {route("s", slow, "dead")});
  run_for(500ms);
  EXPECT_EQ(retrying("s"), 1);
  run_for(1s);
  EXPECT_EQ(retrying("s"), 0);
  EXPECT_EQ(letters(), 1);
}

TEST_F(DeadLetterTest, ACrashAtAnyMomentLosesNone) {
  for (int pause_ms : {0, 1, 2, 3, 5, 8, 100, 101, 102, 150}) {
    const std::string id = "e" + std::to_string(pause_ms);
    FakeTarget& a = target("a");
    local_queue();
    a.delay = 1ms;
    a.script = {kDenied};
    put(id, {route("s" + id, a, "dead")});
    run_for(base::Milliseconds(pause_ms));
    restart();
    run_for(2min);
    EXPECT_EQ(retrying("s" + id), 0);
  }
  EXPECT_EQ(letters(), 10) << "the ids of messages are those of events: each of them once";
}

TEST_F(DeadLetterTest, AStopWritesDownThatItWasGivenUp) {
  FakeTarget& a = target("a");
  FakeTarget& dead = target("dead");
  a.delay = 50ms;
  a.script = {kDenied};
  put("e1", {route("s", a, "dead")});
  run_for(10ms);
  run(process_->dispatcher->stop(1s));
  EXPECT_EQ(dead.received.size(), 0);
  EXPECT_EQ(retrying("s"), 1);
  restart();
  run_for(1s);
  EXPECT_EQ(a.received.size(), 1);
  EXPECT_EQ(dead.received.size(), 1);
}

}  // namespace
}  // namespace angarium::delivery
