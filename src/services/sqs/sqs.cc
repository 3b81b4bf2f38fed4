#include "services/sqs/sqs.h"

#include "services/sqs/queue_check.h"
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

wire::Check Sqs::check_on(const base::AccountId& caller, const std::string& action,
                          const std::string& queue_arn) const {
  std::optional<QueueAddress> address = parse_queue_arn(queue_arn);
  if (!address) return {.action = action, .resource = queue_arn};
  wire::Check check = queue_check(action, *address, catalog_.find(*address).get());
  if (is_owners_alone(action) && check.owner != caller) check.resource_policy = nullptr;
  return check;
}

std::vector<QueuePtr> Sqs::queues() const {
  std::vector<QueuePtr> queues;
  for (const QueueAddress& address : catalog_.addresses()) {
    // One that is deleted meanwhile is left out.
    if (QueuePtr queue = catalog_.find(address)) queues.push_back(std::move(queue));
  }
  return queues;
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
