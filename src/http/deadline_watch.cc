#include "http/deadline_watch.h"

#include <utility>

namespace angarium::http {

struct DeadlineWatch::State : std::enable_shared_from_this<State> {
  State(base::Executor& executor, std::function<void()> expired)
      : executor(executor), expired(std::move(expired)) {}

  base::Executor& executor;
  std::function<void()> expired;  // empty once the watch is gone
  base::Instant deadline = base::Instant::max();
  base::Instant armed_for = base::Instant::max();  // max: no timer
  base::TimerId timer = 0;

  void arm() {
    armed_for = deadline;
    timer = executor.post_at(deadline, [self = shared_from_this(), at = deadline] {
      // A cancelled timer may fire all the same; only the latest one counts.
      if (self->armed_for == at) self->fire();
    });
  }
  void disarm() {
    if (std::exchange(armed_for, base::Instant::max()) != base::Instant::max()) {
      executor.cancel(timer);
    }
  }
  void fire() {
    armed_for = base::Instant::max();
    if (!expired || deadline == base::Instant::max()) return;
    if (deadline > executor.now()) return arm();
    deadline = base::Instant::max();
    expired();
  }
};

DeadlineWatch::DeadlineWatch(base::Executor& executor, std::function<void()> expired)
    : state_(std::make_shared<State>(executor, std::move(expired))) {}

DeadlineWatch::~DeadlineWatch() {
  state_->disarm();
  state_->expired = nullptr;
}

void DeadlineWatch::set(base::Instant deadline) {
  state_->deadline = deadline;
  if (deadline >= state_->armed_for) return;
  state_->disarm();
  state_->arm();
}

}  // namespace angarium::http
