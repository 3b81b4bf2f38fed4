#include "services/events/unknown_buses.h"

namespace angarium::services::events {

UnknownBuses::Seen UnknownBuses::note(const BusId& bus) {
  base::MutexLock lock(mutex_);
  if (names_.contains(bus)) return Seen::kBefore;
  if (names_.size() >= kNamesMax) return Seen::kBeyond;
  names_.insert(bus);
  return names_.size() == kNamesMax ? Seen::kLast : Seen::kFirst;
}

void UnknownBuses::forget(const BusId& bus) {
  base::MutexLock lock(mutex_);
  names_.erase(bus);
}

}  // namespace angarium::services::events
