#include "bus/engine.h"

#include <gmock/gmock.h>

#include "bus/engine_fixture_test.h"
#include "bus/envelope.h"
#include "bus/ingest.h"
#include "delivery/bus_metrics.h"
#include "json/value.h"

namespace angarium::bus {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST_F(EngineTest, AnEventIsInItsLocalQueueWhenItIsAnswered) {
  publish(bus('1'), {{"shop", {"queue:1/q"}}, {"other", {"queue:1/r"}}});
  const uint64_t syncs = disk_.sync_count();
  auto id = put(bus('1'), event("shop", R"({"a":1})"));
  ASSERT_TRUE(id.ok()) << id.error().message();
  EXPECT_EQ(disk_.sync_count(), syncs + 2) << "the partition is taken, then one commit";
  EXPECT_THAT(messages('1', "q"),
              ElementsAre(R"({"version":"0","id":")" + id->text() +
                          R"(","detail-type":"placed","source":"shop","account":"111111111111",)" +
                          R"("time":"2023-11-14T22:13:20Z","region":"eu-west-1","resources":[],)" +
                          R"("detail":{"a":1}})"));
  EXPECT_THAT(messages('1', "r"), IsEmpty());
  EXPECT_EQ(queue("queue:1/q").attempts, 0);
}

TEST_F(EngineTest, AnEventReachesAQueueOfAnotherPartitionAfterTheAnswer) {
  publish(bus('1'), {{"shop", {"queue:2/q", "queue:1/q"}}});
  ASSERT_TRUE(put(bus('1'), event("shop")).ok());
  run_for(10ms);
  EXPECT_THAT(messages('2', "q"), SizeIs(1));
  EXPECT_THAT(messages('1', "q"), SizeIs(1));
  EXPECT_EQ(queue("queue:2/q").attempts, 1);
}

TEST_F(EngineTest, AForgedEnvelopeIsRefused) {
  publish(bus('1'), {{"shop", {"queue:1/q"}}});
  for (const char* detail : {R"({"a":1},"account":"999999999999","x":{})", "[]", "", "{}{}", "{} x",
                             "{\"a\":\"\xff\"}", "{\"a\":01}", "null", "{\"a\":1"}) {
    auto refused = put(bus('1'), event("shop", detail));
    ASSERT_FALSE(refused.ok()) << detail;
    EXPECT_TRUE(refused.error().is(BusError::kMalformedDetail)) << detail;
  }
  EXPECT_THAT(messages('1', "q"), IsEmpty());
}

TEST_F(EngineTest, HeaderTextCannotBreakOutOfItsString) {
  publish(bus('1'), {});
  Event tricky = event("shop");
  tricky.detail_type = "\",\"account\":\"999999999999";
  tricky.resources = {"\"],\"x\":[\"", "line\nbreak"};
  tricky.id = EventId("id");
  const auto envelope = json::Document::parse(render_envelope(tricky));
  ASSERT_TRUE(envelope.ok());
  EXPECT_EQ(envelope->root().find("account")->string(), "111111111111");
  EXPECT_EQ(envelope->root().find("detail-type")->string(), tricky.detail_type);
  EXPECT_EQ(envelope->root().find("resources")->size(), 2);
}

TEST_F(EngineTest, OneBadEventDoesNotStopTheOthersAndTheyShareOneCommit) {
  publish(bus('1'), {{"shop", {"queue:1/q"}}});
  ASSERT_TRUE(put(bus('1'), event("shop")).ok());
  const uint64_t syncs = disk_.sync_count();
  std::vector<Event> events = {event("shop"), event("shop", "{"), event("shop")};
  auto results = run(engine_->put(bus('1'), events));
  ASSERT_THAT(results, SizeIs(3));
  EXPECT_TRUE(results[0].ok());
  EXPECT_FALSE(results[1].ok());
  EXPECT_TRUE(results[2].ok());
  EXPECT_NE(results[0]->text(), results[2]->text());
  EXPECT_EQ(disk_.sync_count(), syncs + 1);
  EXPECT_THAT(messages('1', "q"), SizeIs(3));
}

TEST_F(EngineTest, DepthAndSizeAreRefusedJustBeyondTheirLimits) {
  Limits limits;
  limits.events_per_put_max = 3;
  close();
  open(limits);
  publish(bus('1'), {});
  auto nested = [](int depth) {
    std::string text = R"({"a":)";
    for (int i = 1; i < depth; ++i) text += "[";
    if (depth == 1) text += "1";
    for (int i = 1; i < depth; ++i) text += "]";
    return text + "}";
  };
  EXPECT_TRUE(put(bus('1'), event("shop", nested(1000))).ok());
  EXPECT_TRUE(put(bus('1'), event("shop", nested(1001))).error().is(BusError::kMalformedDetail));
  const std::string text(limits.event_bytes_max, 'x');
  EXPECT_TRUE(put(bus('1'), event("shop", R"({"a":")" + text + R"("})"))
                  .error()
                  .is(BusError::kEventTooLarge));
  EXPECT_TRUE(run(engine_->put(bus('1'), {3, event("shop")})).at(0).ok());
  EXPECT_TRUE(
      run(engine_->put(bus('1'), {4, event("shop")})).at(0).error().is(BusError::kTooManyEvents));
}

