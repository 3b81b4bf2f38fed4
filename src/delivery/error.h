#pragma once

#include "base/result.h"

namespace angarium::delivery {

enum class DeliveryError {
  kNoSuchTarget,       // nothing behind the ARN
  kUnsupportedTarget,  // a kind of target this server does not know
  kTooLarge,           // over a limit of this room
};

const base::ErrorDomain& error_domain(DeliveryError);

}  // namespace angarium::delivery
