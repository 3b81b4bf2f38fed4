#include "http/deadline_watch.h"

#include <gtest/gtest.h>

#include "base/simulated_executor.h"

namespace angarium::http {

namespace {

// Counts the timers that are set: a deadline that moves with every read must not set one each time.
class CountingExecutor final : public base::Executor {
 public:
  void post(std::function<void()> work) override { simulated.post(std::move(work)); }
  base::TimerId post_at(base::Instant due, std::function<void()> work) override {
    ++timer_count;
    return simulated.post_at(due, std::move(work));
  }
  bool cancel(base::TimerId timer) override { return simulated.cancel(timer); }
  base::Instant now() const override { return simulated.now(); }

  base::SimulatedExecutor simulated{1};
  int timer_count = 0;
};

base::Instant at(int seconds) { return base::Instant(base::Seconds(seconds)); }

struct DeadlineWatchTest : testing::Test {
  CountingExecutor executor;
  std::vector<base::Instant> expired;
  std::optional<DeadlineWatch> watch;
  DeadlineWatchTest() {
    watch.emplace(executor, [this] { expired.push_back(executor.now()); });
  }
};

TEST_F(DeadlineWatchTest, TellsOnceWhenItHasPassed) {
  watch->set(at(5));
  executor.simulated.run_until(at(100));
  EXPECT_EQ(expired, std::vector<base::Instant>{at(5)});
}

TEST_F(DeadlineWatchTest, ALaterDeadlineCostsNoTimer) {
  watch->set(at(5));
  for (int i = 6; i <= 20; ++i) watch->set(at(i));
  EXPECT_EQ(executor.timer_count, 1);
  executor.simulated.run_until(at(100));
  EXPECT_EQ(expired, std::vector<base::Instant>{at(20)});
  EXPECT_EQ(executor.timer_count, 2);
}

TEST_F(DeadlineWatchTest, AnEarlierDeadlineHolds) {
  watch->set(at(20));
  watch->set(at(5));
  executor.simulated.run_until(at(100));
  EXPECT_EQ(expired, std::vector<base::Instant>{at(5)});
}

TEST_F(DeadlineWatchTest, AClearedDeadlineDoesNotPass) {
  watch->set(at(5));
  watch->clear();
  executor.simulated.run_until(at(100));
  EXPECT_TRUE(expired.empty());
  watch->set(at(105));
  executor.simulated.run_until(at(200));
  EXPECT_EQ(expired, std::vector<base::Instant>{at(105)});
}

TEST_F(DeadlineWatchTest, NothingIsToldOnceItIsGone) {
  watch->set(at(5));
  executor.simulated.post_at(at(5), [this] { watch.reset(); });
  executor.simulated.run_until(at(5));
  const size_t told = expired.size();  // either may have come first
  executor.simulated.run_until(at(100));
  EXPECT_EQ(expired.size(), told);
}

}  // namespace
}  // namespace angarium::http
