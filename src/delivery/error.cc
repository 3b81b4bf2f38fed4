#include "delivery/error.h"

namespace angarium::delivery {
namespace {

std::string_view code_name(int code) {
  switch (static_cast<DeliveryError>(code)) {
    case DeliveryError::kNoSuchTarget: return "NO_RESOURCE";
    case DeliveryError::kUnsupportedTarget: return "UNSUPPORTED_TARGET";
    case DeliveryError::kTooLarge: return "TooLarge";
  }
  return "Unknown";
}

}  // namespace

const base::ErrorDomain& error_domain(DeliveryError) {
  static const base::ErrorDomain domain{"delivery", code_name};
  return domain;
}

}  // namespace angarium::delivery
