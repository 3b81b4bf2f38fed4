#pragma once

#include "services/sqs/queue.h"
#include "store/operations.h"

namespace angarium::services::sqs {

// The operation that puts a message into `queue`; belongs into a commit of the queue's partition,
// with queue_exists() as a precondition. A message whose id lives in the queue is not pushed again,
// nor is one whose id was pushed less than `deduplicate_for` ago.
store::QueuePush message_push(const Queue& queue, store::MessageId id,
                              const MessageContent& content, base::Time not_before,
                              base::Milliseconds deduplicate_for = {});

// Keeps a commit from filling a queue that was deleted meanwhile.
store::Precondition queue_exists(const QueueName& name);

}  // namespace angarium::services::sqs
