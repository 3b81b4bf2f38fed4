#include "services/sqs/mover.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/log.h"
#include "base/uuid.h"
#include "services/sqs/push.h"
#include "store/error.h"

namespace angarium::services::sqs {
namespace {

// Of one commit: 25 messages of 1 MiB, read and written, stay below what a commit may touch.
constexpr uint32_t kMovesMax = 25;
// Steps per second that a slow rate is cut into, so that messages trickle rather than jump.
constexpr uint32_t kStepsPerSecond = 4;
// After a commit that failed: another caller changed the record, or the disk is full.
constexpr base::Milliseconds kAgain{100};

// AWS's names of what can go wrong with a task.
constexpr const char* kNoSource = "CouldNotDetermineMessageSource";
constexpr const char* kNoQueue = "AWS.SimpleQueueService.NonExistentQueue";
constexpr const char* kTooLong = "The task has run for as long as one may.";

uint32_t moves_of_step(const MoveTask& task) {
  if (task.messages_per_second_max == 0) return kMovesMax;
  return std::clamp(task.messages_per_second_max / kStepsPerSecond, 1u, kMovesMax);
}

// How long after `moves` messages the next may go.
base::Milliseconds pause_after(const MoveTask& task, size_t moves) {
  if (task.messages_per_second_max == 0) return base::Milliseconds(0);
  const size_t thousandths = moves * 1'000;
  const size_t rate = task.messages_per_second_max;
  return base::Milliseconds((thousandths + rate - 1) / rate);
}

}  // namespace

// What one look at a task leads to.
struct Mover::Step {
  QueueAddress source;
  MoveTasks tasks = {};
  store::Revision revision = 0;  // of the record
  store::CommitRequest commit = {};
  std::set<QueueName> destinations = {};
  size_t moves = 0;

