#pragma once

#include <map>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/random.h"

namespace angarium::base {

// An executor without threads: whoever holds it calls run_*(). Which of the pieces of work that are
// ready goes next is drawn from the seed, so one seed replays one run exactly, and different seeds
// try different interleavings. Time stands still while work is ready and then jumps to the next
// timer. Not thread safe: one thread drives everything.
class SimulatedExecutor final : public Executor {
 public:
  explicit SimulatedExecutor(uint64_t seed) : random_(seed) {}

  void post(std::function<void()> work) override;
  TimerId post_at(Instant due, std::function<void()> work) override;
  bool cancel(TimerId timer) override;
  Instant now() const override { return now_; }

  // Runs one piece of work, moving time to the next timer if nothing is ready. False: nothing left.
  bool run_one();
  // Runs until nothing is left or `work_max` pieces have run; answers how many ran.
  size_t run_until_idle(size_t work_max);
  // Runs everything due up to `due` and leaves the clock there.
  void run_until(Instant due);
  // Forgets all work and timers, as a killed process does. Suspended coroutines are not destroyed.
  void drop_all();

 private:
  struct Timer {
    TimerId id;
    std::function<void()> work;
  };
  void move_time(Instant to);

  SeededRandom random_;
  Instant now_{};
  std::vector<std::function<void()>> ready_;
  std::multimap<Instant, Timer> timers_;
  TimerId last_timer_ = 0;
};

// The calendar of a simulation: a fixed start plus the executor's time.
class SimulatedClock final : public Clock {
 public:
  SimulatedClock(const Executor& executor, Time start) : executor_(executor), start_(start) {}
  Time now() const override {
    return start_ + std::chrono::floor<Milliseconds>(executor_.now().time_since_epoch());
  }

 private:
  const Executor& executor_;
  const Time start_;
};

}  // namespace angarium::base
