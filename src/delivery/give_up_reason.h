#pragma once

#include <cstdint>
#include <string_view>

namespace angarium::delivery {

// Why a delivery is tried no more. The numbers are stored (docs/formats/bus.md).
enum class GiveUpReason : uint8_t {
  kPermanent = 0,         // the target said so
  kRetriesExhausted = 1,  // EventBridge: MaximumRetryAttempts
  kTooOld = 2,            // EventBridge: MaximumEventAgeInSeconds
  kQueueFull = 3,         // its subscription, or its account, has too much in retry queues
  kUnreadable = 4,        // the stored bytes can't be read
};
std::string_view name(GiveUpReason reason);  // as metrics and logs show it

}  // namespace angarium::delivery
