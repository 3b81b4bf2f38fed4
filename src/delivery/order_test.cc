#include "delivery/order.h"

#include <gmock/gmock.h>

#include "delivery/dispatcher_fixture_test.h"

namespace angarium::delivery {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using testing::ElementsAre;

const Attempt kRefused = Attempt::retryable("Busy", "come back later");
const Attempt kDenied = Attempt::permanent("NO_PERMISSIONS", "no");

TEST(GroupOf, IsTheRoutesElseTheEventsAndOnlyOnRequest) {
  Route route;
  Content content;
  content.group = "of the event";
  EXPECT_EQ(group_of(route, content), "");
  route.order = Order::kGroup;
  EXPECT_EQ(group_of(route, content), "of the event");
  route.message_group_id = "of the route";
  EXPECT_EQ(group_of(route, content), "of the route");
}

class OrderTest : public DispatcherTest {
 protected:
  // The ids of events as they were first delivered.
  static std::vector<std::string> arrivals(const FakeTarget& target) {
    std::vector<std::string> ids;
    for (const std::string& id : target.arrived) {
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
    return ids;
  }
};

TEST_F(OrderTest, AFailingEventHoldsBackItsGroupOnly) {
  FakeTarget& a = target("a");
  FakeTarget& b = target("b");
  a.script = {kRefused, kRefused, kRefused, Attempt::delivered()};
  for (const char* id : {"e1", "e2", "e3"}) put(id, {ordered("s", a), ordered("t", b)});
  run_for(20ms);
  EXPECT_THAT(arrivals(b), ElementsAre("e1", "e2", "e3"));
  EXPECT_THAT(arrivals(a), ElementsAre());
  EXPECT_EQ(a.received.size(), 1) << "nothing goes past it";
  run_for(1min);
  EXPECT_THAT(arrivals(a), ElementsAre("e1", "e2", "e3"));
  EXPECT_EQ(retrying("s"), 0);
  put("e4", {ordered("s", a)});
  run_for(5ms);
  EXPECT_THAT(arrivals(a), ElementsAre("e1", "e2", "e3", "e4")) << "from memory again";
  EXPECT_EQ(retrying("s"), 0);
}

TEST_F(OrderTest, OneAtATimeHoweverManyPlacesTheLaneHas) {
  FakeTarget& slow = target("slow");
  slow.delay = 10ms;
  for (int i = 0; i < 8; ++i) put("e" + std::to_string(i), {ordered("s", slow)});
  run_for(1s);
  EXPECT_EQ(slow.most_running, 1);
  EXPECT_THAT(arrivals(slow), ElementsAre("e0", "e1", "e2", "e3", "e4", "e5", "e6", "e7"));
}

TEST_F(OrderTest, OneThatHangsIsNotOvertaken) {
  FakeTarget& slow = target("slow");
  slow.delay = 5s;
  for (const char* id : {"e1", "e2", "e3"}) put(id, {ordered("s", slow)});
  run_for(1s);
  EXPECT_EQ(retrying("s"), 3) << "all of the group went to the queue, in order";
  run_for(1min);
  EXPECT_THAT(arrivals(slow), ElementsAre("e1", "e2", "e3"));
  EXPECT_EQ(slow.most_running, 1);
}

TEST_F(OrderTest, WhatIsGivenUpHoldsUpNobody) {
  FakeTarget& a = target("a");
  FakeTarget& dead = target("dead");
  dead.script = {kRefused};
  a.script = {kDenied, Attempt::delivered()};
  for (const char* id : {"e1", "e2", "e3"}) put(id, {ordered("s", a, "all", "dead")});
  run_for(20ms);
  EXPECT_THAT(arrivals(a), ElementsAre("e2", "e3")) << "the dead letter waits apart";
  EXPECT_EQ(retrying("s"), 1);
}

TEST_F(OrderTest, NorWhatIsGivenUpOutOfTheQueue) {
  FakeTarget& a = target("a");
  FakeTarget& dead = target("dead");
  dead.script = {kRefused};
  a.script = {kRefused, kDenied, Attempt::delivered()};
  for (const char* id : {"e1", "e2", "e3"}) put(id, {ordered("s", a, "all", "dead")});
  run_for(10s);
  EXPECT_THAT(arrivals(a), ElementsAre("e2", "e3")) << "the dead letter waits apart";
  EXPECT_GE(dead.attempts, 2);
  EXPECT_EQ(retrying("s"), 1);
  restart();
  put("e4", {ordered("s", a, "all", "dead")});
  run_for(1s);
  EXPECT_THAT(arrivals(a), ElementsAre("e2", "e3", "e4"));
  dead.script = {Attempt::delivered()};
  run_for(1min);
  EXPECT_THAT(arrivals(dead), ElementsAre("e1"));
  EXPECT_EQ(retrying("s"), 0);
  EXPECT_EQ(quotas_->of(bus_.partition)->events(), 0);
}

// The events of a group leave it with their dead letters, as large as they are.
TEST_F(OrderTest, ManyThatAreGivenUpOutOfTheQueue) {
  limits_.commit_bytes_max = 1;
  restart();
  FakeTarget& a = target("a");
  FakeTarget& dead = target("dead");
  dead.script = {kRefused};
  a.script = {kRefused, kRefused, kRefused, kRefused, kDenied};
  for (int group = 0; group < 4; ++group) {
    const std::string name = std::to_string(group);
    put("e" + name, {ordered("s", a, name, "dead")});
    put("f" + name, {ordered("s", a, name, "dead")});
  }
  run_for(10s);
  EXPECT_EQ(a.received.size(), 4 + 8) << "all are given up";
  dead.script = {Attempt::delivered()};
  run_for(1min);
  EXPECT_EQ(dead.delivered.size(), 8);
  EXPECT_EQ(retrying("s"), 0);
}

TEST_F(OrderTest, ACrashDoesNotBringBackWhatWasGivenUpBehindTheOthers) {
  for (const char* dead_letters : {"", "dead"}) {
    FakeTarget& a = target(std::string("a") + dead_letters);
    FakeTarget& dead = target("dead");
    dead.script = {kRefused};
    a.script = {kDenied, Attempt::delivered()};
    for (const char* id : {"e1", "e2", "e3"}) put(id, {ordered("s", a, "all", dead_letters)});
    run_for(20ms);  // the bus's cursor has not moved yet
    EXPECT_THAT(arrivals(a), ElementsAre("e2", "e3"));
    restart();
    run_for(2min);
    EXPECT_THAT(arrivals(a), ElementsAre("e2", "e3")) << "dead letters: " << dead_letters;
  }
}

TEST_F(OrderTest, GroupsOfOneSubscriptionWaitForThemselves) {
  FakeTarget& a = target("a");
  FakeTarget& b = target("b");
  a.script = {kRefused};
  a.script[0].retry_after = 15min;
  put("e1", {ordered("s", a, "one")});
  put("e2", {ordered("s", b, "two")});
  put("e3", {ordered("s", a, "one")});
  put("e4", {ordered("s", b, "two")});
  run_for(50ms);
  EXPECT_THAT(arrivals(b), ElementsAre("e2", "e4"));
  restart();
  put("e5", {ordered("s", b, "two")});
  run_for(5s);
  EXPECT_THAT(arrivals(b), ElementsAre("e2", "e4", "e5")) << "also past entries of an earlier run";
  a.script = {Attempt::delivered()};
  run_for(1h);
  EXPECT_THAT(arrivals(a), ElementsAre("e1", "e3"));
}

TEST_F(OrderTest, TheGateIsShutWhileSomethingIsOwed) {
  FakeTarget& a = target("a");
  const Group group{SubscriptionId("s"), "all"};
  auto gate = process_->dispatcher->order_gate(bus_);
  EXPECT_TRUE(gate->is_clear(group));
  gate->enter(group);
  EXPECT_FALSE(gate->is_clear(group));
  EXPECT_TRUE(gate->is_clear({SubscriptionId("s"), "other"}));
  a.script = {kRefused, Attempt::delivered()};
  put("e1", {ordered("s", a)});
  gate->leave(group);
  EXPECT_FALSE(gate->is_clear(group));
  run_for(10ms);
  EXPECT_FALSE(gate->is_clear(group)) << "it is in the retry queue";
  run_for(5s);
  EXPECT_TRUE(gate->is_clear(group));
}

TEST_F(OrderTest, KillsDoNotChangeTheOrder) {
  base::SeededRandom random(4711);
  std::vector<std::string> put_ids;
  FakeTarget& a = target("a");
  a.delay = 3ms;
  for (int round = 0; round < 60; ++round) {
    const uint64_t events = 1 + random.below(4);
    for (uint64_t i = 0; i < events; ++i) {
      put_ids.push_back("e" + std::to_string(put_ids.size()));
      put(put_ids.back(), {ordered("s", a)});
      a.script = {random.chance(0.3) ? kRefused : Attempt::delivered(), Attempt::delivered()};
      a.delay = base::Milliseconds(random.chance(0.2) ? 150 : 3);
      run_for(base::Milliseconds(random.below(40)));
    }
    if (random.chance(0.5)) restart();
    run_for(base::Milliseconds(random.below(3000)));
  }
  a.script = {Attempt::delivered()};
  run_for(2h);
  EXPECT_EQ(arrivals(a), put_ids);
}

}  // namespace
}  // namespace angarium::delivery
