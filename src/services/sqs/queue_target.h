#pragma once

#include "delivery/target.h"
#include "services/sqs/catalog.h"
#include "services/sqs/dependencies.h"

namespace angarium::services::sqs {

// Delivers events to queues: the target behind every "arn:aws:sqs:" ARN. One serves all of them;
// which queue, and whether there is one, is looked up for each delivery. Thread safe.
//
// Who may: a rule reaches the queues of its own account unless a queue's policy denies it
// (EventBridge asks the queue's policy there, too; Angarium will once PutTargets can tell the user
// what is missing). A queue of another account must permit it: principal events.amazonaws.com, or
// the target's role, with aws:SourceArn = the rule and aws:SourceAccount = its account.
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
  const bool policies_decide_;
};

}  // namespace angarium::services::sqs