TEST_F(EngineTest, AnEventMayMatchSoManyAndNoMore) {
  Limits limits;
  limits.matches_per_event_max = 2;
  close();
  open(limits);
  publish(bus('1'), {{"two", {"queue:1/a", "queue:1/b"}},
                     {"three", {"queue:1/a", "queue:1/b", "queue:1/c"}}});
  EXPECT_TRUE(put(bus('1'), event("two")).ok());
  EXPECT_TRUE(put(bus('1'), event("three")).error().is(BusError::kTooManyMatches));
  EXPECT_THAT(messages('1', "a"), SizeIs(1));
}

TEST_F(EngineTest, WhatDoesNotFitTheCommitIsDeliveredAfterIt) {
  Limits limits;
  limits.same_commit_operations_max = 1;
  limits.commit_bytes_max = 10;  // so that each event is a commit of its own
  close();
  open(limits);
  publish(bus('1'), {{"shop", {"queue:1/a", "queue:1/b"}}});
  auto results = run(engine_->put(bus('1'), {3, event("shop", R"({"long":"enough"})")}));
  for (const auto& result : results) EXPECT_TRUE(result.ok());
  run_for(10ms);
  EXPECT_THAT(messages('1', "a"), SizeIs(3));
  EXPECT_THAT(messages('1', "b"), SizeIs(3));
  EXPECT_EQ(queue("queue:1/b").attempts, 3);
}

TEST_F(EngineTest, WhatIsBeyondTheRateIsOwedAndComesLater) {
  close();
  rates_ = std::make_shared<delivery::InvocationRates>([](const base::AccountId&) { return 3; });
  open({});
  publish(bus('1'), {{"shop", {"queue:1/a"}}});
  for (int i = 0; i < 8; ++i) ASSERT_TRUE(put(bus('1'), event("shop")).ok());
  run_for(base::Milliseconds(50));
  EXPECT_EQ(messages('1', "a").size(), 3u);
  run_for(base::Seconds(3));
  EXPECT_EQ(messages('1', "a").size(), 8u);
}

TEST_F(EngineTest, NewRulesAreSeenByThePutsAfterThem) {
  publish(bus('1'), {{"shop", {"queue:1/old"}}});
  ASSERT_TRUE(put(bus('1'), event("shop")).ok());
  publish(bus('1'), {{"shop", {"queue:1/new"}}});
  ASSERT_TRUE(put(bus('1'), event("shop")).ok());
  EXPECT_THAT(messages('1', "old"), SizeIs(1));
  EXPECT_THAT(messages('1', "new"), SizeIs(1));
}

TEST_F(EngineTest, ABusThatIsNotThereRefuses) {
  EXPECT_TRUE(put(bus('1'), event("shop")).error().is(BusError::kNoSuchBus));
  publish(bus('1'), {});
  EXPECT_TRUE(put(bus('1'), event("shop")).ok());
  engine_->remove(bus('1'));
  EXPECT_TRUE(put(bus('1'), event("shop")).error().is(BusError::kNoSuchBus));
}

TEST_F(EngineTest, ATargetThatWentAwayBetweenPlanAndCommitIsLeftToTheAttempt) {
  publish(bus('1'), {{"shop", {"queue:1/q"}}});
  queue("queue:1/q").precondition = store::KeyPresent{store::Key::of({"gone"})};
  ASSERT_TRUE(put(bus('1'), event("shop")).ok());
  run_for(10ms);
  EXPECT_EQ(queue("queue:1/q").attempts, 1);
  EXPECT_THAT(messages('1', "q"), SizeIs(1));
}

TEST_F(EngineTest, AnEventKeepsItsIdentityOverABusAndGoesOneHop) {
  publish(bus('1'), {{"shop", {"bus:2/orders"}}});
  publish(bus('2'), {{"shop", {"queue:2/q", "bus:3/orders"}}});
  publish(bus('3'), {{"shop", {"queue:3/q"}}});
  auto id = put(bus('1'), event("shop"));
  ASSERT_TRUE(id.ok());
  run_for(1s);
  EXPECT_THAT(messages('2', "q"),
              ElementsAre(testing::AllOf(HasSubstr(id->text()), HasSubstr("111111111111"),
                                         HasSubstr("2023-11-14T22:13:20Z"))));
  EXPECT_THAT(messages('3', "q"), IsEmpty());
  EXPECT_EQ(delivery::BusMetrics(metrics_, bus('2')).hops_ended.value(), 1);
}