  MoveTask& task() { return tasks.front(); }
  void end(MoveTask::Status status, std::string failure_reason = {}) {
    task().status = status;
    task().failure_reason = std::move(failure_reason);
  }
};

Mover::Mover(const Dependencies& dependencies, const Catalog& catalog)
    : ownership_(dependencies.ownership),
      clock_(dependencies.clock),
      random_(dependencies.random),
      settings_(dependencies.settings),
      catalog_(catalog),
      ended_(ownership_.executor()) {}

base::Result<void> Mover::load(const store::Store& store) {
  AG_TRY(partitions, store.partitions());
  for (const store::Partition& partition : partitions) {
    store::ScanRequest request{.prefix = move_records_prefix(), .after = {}};
    for (bool more = true; more;) {
      AG_TRY(page, store.scan(partition, request));
      for (const store::TableItem& item : page.items) {
        AG_TRY(tasks, decode_move_tasks(item.value));
        if (tasks.empty() || !tasks.front().is_active()) continue;
        interrupted_.push_back(
            {partition.account, partition.region, QueueName(item.key.parts().back())});
      }
      more = page.more;
      if (more) request.after = page.items.back().key;
    }
  }
  base::MutexLock lock(mutex_);
  for (const QueueAddress& source : interrupted_) active_.emplace(source, std::nullopt);
  return {};
}

void Mover::start() {
  for (const QueueAddress& source : std::exchange(interrupted_, {})) run(source);
}

Mover::Reserved Mover::reserve(const QueueAddress& source) {
  base::MutexLock lock(mutex_);
  if (active_.contains(source)) return Reserved::kQueueHasOne;
  const size_t of_account =
      static_cast<size_t>(std::count_if(active_.begin(), active_.end(), [&](const auto& entry) {
        return entry.first.account == source.account && entry.first.region == source.region;
      }));
  if (of_account >= settings_.move_tasks_max) return Reserved::kAccountHasTooMany;
  active_.emplace(source, std::nullopt);
  return Reserved::kYes;
}

void Mover::run(const QueueAddress& source) {
  {
    base::MutexLock lock(mutex_);
    if (is_stopped_) return;  // start() finds it after the restart
    ++running_;
  }
  base::spawn(ownership_.executor(), work(shared_from_this(), source));
}

void Mover::release(const QueueAddress& source) {
  base::MutexLock lock(mutex_);
  active_.erase(source);
}

base::Task<void> Mover::work(std::shared_ptr<Mover> self, QueueAddress source) {
  while (!self->is_stopped()) {
    co_await base::resume_on(self->ownership_.executor());  // lets others in between the steps
    Wait wait = co_await self->step(source);
    if (!wait) {
      self->release(source);
      break;
    }
    if (wait->count() > 0) co_await self->sleep(source, *wait);
  }
  bool is_last = false;
  {
    base::MutexLock lock(self->mutex_);
    --self->running_;
    is_last = self->running_ == 0 && self->is_stopped_;
  }
  if (is_last) self->ended_.set(true);
}

base::Task<Mover::Wait> Mover::step(QueueAddress source) {
  auto planned = plan_step(source);
  if (!planned.ok()) {
    base::log(base::LogLevel::kError, "a message move task can't go on",
              {{"queue", source.arn().text()}, {"problem", planned.error().message()}});
    co_return std::nullopt;
  }
  Step& step = *planned;
  if (step.tasks.empty()) co_return std::nullopt;
  store::CommitRequest commit = std::move(step.commit);
  auto committed = co_await ownership_.commit(std::move(commit));
  if (!committed.ok()) {
    if (!committed.error().is(store::StoreError::kPreconditionFailed)) {
      base::log(base::LogLevel::kWarning, "a message move task has to wait",
                {{"queue", source.arn().text()}, {"problem", committed.error().message()}});
    }
    co_return kAgain;
  }
  if (!step.task().is_active()) co_return std::nullopt;
  co_return pause_after(step.task(), step.moves);
}

// A step without tasks: there is nothing more to do.
base::Result<Mover::Step> Mover::plan_step(const QueueAddress& source) const {
  Step step{.source = source};
  const store::Key key = move_record_key(source.name);
  AG_TRY(record, ownership_.store().get(partition_of(source), key));
  if (!record) return step;  // the queue was deleted
  AG_TRY(tasks, decode_move_tasks(record->value));
  if (tasks.empty() || !tasks.front().is_active()) return step;
  step.tasks = std::move(tasks);
  step.revision = record->revision;
  step.commit.partition = partition_of(source);
  if (step.task().status == MoveTask::Status::kCancelling) {
    step.end(MoveTask::Status::kCancelled);
  } else if (clock_.now() >= step.task().started + settings_.move_task_time_max) {
    step.end(MoveTask::Status::kFailed, kTooLong);
  } else {
    AG_CHECK(plan_moves(step));
  }
  step.commit.operations.emplace_back(store::TablePut{key, encode_move_tasks(step.tasks)});
  step.commit.preconditions.emplace_back(store::KeyAtRevision{key, step.revision});
  step.commit.preconditions.emplace_back(queue_exists(source.name));
  for (const QueueName& name : step.destinations) {
    step.commit.preconditions.emplace_back(queue_exists(name));
  }
  return step;
}

// Developer guide, "Configure a dead-letter queue redrive": what is moved counts as a new message,
// with a new id and time.
base::Result<void> Mover::plan_moves(Step& step) const {
  const store::Key from = messages_key(step.source.name);
  AG_TRY(messages,
         ownership_.store().queue_due(step.commit.partition, from, moves_of_step(step.task())));
  if (messages.empty()) step.end(MoveTask::Status::kCompleted);
  for (const store::Message& message : messages) {
    std::string failure;
    QueuePtr to = destination_of(step.task(), message, failure);
    if (!to) {
      step.end(MoveTask::Status::kFailed, std::move(failure));
      break;
    }
    step.commit.operations.emplace_back(
        store::QueueMove{.from = from,
                         .id = message.id,
                         .to = messages_key(to->address.name),
                         .not_before = clock_.now() + to->attributes.delay,
                         .lease = message.lease,
                         .as_new = store::MessageId(base::uuid_in_order(clock_.now(), random_))});
    step.destinations.insert(to->address.name);
    ++step.moves;
  }
  step.task().moved += step.moves;
  return {};
}

QueuePtr Mover::destination_of(const MoveTask& task, const store::Message& message,
                               std::string& failure) const {
  std::string arn = task.destination_arn;
  if (arn.empty()) {
    auto state = decode_state(message.state);
    if (state.ok()) arn = state->dead_letter_source;
  }
  auto address = parse_queue_arn(arn);
  QueuePtr queue = address ? catalog_.find(*address) : nullptr;
  if (!queue) failure = address ? kNoQueue : kNoSource;
  return queue;
}

base::Task<void> Mover::sleep(QueueAddress source, base::Milliseconds time) {
  base::Executor& executor = ownership_.executor();
  Bell over(executor);
  {
    base::MutexLock lock(mutex_);
    auto found = active_.find(source);
    if (is_stopped_ || found == active_.end()) co_return;
    found->second = over;
  }
  base::TimerId timer =
      executor.post_at(executor.now() + time, [over]() mutable { over.set(true); });
  co_await over;
  executor.cancel(timer);
  base::MutexLock lock(mutex_);
  auto found = active_.find(source);
  if (found != active_.end()) found->second.reset();
}

void Mover::wake(const QueueAddress& source) {
  std::optional<Bell> bell;
  {
    base::MutexLock lock(mutex_);
    auto found = active_.find(source);
    if (found != active_.end()) bell = found->second;
  }
  if (bell) bell->set(true);
}

void Mover::stop() {
  std::vector<Bell> sleeping;
  bool is_idle = false;
  {
    base::MutexLock lock(mutex_);
    is_stopped_ = true;
    is_idle = running_ == 0;
    for (auto& [source, bell] : active_) {
      if (bell) sleeping.push_back(*bell);
    }
  }
  for (Bell& bell : sleeping) bell.set(true);
  if (is_idle) ended_.set(true);
}

base::Task<void> Mover::ended() { co_await ended_; }

bool Mover::is_stopped() const {
  base::MutexLock lock(mutex_);
  return is_stopped_;
}

}  // namespace angarium::services::sqs
