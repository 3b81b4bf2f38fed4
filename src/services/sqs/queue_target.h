#pragma once

#include "delivery/target.h"
#include "services/sqs/catalog.h"
#include "services/sqs/dependencies.h"

namespace angarium::services::sqs {

// Delivers events to queues: the target behind every "arn:aws:sqs:" ARN. One serves all of them;
// which queue, and whether there is one, is looked up for each delivery. Thread safe.
//
// Who may: as with EventBridge the queue's policy must let events.amazonaws.com send, also within
// an account, or the target has a role that may. Decided for each attempt; a denial is for good.
// The owner of a rule learns nothing of another account's queues: absent and forbidden look alike.
//
// A FIFO queue needs the target's MessageGroupId and, as on EventBridge, deduplication by content
// (API reference, SqsParameters): without either a delivery fails for good.
class QueueTarget final : public delivery::Target {
 public:
  QueueTarget(const Dependencies& dependencies, const Catalog& catalog);

  base::Task<delivery::Attempt> attempt(delivery::Delivery delivery) override;
  std::optional<delivery::SameCommit> same_commit(const delivery::Delivery& delivery,
                                                  const store::Partition& bus_partition) override;

 private:
  // The queue that may take the delivery, and what it takes; or why there is none.
  struct Admission {
    QueuePtr queue;  // null: `refusal` says why
    MessageContent content = {};
    delivery::Attempt refusal = {};
  };
  Admission admit(const delivery::Delivery& delivery) const;
  store::QueuePush push(const Queue& queue, const MessageContent& content) const;

  store::Ownership& ownership_;
  const base::Clock& clock_;
  base::Random& random_;
  const Catalog& catalog_;
  wire::Authorizer& authorizer_;
};

}  // namespace angarium::services::sqs
