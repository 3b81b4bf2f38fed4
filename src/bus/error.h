#pragma once

#include "base/result.h"

namespace angarium::bus {

enum class BusError {
  kMalformedDetail,  // the payload is not one JSON object, is not UTF-8, or is nested too deep
  kEventTooLarge,
  kTooManyEvents,   // in one call
  kTooManyMatches,  // one event is owed to more subscriptions than one commit should carry
  kNoSuchBus,       // not published, or removed
  kOverloaded,      // the memory for events in flight is full; nothing was taken, try again
  kOverQuota,       // too much of the account's waits to be delivered; nothing was taken, try again
  kUnavailable,     // the store did not take the commit; nothing was taken, try again
  kStopped,
};

const base::ErrorDomain& error_domain(BusError);

}  // namespace angarium::bus
