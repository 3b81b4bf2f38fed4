#include "store/listeners.h"

namespace angarium::store {

template <class Function>
Listener Listeners::add(std::map<Place, ById<Function>> State::*map, Place place,
                        Function function) {
  auto shared = std::make_shared<const Function>(std::move(function));
  base::MutexLock lock(state_->mutex);
  const uint64_t id = ++state_->last_id;
  ((*state_).*map)[place].emplace(id, std::move(shared));
  return Listener([weak = std::weak_ptr<State>(state_), map, place, id] {
    auto state = weak.lock();
    if (!state) return;
    std::shared_ptr<const Function> removed;  // dies after the lock
    base::MutexLock lock(state->mutex);
    ById<Function>& functions = ((*state).*map)[place];
    removed = std::move(functions[id]);
    functions.erase(id);
    if (functions.empty()) ((*state).*map).erase(place);
  });
}

Listener Listeners::on_queue(const Partition& partition, const Key& queue,
                             std::function<void()> callback) {
  return add(&State::queues, {partition, queue}, std::move(callback));
}

Listener Listeners::on_table(const Partition& partition, const Key& prefix,
                             std::function<void()> callback) {
  return add(&State::tables, {partition, prefix}, std::move(callback));
}

Listener Listeners::on_queue_filled(const Partition& partition, const Key& queue, Taker taker) {
  return add(&State::takers, {partition, queue}, std::move(taker));
}

std::shared_ptr<const Taker> Listeners::taker(const Partition& partition, const Key& queue) const {
  base::MutexLock lock(state_->mutex);
  auto found = state_->takers.find({partition, queue});
  return found == state_->takers.end() ? nullptr : found->second.begin()->second;
}

void Listeners::add_queue(const Partition& partition, const Key& queue, Calls& calls) const {
  base::MutexLock lock(state_->mutex);
  auto found = state_->queues.find({partition, queue});
  if (found != state_->queues.end()) calls.insert(found->second.begin(), found->second.end());
}

// Tables change rarely and have few listeners, each with a prefix: all of the partition's are
// tried.
void Listeners::add_table(const Partition& partition, const Key& key, Calls& calls) const {
  base::MutexLock lock(state_->mutex);
  for (auto place = state_->tables.lower_bound({partition, Key()});
       place != state_->tables.end() && place->first.first == partition; ++place) {
    if (key.starts_with(place->first.second)) {
      calls.insert(place->second.begin(), place->second.end());
    }
  }
}

}  // namespace angarium::store
