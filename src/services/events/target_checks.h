#pragma once

#include "services/events/limits.h"
#include "services/events/names.h"
#include "services/events/target_shapes.h"
#include "wire/error.h"

namespace angarium::services::events {

// What PutTargets refuses whatever the rule is: an ARN that is none or of a kind that EventBridge
// can't deliver to, a role that is missing, parameters of another kind, an id given twice, a
// dead-letter queue that can't be one.
//
// A kind that this server does not reach yet is taken all the same, for whoever makes a rule must
// be able to describe it; its deliveries fail for good, with a reason.
wire::Result<void> check_targets(const PutTargetsRequest& input, const BusId& bus,
                                 const Limits& limits);

}  // namespace angarium::services::events
