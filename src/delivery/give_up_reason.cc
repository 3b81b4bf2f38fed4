#include "delivery/give_up_reason.h"

namespace angarium::delivery {

std::string_view name(GiveUpReason reason) {
  switch (reason) {
    case GiveUpReason::kPermanent: return "permanent";
    case GiveUpReason::kRetriesExhausted: return "retries_exhausted";
    case GiveUpReason::kTooOld: return "too_old";
    case GiveUpReason::kQueueFull: return "queue_full";
    case GiveUpReason::kUnreadable: return "unreadable";
  }
  return "unknown";
}

}  // namespace angarium::delivery
