#include "delivery/window.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "base/random.h"

namespace angarium::delivery {
namespace {

base::Time at(int64_t second) { return base::from_unix_ms(second * 1000); }

TEST(Window, PassesWhatOwesNothing) {
  Window window(40);
  window.add(40, 0, at(1));
  EXPECT_EQ(window.cursor(), 41);
  EXPECT_FALSE(window.oldest());
}

TEST(Window, WaitsForEachDelivery) {
  Window window(0);
  window.add(0, 2, at(1));
  window.add(1, 0, at(2));
  window.settle(0);
  EXPECT_EQ(window.cursor(), 0);
  EXPECT_EQ(window.oldest(), at(1));
  window.settle(0);
  EXPECT_EQ(window.cursor(), 2);
}

TEST(Window, WaitsForGaps) {
  Window window(0);
  window.add(2, 0, at(3));
  window.add(0, 0, at(1));
  EXPECT_EQ(window.cursor(), 1);
  EXPECT_EQ(window.end(), 3);
  EXPECT_FALSE(window.oldest()) << "nothing is known of the gap";
  window.add(1, 0, at(2));
  EXPECT_EQ(window.cursor(), 3);
}

// Against the definition: the first offset that is unheard of or still owes something.
TEST(Window, AgreesWithItsDefinitionInAnyOrder) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    base::SeededRandom random(seed);
    std::vector<uint32_t> owed(30);
    std::vector<bool> heard(owed.size(), false);
    std::vector<size_t> events;  // an offset once to be heard of, then once per delivery
    for (size_t offset = 0; offset < owed.size(); ++offset) {
      owed[offset] = static_cast<uint32_t>(random.below(4));
      events.insert(events.end(), owed[offset] + 1, offset);
    }
    for (size_t i = events.size(); i > 1; --i) std::swap(events[i - 1], events[random.below(i)]);
    Window window(0);
    for (size_t offset : events) {
      if (heard[offset]) {
        window.settle(offset);
        --owed[offset];
      } else {
        window.add(offset, owed[offset], at(0));
        heard[offset] = true;
      }
      size_t first = 0;
      while (first < owed.size() && heard[first] && owed[first] == 0) ++first;
      ASSERT_EQ(window.cursor(), first);
    }
    EXPECT_EQ(window.cursor(), owed.size());
  }
}

TEST(WindowDeathTest, ARecordIsHeardOfOnceAndOwesNoLessThanNothing) {
  Window window(5);
  window.add(5, 1, at(0));
  EXPECT_DEATH(window.add(5, 1, at(0)), "bug");
  EXPECT_DEATH(window.add(4, 1, at(0)), "bug");
  EXPECT_DEATH(window.settle(6), "bug");
}

}  // namespace
}  // namespace angarium::delivery
