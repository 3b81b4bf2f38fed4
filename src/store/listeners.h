#pragma once

#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "store/store.h"

namespace angarium::store {

// Who wants to be called when a queue or a table has changed, or to take part in what is changing.
// Thread safe.
class Listeners {
 public:
  Listener on_queue(const Partition& partition, const Key& queue, std::function<void()> callback);
  Listener on_table(const Partition& partition, const Key& prefix, std::function<void()> callback);

  Listener on_queue_filled(const Partition& partition, const Key& queue, Taker taker);

  // The first of those who would take from the queue; null when there is none.
  std::shared_ptr<const Taker> taker(const Partition& partition, const Key& queue) const;
  // Adds those concerned, each once per call of notify.
  using Calls = std::map<uint64_t, std::shared_ptr<const std::function<void()>>>;
  void add_queue(const Partition& partition, const Key& queue, Calls& calls) const;
  void add_table(const Partition& partition, const Key& key, Calls& calls) const;

 private:
  using Place = std::pair<Partition, Key>;
  template <class Function>
  using ById = std::map<uint64_t, std::shared_ptr<const Function>>;
  struct State {
    mutable base::Mutex mutex;
    std::map<Place, Calls> queues AG_GUARDED_BY(mutex);
    std::map<Place, Calls> tables AG_GUARDED_BY(mutex);  // by prefix
    std::map<Place, ById<Taker>> takers AG_GUARDED_BY(mutex);
    uint64_t last_id AG_GUARDED_BY(mutex) = 0;
  };
  template <class Function>
  Listener add(std::map<Place, ById<Function>> State::*map, Place place, Function function);

  // Shared with the handles, which may outlive the store.
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace angarium::store
