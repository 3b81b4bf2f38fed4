#include <gmock/gmock.h>

#include "bus/engine_fixture_test.h"

namespace angarium::bus {
namespace {

using std::chrono_literals::operator""ms;
using testing::IsEmpty;
using testing::SizeIs;

class EngineOwedTest : public EngineTest {
 protected:
  static Subscription to(const std::string& target) {
    auto route = std::make_shared<Route>();
    route->subscription = delivery::SubscriptionId("owed/" + target);
    route->target_arn = delivery::TargetArn(target);
    return {std::move(route), target.starts_with("bus:")};
  }
  static std::vector<store::Operation> note(const std::string& value) {
    return {store::TablePut{store::Key::of({"note"}), value}};
  }
  std::string noted() {
    auto found = store_->get(partition('1'), store::Key::of({"note"}));
    return found.ok() && *found ? (*found)->value : "nothing";
  }
};

TEST_F(EngineOwedTest, GoesToWhomItIsOwedAndToNoRule) {
  publish(bus('1'), {{"shop", {"queue:1/rule"}}});
  std::vector<OwedEvent> events;
  events.push_back({event("shop"), {to("queue:1/a"), to("queue:2/b")}});
  events.push_back({event("shop"), {to("queue:1/a")}});
  const uint64_t syncs = disk_.sync_count();
  auto taken = run(engine_->put_owed(bus('1'), std::move(events), note("done")));
  ASSERT_TRUE(taken.ok()) << taken.error().message();
  EXPECT_EQ(disk_.sync_count(), syncs + 2) << "the partition is taken, then one commit";
  EXPECT_EQ(noted(), "done");
  EXPECT_THAT(messages('1', "a"), SizeIs(2));
  EXPECT_THAT(messages('1', "rule"), IsEmpty());
  run_for(10ms);
  EXPECT_THAT(messages('2', "b"), SizeIs(1));
}

TEST_F(EngineOwedTest, WithoutEventsTheOperationsAreDone) {
  publish(bus('1'), {});
  ASSERT_TRUE(run(engine_->put_owed(bus('1'), {}, note("alone"))).ok());
  EXPECT_EQ(noted(), "alone");
}

// The commit is made again without the queue, and with the operations.
TEST_F(EngineOwedTest, ATargetThatWithdrawsChangesNothing) {
  publish(bus('1'), {});
  queue("queue:1/a").precondition = store::KeyPresent{store::Key::of({"gone"})};
  std::vector<OwedEvent> events;
  events.push_back({event("shop"), {to("queue:1/a")}});
  ASSERT_TRUE(run(engine_->put_owed(bus('1'), std::move(events), note("done"))).ok());
  EXPECT_EQ(noted(), "done");
  run_for(10ms);
  EXPECT_EQ(queue("queue:1/a").attempts, 1);
}

TEST_F(EngineOwedTest, WhatIsRefusedLeavesNothing) {
  publish(bus('1'), {});
  std::vector<OwedEvent> events;
  events.push_back({event("shop"), {to("queue:1/a")}});
  events.push_back({event("shop", "no JSON"), {to("queue:1/a")}});
  auto refused = run(engine_->put_owed(bus('1'), std::move(events), note("done")));
  EXPECT_TRUE(refused.error().is(BusError::kMalformedDetail));
  EXPECT_TRUE(run(engine_->put_owed(bus('2'), {}, note("x"))).error().is(BusError::kNoSuchBus));
  EXPECT_EQ(noted(), "nothing");
  EXPECT_THAT(messages('1', "a"), IsEmpty());
}

TEST_F(EngineOwedTest, AsManyAsOneCallMayCarryAndOneMore) {
  publish(bus('1'), {});
  for (const size_t count : {limits_.events_per_put_max, limits_.events_per_put_max + 1}) {
    std::vector<OwedEvent> events;
    for (size_t i = 0; i < count; ++i) events.push_back({event("shop"), {to("queue:1/a")}});
    auto taken = run(engine_->put_owed(bus('1'), std::move(events), {}));
    EXPECT_EQ(taken.ok(), count == limits_.events_per_put_max);
  }
  EXPECT_THAT(messages('1', "a"), SizeIs(limits_.events_per_put_max));
}

}  // namespace
}  // namespace angarium::bus
