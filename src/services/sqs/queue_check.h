#pragma once

#include <string_view>

#include "services/sqs/queue.h"
#include "wire/authorizer.h"

namespace angarium::services::sqs {

// What an action on a queue needs to be allowed. Its policy decides, and policies may ask for its
// tags. `queue` is null when there is none: a stranger must not be able to tell.
wire::Check queue_check(std::string_view action, const QueueAddress& address, const Queue* queue);

}  // namespace angarium::services::sqs
