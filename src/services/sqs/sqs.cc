#include "services/sqs/sqs.h"

#include "services/sqs/queue_target.h"

namespace angarium::services::sqs {

Sqs::Sqs(const Dependencies& dependencies)
    : api_(dependencies, catalog_),
      target_(std::make_shared<QueueTarget>(dependencies, catalog_)),
      expiry_(std::make_shared<Expiry>(dependencies, catalog_)) {}

base::Result<std::unique_ptr<Sqs>> Sqs::open(const Dependencies& dependencies) {
  std::unique_ptr<Sqs> sqs(new Sqs(dependencies));
  AG_CHECK(sqs->catalog_.load(dependencies.ownership.store()));
  return sqs;
}

void Sqs::stop() {
  expiry_->stop();
  api_.stop();
}

}  // namespace angarium::services::sqs
