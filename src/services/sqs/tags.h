#pragma once

#include "services/sqs/queue.h"
#include "wire/authorizer.h"

namespace angarium::services::sqs {

// AWS's restrictions on the tags of one queue (SQS developer guide, "Quotas related to queues").
wire::Result<void> check_tags(const QueueName& queue, const Tags& tags);

// The condition keys of a request that sets tags.
void add_request_tags(const Tags& tags, wire::Check& check);

}  // namespace angarium::services::sqs
