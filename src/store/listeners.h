#pragma once

#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "store/store.h"

namespace angarium::store {

// Who wants to be called when a queue or a table has changed. Thread safe.
class Listeners {
 public:
  Listener on_queue(const Partition& partition, const Key& queue, std::function<void()> callback);
  Listener on_table(const Partition& partition, const Key& prefix, std::function<void()> callback);

  // Adds those concerned, each once per call of notify.
  using Calls = std::map<uint64_t, std::shared_ptr<const std::function<void()>>>;
  void add_queue(const Partition& partition, const Key& queue, Calls& calls) const;
  void add_table(const Partition& partition, const Key& key, Calls& calls) const;

 private:
  using Place = std::pair<Partition, Key>;
  struct State {
    mutable base::Mutex mutex;
    std::map<Place, Calls> queues AG_GUARDED_BY(mutex);
    std::map<Place, Calls> tables AG_GUARDED_BY(mutex);  // by prefix
    uint64_t last_id AG_GUARDED_BY(mutex) = 0;
  };
  Listener add(std::map<Place, Calls> State::*map, Place place, std::function<void()> callback);

  // Shared with the handles, which may outlive the store.
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace angarium::store
