#pragma once

#include "base/time.h"
#include "delivery/target.h"
#include "wire/authorizer.h"

namespace angarium::services::events {

// EventBridge, that asks on behalf of the rule whose delivery it is, as the target's role.
wire::ServiceCall rule_call(const delivery::Delivery& delivery, base::Time now);

}  // namespace angarium::services::events
