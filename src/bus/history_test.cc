#include "bus/history.h"

#include <gmock/gmock.h>

#include "bus/engine_fixture_test.h"

namespace angarium::bus {
namespace {

using State = DeliverySeen::State;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class HistoryTest : public EngineTest {
 protected:
  HistoryTest() { remember({}); }

  void remember(const HistoryLimits& limits) {
    close();
    histories_ = std::make_shared<Histories>(limits);
    open(Limits{});
  }
  std::vector<EventSeen> seen(const BusId& bus, uint64_t after = 0) {
    auto history = histories_->find(bus);
    if (!history) return {};
    return history->changed({after, histories_->changes()}, 100);
  }
  size_t bytes(const BusId& bus) { return histories_->find(bus)->bytes(); }
};

TEST_F(HistoryTest, WhatMatchedAndTheCommitDelivered) {
  publish(bus('1'), {{"shop", {"queue:1/a", "queue:1/b"}}, {"store", {"queue:1/c"}}});
  auto id = put(bus('1'), event("shop"));
  ASSERT_TRUE(id.ok());
  ASSERT_TRUE(put(bus('1'), event("nobody's")).ok());
  auto all = seen(bus('1'));
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_THAT(all[0].deliveries, IsEmpty()) << "the latest first";
  const EventSeen& shop = all[1];
  EXPECT_EQ(shop.content->event_id, id->text());
  EXPECT_FALSE(shop.is_partial);
  ASSERT_THAT(shop.deliveries, SizeIs(2));
  for (const DeliverySeen& each : shop.deliveries) {
    EXPECT_EQ(each.state, State::kDelivered);
    EXPECT_TRUE(each.in_commit);
    EXPECT_EQ(each.route->rule_arn.text(), "rule/shop");
  }
}

TEST_F(HistoryTest, AttemptsElsewhereAndTheBusBeyondTheBorder) {
  publish(bus('1'), {{"shop", {"bus:2/orders", "queue:2/a"}}});
  publish(bus('2'), {{"shop", {"queue:2/b"}}});
  auto id = put(bus('1'), event("shop"));
  ASSERT_TRUE(id.ok());
  const uint64_t before = seen(bus('1')).front().change;
  run_for(base::Milliseconds(50));
  auto all = seen(bus('1'), before);
  ASSERT_THAT(all, SizeIs(1)) << "what changed since";
  for (const DeliverySeen& each : all[0].deliveries) {
    EXPECT_EQ(each.state, State::kDelivered);
    EXPECT_FALSE(each.in_commit);
    ASSERT_THAT(each.attempts, SizeIs(1));
    EXPECT_EQ(each.attempts_made, 1u);
  }
  auto beyond = histories_->find(bus('2'))->find(id->text());
  ASSERT_THAT(beyond, SizeIs(1));
  ASSERT_TRUE(beyond[0].from);
  EXPECT_EQ(*beyond[0].from, bus('1'));
  EXPECT_THAT(beyond[0].deliveries, SizeIs(1));
}

TEST_F(HistoryTest, WhatIsGivenUpSaysWhy) {
  admission_ = [](const delivery::Delivery&, const BusId&) -> base::Result<void> {
    return base::Error(BusError::kNoSuchBus, "not for you");
  };
  publish(bus('1'), {{"shop", {"bus:2/orders"}}});
  ASSERT_TRUE(put(bus('1'), event("shop")).ok());
  run_for(base::Milliseconds(50));
  auto all = seen(bus('1'));
  ASSERT_THAT(all, SizeIs(1));
  const DeliverySeen& given_up = all[0].deliveries.at(0);
  EXPECT_EQ(given_up.state, State::kGivenUp);
  EXPECT_EQ(given_up.reason, delivery::GiveUpReason::kPermanent);
  EXPECT_EQ(given_up.attempts.at(0).ending.error_message, "not for you");
}

TEST_F(HistoryTest, ARetryAfterARestartIsSeenFromThereOn) {
  admission_ = [](const delivery::Delivery&, const BusId&) -> base::Result<void> { return {}; };
  publish(bus('1'), {{"shop", {"bus:2/orders"}}});  // which is not published: tried again
  delivery::Delivery delivery;
  Event old = event("shop");
  old.id = EventId("e1");
  delivery.content = make_content(old);
  delivery.bus = bus('1');
  delivery.log_offset = 7;
  delivery.attempt = 12;
  delivery.route = std::make_shared<const Route>();
  auto history = histories_->history(bus('1'));
  history->attempted(delivery, delivery::Attempt::retryable("Busy", "later"), clock_.now(),
                     clock_.now());
  auto found = history->find("e1");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(found[0].is_partial);
  EXPECT_EQ(found[0].deliveries.at(0).attempts_made, 12u);
  for (uint32_t i = 13; i < 30; ++i) {
    delivery.attempt = i;
    history->attempted(delivery, delivery::Attempt::retryable("Busy", "later"), clock_.now(),
                       clock_.now());
  }
  const auto attempts = history->find("e1").at(0).deliveries.at(0).attempts;
  EXPECT_THAT(attempts, SizeIs(DeliverySeen::kAttemptsMax));
  EXPECT_EQ(attempts.back().number, 29u);
}

TEST_F(HistoryTest, AgeAtTheLimitAndBeyond) {
  remember({.age_max = base::Seconds(10)});
  publish(bus('1'), {});
  ASSERT_TRUE(put(bus('1'), event("a")).ok());
  run_for(base::Seconds(10));
  auto history = histories_->find(bus('1'));
  history->trim(clock_.now());
  EXPECT_THAT(seen(bus('1')), SizeIs(1));
  run_for(base::Seconds(1));
  history->trim(clock_.now());
  EXPECT_THAT(seen(bus('1')), IsEmpty());
  EXPECT_EQ(history->bytes(), 0u);
}

TEST_F(HistoryTest, BytesOfABusAndSharesOfAll) {
  remember({.bytes_per_bus_max = 20'000, .bytes_max = 20'000});
  publish(bus('1'), {{"shop", {"queue:1/a"}}});
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(put(bus('1'), event("shop")).ok());
  EXPECT_LE(bytes(bus('1')), 20'000u);
  EXPECT_GT(bytes(bus('1')), 15'000u);
  const size_t alone = seen(bus('1')).size();
  for (char other : {'2', '3'}) publish(bus(other), {});
  EXPECT_LE(bytes(bus('1')), 5'000u) << "three buses share as four would";
  EXPECT_LT(seen(bus('1')).size(), alone);
  EXPECT_GT(seen(bus('1')).size(), 0u);
}

}  // namespace
}  // namespace angarium::bus
