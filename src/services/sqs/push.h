#pragma once

#include "services/sqs/queue.h"
#include "store/operations.h"

namespace angarium::services::sqs {

// The operation that puts a message into `queue`; belongs into a commit of the queue's partition,
// with queue_exists() as a precondition. A message whose id lives in the queue is not pushed again,
// nor, into a FIFO queue, one that repeats another of the last five minutes. The content of a
// message for a FIFO queue has its group and its deduplication id.
store::QueuePush message_push(const Queue& queue, store::MessageId id,
                              const MessageContent& content, base::Time not_before);

// Keeps a commit from filling a queue that was deleted meanwhile.
store::Precondition queue_exists(const QueueName& name);

}  // namespace angarium::services::sqs
