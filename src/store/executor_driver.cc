#include <utility>

#include "store/group_driver.h"

namespace angarium::store {

namespace {

class ExecutorDriver final : public GroupDriver {
 public:
  ExecutorDriver(base::Executor& executor, std::function<base::Instant::duration()> latency)
      : executor_(executor), latency_(std::move(latency)) {}
  ~ExecutorDriver() override { stop(); }

  void start(Calls calls) override { state_->calls = std::move(calls); }

  void wake(Stage stage) override {
    const auto index = static_cast<size_t>(stage);
    if (std::exchange(state_->is_posted[index], true)) return;
    auto run = [state = state_, index] {
      state->is_posted[index] = false;
      if (state->calls[index]) state->calls[index]();
    };
    if (latency_ && stage == Stage::kWrite) {
      executor_.post_at(executor_.now() + latency_(), run);
    } else {
      executor_.post(run);
    }
  }

  void stop() override { state_->calls = {}; }

 private:
  // Shared with the work posted, which may come up after the driver is gone.
  struct State {
    Calls calls;
    std::array<bool, kStages> is_posted{};
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
