#include "base/simulated_executor.h"

#include <algorithm>
#include <utility>

namespace angarium::base {

void SimulatedExecutor::post(std::function<void()> work) { ready_.push_back(std::move(work)); }

TimerId SimulatedExecutor::post_at(Instant due, std::function<void()> work) {
  timers_.emplace(due, Timer{++last_timer_, std::move(work)});
  return last_timer_;
}

bool SimulatedExecutor::cancel(TimerId timer) {
  auto found = std::find_if(timers_.begin(), timers_.end(),
                            [timer](const auto& entry) { return entry.second.id == timer; });
  if (found == timers_.end()) return false;
  timers_.erase(found);
  return true;
}

void SimulatedExecutor::move_time(Instant to) {
  now_ = std::max(now_, to);
  while (!timers_.empty() && timers_.begin()->first <= now_) {
    ready_.push_back(std::move(timers_.begin()->second.work));
    timers_.erase(timers_.begin());
  }
}

bool SimulatedExecutor::run_one() {
  if (ready_.empty() && !timers_.empty()) move_time(timers_.begin()->first);
  if (ready_.empty()) return false;
  std::swap(ready_[random_.below(ready_.size())], ready_.back());
  std::function<void()> work = std::move(ready_.back());
  ready_.pop_back();
  work();
  return true;
}

size_t SimulatedExecutor::run_until_idle(size_t work_max) {
  size_t count = 0;
  while (count < work_max && run_one()) ++count;
  return count;
}

void SimulatedExecutor::run_until(Instant due) {
  while (!ready_.empty() || (!timers_.empty() && timers_.begin()->first <= due)) run_one();
  move_time(due);
}

void SimulatedExecutor::drop_all() {
  ready_.clear();
  timers_.clear();
}

}  // namespace angarium::base
