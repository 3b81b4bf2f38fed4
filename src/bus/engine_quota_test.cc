#include <gmock/gmock.h>

#include "bus/engine_fixture_test.h"

namespace angarium::bus {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""min;
using testing::SizeIs;

// Two events of the account may wait; its third is not taken in, whoever sends it.
class EngineQuotaTest : public EngineTest {
 protected:
  EngineQuotaTest() {
    quotas_ = std::make_shared<delivery::Quotas>([](const base::AccountId& account) {
      delivery::QuotaLimits limits;
      if (account == partition('1').account) limits.retry_events_max = 2;
      return limits;
    });
    close();
    open(Limits{});
    publish(bus('1'), {{"shop", {"queue:2/q"}}, {"mail", {"queue:2/q"}}});
    publish(bus('3'), {{"shop", {"queue:2/q"}}, {"mail", {"bus:1/orders"}}});
    queue("queue:2/q").is_busy = true;
    for (int i = 0; i < 2; ++i) {
      EXPECT_TRUE(put(bus('1'), event("shop")).ok()) << "at the limit";
      run_for(20ms);
    }
  }
};

TEST_F(EngineQuotaTest, AFullAccountIsHeldBackAndNobodyElse) {
  EXPECT_TRUE(put(bus('1'), event("shop")).error().is(BusError::kOverQuota));
  EXPECT_TRUE(put(bus('1'), event("nobody wants it")).error().is(BusError::kOverQuota));
  EXPECT_TRUE(
      run(engine_->arrive(bus('1'), event("shop"), std::nullopt)).error().is(BusError::kOverQuota));
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(put(bus('3'), event("shop")).ok());
    run_for(20ms);
  }
}

TEST_F(EngineQuotaTest, ItRecoversByItself) {
  queue("queue:2/q").is_busy = false;
  run_for(1min);
  EXPECT_TRUE(put(bus('1'), event("shop")).ok());
  run_for(20ms);
  EXPECT_THAT(messages('2', "q"), SizeIs(3));
}

TEST_F(EngineQuotaTest, ForwardingBusesSeeEventBridgesCodes) {
  auto content = std::make_shared<delivery::Content>();
  content->stored = encode(event("shop"));
  delivery::Delivery delivery;
  delivery.content = std::move(content);
  delivery.route = std::make_shared<const Route>();
  delivery.bus = bus('3');
  BusTarget target(*engine_, bus('4'), nullptr);
  const delivery::Attempt missing = run(target.attempt(std::move(delivery)));
  EXPECT_EQ(missing.outcome, delivery::Attempt::Outcome::kPermanent);
  EXPECT_EQ(missing.error_code, "NO_RESOURCE");
}

// Or two full accounts could wait for one another.
TEST_F(EngineQuotaTest, WhatOtherBusesForwardIsTakenIn) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(put(bus('3'), event("mail")).ok());
    run_for(20ms);
  }
  EXPECT_EQ(quotas_->of(partition('1'))->events(), 5);
  EXPECT_EQ(quotas_->of(partition('3'))->events(), 0);
  EXPECT_TRUE(put(bus('1'), event("shop")).error().is(BusError::kOverQuota));
  queue("queue:2/q").is_busy = false;
  run_for(5min);
  EXPECT_THAT(messages('2', "q"), SizeIs(5));
  EXPECT_TRUE(put(bus('1'), event("shop")).ok());
}

}  // namespace
}  // namespace angarium::bus
