#include "services/sqs/expiry.h"

#include <utility>

#include "base/log.h"

namespace angarium::services::sqs {

Expiry::Expiry(const Dependencies& dependencies, const Catalog& catalog)
    : ownership_(dependencies.ownership),
      clock_(dependencies.clock),
      settings_(dependencies.settings),
      catalog_(catalog),
      ended_(ownership_.executor()) {}

void Expiry::start() {
  {
    base::MutexLock lock(mutex_);
    is_started_ = true;
  }
  base::spawn(ownership_.executor(), run(shared_from_this()));
}

base::Task<void> Expiry::run(std::shared_ptr<Expiry> self) {
  while (!self->is_stopped()) {
    co_await self->sweep();
    co_await self->sleep();
  }
  self->ended_.set(true);
}

base::Task<void> Expiry::ended() {
  {
    base::MutexLock lock(mutex_);
    if (!is_started_) co_return;
  }
  co_await ended_;
}

base::Task<uint64_t> Expiry::sweep() {
  uint64_t removed = 0;
  for (const QueueAddress& address : catalog_.addresses()) {
    if (is_stopped()) break;
    removed += co_await sweep_queue(address);
  }
  co_return removed;
}

base::Task<uint64_t> Expiry::sweep_queue(QueueAddress address) {
  uint64_t removed = 0;
  const store::Key messages = messages_key(address.name);
  while (!is_stopped()) {
    co_await base::resume_on(ownership_.executor());  // lets others in between the steps
    QueuePtr queue = catalog_.find(address);
    if (!queue) co_return removed;
    base::Time due_by = clock_.now() - queue->attributes.message_retention;
    auto next = ownership_.store().queue_next_due(partition_of(address), messages);
    if (!next.ok() || !*next || **next > due_by) co_return removed;
    store::CommitRequest request{.partition = partition_of(address), .operations = {}};
    request.operations.emplace_back(store::QueueExpire{
        .queue = messages, .due_by = due_by, .messages_max = settings_.expired_messages_max});
    auto committed = co_await ownership_.commit(std::move(request));
    if (!committed.ok()) {
      base::log(base::LogLevel::kWarning, "expired messages could not be removed",
                {{"queue", address.arn().text()}, {"problem", committed.error().message()}});
      co_return removed;
    }
    removed += committed->operations.front().messages_removed;
  }
  co_return removed;
}

base::Task<void> Expiry::sleep() {
  base::Executor& executor = ownership_.executor();
  base::OneShot<bool> over(executor);
  {
    base::MutexLock lock(mutex_);
    if (is_stopped_) co_return;
    sleeping_ = over;
  }
  base::TimerId timer = executor.post_at(executor.now() + settings_.expiry_interval,
                                         [over]() mutable { over.set(true); });
  co_await over;
  executor.cancel(timer);
}

void Expiry::stop() {
  std::optional<base::OneShot<bool>> sleeping;
  {
    base::MutexLock lock(mutex_);
    is_stopped_ = true;
    sleeping = sleeping_;
  }
  if (sleeping) sleeping->set(true);
}

bool Expiry::is_stopped() const {
  base::MutexLock lock(mutex_);
  return is_stopped_;
}

}  // namespace angarium::services::sqs
