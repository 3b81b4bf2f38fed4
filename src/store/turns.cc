#include "store/turns.h"

#include <optional>

namespace angarium::store {

base::Task<Turns::Turn> Turns::take(Partition partition) {
  std::optional<base::OneShot<bool>> my_turn;
  {
    base::MutexLock lock(mutex_);
    auto [waiting, is_free] = taken_.try_emplace(partition);
    if (!is_free) {
      my_turn.emplace(executor_);
      waiting->second.push_back(*my_turn);
    }
  }
  if (my_turn) co_await *my_turn;
  co_return Turn(*this, std::move(partition));
}

void Turns::pass_on(const Partition& partition) {
  std::optional<base::OneShot<bool>> next;
  {
    base::MutexLock lock(mutex_);
    auto waiting = taken_.find(partition);
    if (waiting->second.empty()) {
      taken_.erase(waiting);
    } else {
      next = std::move(waiting->second.front());
      waiting->second.pop_front();
    }
  }
  if (next) next->set(true);
}

}  // namespace angarium::store
