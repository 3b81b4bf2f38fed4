#pragma once

#include <set>

#include "base/mutex.h"
#include "services/events/names.h"

namespace angarium::services::events {

// The names of buses that PutEvents was given and that do not exist: each is worth one line of the
// log, not one for every event. Thread safe.
class UnknownBuses {
 public:
  // Names kept, 1.6 KB each at most. Whoever makes up more of them fills no memory and no log.
  static constexpr size_t kNamesMax = 1'000;

  enum class Seen {
    kFirst,   // say so
    kBefore,  // it was said
    kLast,    // it's new, and the last that is kept: say that further ones are only counted
    kBeyond,  // no more are kept
  };
  Seen note(const BusId& bus);
  // It exists now: should it go again, that is news.
  void forget(const BusId& bus);

 private:
  base::Mutex mutex_;
  std::set<BusId> names_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::services::events
