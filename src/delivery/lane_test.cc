#include "delivery/lane.h"

#include <gtest/gtest.h>

namespace angarium::delivery {
namespace {

class LaneTest : public testing::Test {
 protected:
  LaneTest() {
    limits_.lane_attempts_max = 2;
    limits_.lane_waiting_max = 3;
    limits_.lane_bytes_max = 5 * bytes();
  }
  static size_t bytes() { return Content{"e", {}, 0, "", ""}.bytes(); }
  static ErrandPtr errand(bool from_queue = false) {
    auto errand = std::make_shared<Errand>();
    errand->delivery.content = std::make_shared<const Content>(Content{"e", {}, 0, "", ""});
    errand->from_queue = from_queue;
    return errand;
  }
  void fill() {
    for (int i = 0; i < 2; ++i) {
      lane_.add(errand());
      running_.push_back(lane_.take_next());
      ASSERT_TRUE(running_.back());
    }
  }
  void end_one() {
    lane_.ended(*running_.back());
    running_.pop_back();
  }
  ErrandPtr next() {
    ErrandPtr errand = lane_.take_next();
    if (errand) running_.push_back(errand);
    return errand;
  }

  Limits limits_;
  Lane lane_{limits_};
  std::vector<ErrandPtr> running_;
};

TEST_F(LaneTest, RunsSoManyAndThenHasALineOfSoMany) {
  fill();
  EXPECT_FALSE(next());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(lane_.has_room(bytes()));
    lane_.add(errand());
  }
  EXPECT_FALSE(lane_.has_room(bytes()));
  EXPECT_FALSE(next());
  end_one();
  EXPECT_TRUE(next());
  EXPECT_TRUE(lane_.has_room(bytes()));
}

TEST_F(LaneTest, BoundsTheMemoryOfWhatRunsAndWaits) {
  fill();
  lane_.add(errand());
  EXPECT_TRUE(lane_.has_room(2 * bytes()));
  EXPECT_FALSE(lane_.has_room(2 * bytes() + 1));
  end_one();
  EXPECT_TRUE(lane_.has_room(3 * bytes()));
  EXPECT_FALSE(lane_.has_room(3 * bytes() + 1));
}

TEST_F(LaneTest, AnEmptyLaneHasRoomForAnySize) { EXPECT_TRUE(lane_.has_room(SIZE_MAX / 2)); }

TEST_F(LaneTest, FreshAndRetriedTakeTurns) {
  for (int i = 0; i < 2; ++i) {
    lane_.add(errand(false));
    lane_.add(errand(true));
  }
  std::vector<bool> order;
  for (int i = 0; i < 4; ++i) {
    order.push_back(next()->from_queue);
    end_one();
  }
  EXPECT_EQ(order, (std::vector<bool>{false, true, false, true}));
}

TEST_F(LaneTest, WhatLeavesMakesRoom) {
  fill();
  std::vector<ErrandPtr> waiting;
  for (int i = 0; i < 3; ++i) lane_.add(waiting.emplace_back(errand()));
  lane_.leave(waiting[0]);
  lane_.leave(waiting[0]);  // once is enough
  EXPECT_EQ(waiting[0]->place, Errand::Place::kEnded);
  EXPECT_TRUE(lane_.has_room(bytes()));
  EXPECT_FALSE(lane_.has_room(bytes() + 1));
}

TEST_F(LaneTest, GivesBackWhatCameFromQueues) {
  fill();
  lane_.add(errand(true));
  lane_.add(errand(false));
  EXPECT_EQ(lane_.take_retried().size(), 1);
  EXPECT_TRUE(lane_.take_retried().empty());
  end_one();
  EXPECT_FALSE(next()->from_queue);
  end_one();
  end_one();
  EXPECT_TRUE(lane_.is_idle());
}

}  // namespace
}  // namespace angarium::delivery
