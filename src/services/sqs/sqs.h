#pragma once

#include <memory>
#include <vector>

#include "delivery/target.h"
#include "services/sqs/api.h"
#include "services/sqs/catalog.h"
#include "services/sqs/dependencies.h"
#include "services/sqs/expiry.h"
#include "services/sqs/mover.h"
#include "wire/service.h"

namespace angarium::services::sqs {

// SQS, whole: what server/ makes one of. Its parts are not for others.
class Sqs {
 public:
  // Reads all queues' records; may read the disk for long. What `dependencies` refers to outlives
  // it.
  static base::Result<std::unique_ptr<Sqs>> open(const Dependencies& dependencies);

  // For the gateway. This outlives it.
  wire::Service service() { return wire::Service(Api::table(), api_); }
  // What stands behind every "arn:aws:sqs:" target.
  std::shared_ptr<delivery::Target> target() const { return target_; }

  // What an action on a queue is decided by besides who asks; `queue` may be any text.
  wire::Check check_on(const base::AccountId& caller, const std::string& action,
                       const std::string& queue_arn) const;
  // For who looks at all policies. None and null: no such queue.
  std::vector<QueuePtr> queues() const;
  QueuePtr find(const QueueAddress& address) const { return catalog_.find(address); }

  // Begins the background work: removes messages past their retention, and goes on with the message
  // move tasks that a stop interrupted.
  void start();
  // Ends long polls with what they have, and soon the background work. Requests still get answers.
  void stop();
  // Waits, after stop(), until the background work has ended; then the executor may stop.
  base::Task<void> ended();

 private:
  explicit Sqs(const Dependencies& dependencies);

  Catalog catalog_;
  std::shared_ptr<Mover> mover_;
  Api api_;
  std::shared_ptr<delivery::Target> target_;
  std::shared_ptr<Expiry> expiry_;
};

}  // namespace angarium::services::sqs
