#include "bus/error.h"

namespace angarium::bus {
namespace {

std::string_view code_name(int code) {
  switch (static_cast<BusError>(code)) {
    case BusError::kMalformedDetail: return "MalformedDetail";
    case BusError::kEventTooLarge: return "EventTooLarge";
    case BusError::kTooManyEvents: return "TooManyEvents";
    case BusError::kTooManyMatches: return "TooManyMatches";
    case BusError::kNoSuchBus: return "NoSuchBus";
    case BusError::kOverloaded: return "Overloaded";
    case BusError::kOverQuota: return "OverQuota";
    case BusError::kUnavailable: return "Unavailable";
    case BusError::kStopped: return "Stopped";
  }
  return "Unknown";
}

}  // namespace

const base::ErrorDomain& error_domain(BusError) {
  static const base::ErrorDomain domain{"bus", code_name};
  return domain;
}

}  // namespace angarium::bus
