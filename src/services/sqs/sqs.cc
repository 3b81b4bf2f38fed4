#include "services/sqs/sqs.h"

#include "services/sqs/queue_target.h"

namespace angarium::services::sqs {

Sqs::Sqs(const Dependencies& dependencies)
    : mover_(std::make_shared<Mover>(dependencies, catalog_)),
      api_(dependencies, catalog_, mover_),
      target_(std::make_shared<QueueTarget>(dependencies, catalog_)),
      expiry_(std::make_shared<Expiry>(dependencies, catalog_)) {}

base::Result<std::unique_ptr<Sqs>> Sqs::open(const Dependencies& dependencies) {
  std::unique_ptr<Sqs> sqs(new Sqs(dependencies));
  AG_CHECK(sqs->catalog_.load(dependencies.ownership.store()));
  AG_CHECK(sqs->mover_->load(dependencies.ownership.store()));
  return sqs;
}

void Sqs::start() {
  expiry_->start();
  mover_->start();
}

void Sqs::stop() {
  expiry_->stop();
  mover_->stop();
  api_.stop();
}

base::Task<void> Sqs::ended() {
  co_await expiry_->ended();
  co_await mover_->ended();
}

}  // namespace angarium::services::sqs
