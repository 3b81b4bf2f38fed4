#include "store/ownership.h"

#include <utility>

namespace angarium::store {

base::Task<base::Result<Epoch>> Ownership::epoch(Partition partition) {
  base::OneShot<Taken> ready(executor_);
  bool is_first = false;
  if (auto known = find_or_wait(partition, ready, is_first)) co_return *known;
  if (is_first) {
    Taken taken = co_await store_.own(executor_, partition);
    settle(partition, taken);
    co_return taken;
  }
  Taken taken = co_await ready;
  co_return taken;
}

base::Task<base::Result<CommitResult>> Ownership::commit(CommitRequest request) {
  AG_CO_TRY(current, epoch(request.partition));
  request.epoch = current;
  auto result = co_await store_.commit(executor_, std::move(request));
  co_return result;
}

std::optional<Epoch> Ownership::find_or_wait(const Partition& partition,
                                             const base::OneShot<Taken>& ready, bool& is_first) {
  base::MutexLock lock(mutex_);
  auto [at, inserted] = entries_.try_emplace(partition);
  is_first = inserted;
  if (at->second.epoch != 0) return at->second.epoch;
  if (!inserted) at->second.waiting.push_back(ready);
  return std::nullopt;
}

void Ownership::settle(const Partition& partition, const Taken& taken) {
  std::vector<base::OneShot<Taken>> waiting;
  {
    base::MutexLock lock(mutex_);
    Entry& entry = entries_[partition];
    waiting.swap(entry.waiting);
    if (taken.ok()) {
      entry.epoch = *taken;
    } else {
      entries_.erase(partition);
    }
  }
  for (base::OneShot<Taken>& waiter : waiting) waiter.set(taken);
}

}  // namespace angarium::store
