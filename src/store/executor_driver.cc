#include <utility>

#include "store/group_driver.h"

namespace angarium::store {

namespace {

class ExecutorDriver final : public GroupDriver {
 public:
  ExecutorDriver(base::Executor& executor, std::function<base::Instant::duration()> latency)
      : executor_(executor), latency_(std::move(latency)) {}
  ~ExecutorDriver() override { stop(); }

  void start(std::function<void()> run_group) override { state_->run_group = std::move(run_group); }

  void wake() override {
    if (std::exchange(state_->scheduled, true)) return;
    auto run = [state = state_] {
      state->scheduled = false;
      if (state->run_group) state->run_group();
    };
    if (latency_) {
      executor_.post_at(executor_.now() + latency_(), run);
    } else {
      executor_.post(run);
    }
  }

  void stop() override { state_->run_group = nullptr; }

 private:
  // Shared with the work posted, which may come up after the driver is gone.
  struct State {
    std::function<void()> run_group;
    bool scheduled = false;
  };
  base::Executor& executor_;
  const std::function<base::Instant::duration()> latency_;
  const std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace

std::unique_ptr<GroupDriver> make_executor_driver(
    base::Executor& executor, std::function<base::Instant::duration()> latency) {
  return std::make_unique<ExecutorDriver>(executor, std::move(latency));
}

}  // namespace angarium::store
