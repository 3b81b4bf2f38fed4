#pragma once

#include <string_view>

#include "services/sqs/queue.h"
#include "wire/authorizer.h"

namespace angarium::services::sqs {

// What an action on a queue needs to be allowed. Its policy decides, and policies may ask for its
// tags. `queue` is null when there is none: a stranger must not be able to tell.
wire::Check queue_check(std::string_view action, const QueueAddress& address, const Queue* queue);

// Whether "cross-account permissions don't apply to this action" (API reference): whatever a
// queue's policy says, other accounts can't. `action` is spelled as queue_check() was given it.
bool is_owners_alone(std::string_view action);

}  // namespace angarium::services::sqs