TEST_F(EngineTest, ARepeatedDeliveryIsTakenInOnce) {
  publish(bus('2'), {{"shop", {"queue:2/q"}}});
  Event sent = event("shop");
  sent.id = EventId("e1");
  delivery::Delivery delivery{
      make_content(sent),
      std::make_shared<const Route>(Route{delivery::SubscriptionId("s"), {}, {}, {}, {}, {}}),
      bus('1'),
      7,
      1,
      clock_.now()};
  for (int i = 0; i < 3; ++i) {
    auto taken = run(engine_->accept(bus('2'), delivery));
    ASSERT_TRUE(taken.ok());
    EXPECT_EQ(taken->text(), "e1");
  }
  EXPECT_THAT(messages('2', "q"), SizeIs(1));
  delivery.log_offset = 8;
  ASSERT_TRUE(run(engine_->accept(bus('2'), delivery)).ok());
  EXPECT_THAT(messages('2', "q"), SizeIs(2)) << "another record is another event";
}

TEST_F(EngineTest, WhatArrivesKeepsItsIdentityGoesNoFurtherAndComesOnce) {
  publish(bus('2'), {{"shop", {"queue:2/q", "bus:3/orders"}}});
  publish(bus('3'), {{"shop", {"queue:3/q"}}});
  Event sent = event("shop");
  sent.id = EventId("e1");
  sent.account = base::AccountId("999988887777");
  const auto mark = store::Key::of({"bus", "arrived", "orders", "x"});
  for (int i = 0; i < 3; ++i) {
    auto taken = run(engine_->arrive(bus('2'), sent, mark));
    ASSERT_TRUE(taken.ok());
    EXPECT_EQ(taken->text(), "e1");
  }
  run_for(1s);
  EXPECT_THAT(messages('2', "q"), ElementsAre(HasSubstr("999988887777")));
  EXPECT_THAT(messages('3', "q"), IsEmpty());
  ASSERT_TRUE(run(engine_->arrive(bus('2'), sent, std::nullopt)).ok());
  EXPECT_THAT(messages('2', "q"), SizeIs(2)) << "nothing says that it is the same";
  EXPECT_TRUE(run(engine_->arrive(bus('4'), sent, mark)).error().is(BusError::kNoSuchBus));
}

TEST_F(EngineTest, ABusThatDoesNotAdmitIsAPermanentFailure) {
  publish(bus('1'), {{"shop", {"bus:2/orders"}}});
  publish(bus('2'), {{"shop", {"queue:2/q"}}});
  admission_ = [](const delivery::Delivery&, const BusId&) -> base::Result<void> {
    return base::Error(BusError::kStopped, "not allowed");
  };
  ASSERT_TRUE(put(bus('1'), event("shop")).ok());
  run_for(1s);
  EXPECT_THAT(messages('2', "q"), IsEmpty());
  EXPECT_EQ(delivery::BusMetrics(metrics_, bus('1'))
                .invocations.failed(delivery::GiveUpReason::kPermanent)
                .value(),
            1);
}

TEST_F(EngineTest, RefusesWhenItsMemoryIsFullAndAgainTakesInAfterwards) {
  Limits limits;
  limits.memory_bytes_max = 4000;
  close();
  open(limits);
  publish(bus('1'), {{"shop", {"queue:2/q"}}});
  std::vector<base::Result<EventId>> first, second;
  auto put = [](Engine& engine, BusId bus, Event event,
                std::vector<base::Result<EventId>>& results) -> base::Task<void> {
    std::vector<Event> events;
    events.push_back(std::move(event));
    results = co_await engine.put(std::move(bus), std::move(events));
  };
  const std::string detail = R"({"a":")" + std::string(1000, 'x') + R"("})";
  base::start(put(*engine_, bus('1'), event("shop", detail), first));
  base::start(put(*engine_, bus('1'), event("shop", detail), second));
  ASSERT_THAT(second, SizeIs(1));
  EXPECT_TRUE(second[0].error().is(BusError::kOverloaded));
  run_for(1s);
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_TRUE(first[0].ok());
  EXPECT_TRUE(this->put(bus('1'), event("shop", detail)).ok());
}

TEST_F(EngineTest, AStoppedEngineTakesNothingIn) {
  publish(bus('1'), {{"shop", {"queue:2/q"}}});
  run(engine_->stop(1s));
  EXPECT_TRUE(put(bus('1'), event("shop")).error().is(BusError::kStopped));
}

}  // namespace
}  // namespace angarium::bus
