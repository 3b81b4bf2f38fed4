#include "store/committer.h"

#include <utility>

#include "base/log.h"
#include "store/apply.h"
#include "store/request_check.h"

namespace angarium::store {

namespace {

// Of messages written last: a second's worth or more of a busy queue.
constexpr size_t kRecentBytesMax = 64 << 20;

base::Result<CommitResult> apply_all(Draft& draft, const CommitRequest& request) {
  for (const Precondition& precondition : request.preconditions) {
    AG_CHECK(std::visit([&draft](const auto& one) { return check(draft, one); }, precondition));
  }
  CommitResult result;
  for (const Operation& operation : request.operations) {
    AG_TRY(applied, std::visit([&draft](const auto& one) { return apply(draft, one); }, operation));
    if (draft.bytes() > draft.limits().commit_effect_bytes_max) {
      return base::Error(StoreError::kTooLarge, "a commit touches too many bytes");
    }
    result.operations.push_back(std::move(applied));
  }
  return result;
}

// Whether each of its leases got all that it asked for.
bool is_filled(const CommitRequest& request, const CommitResult& result) {
  for (size_t i = 0; i < request.operations.size(); ++i) {
    const auto* lease = std::get_if<QueueLease>(&request.operations[i]);
    if (lease && result.operations[i].messages.size() < lease->messages_max) return false;
  }
  return true;
}

}  // namespace

Committer::Committer(Engine& engine, const base::Clock& clock, GroupDriver& driver,
                     const StoreOptions& options, Publisher& publisher, Listeners& listeners)
    : engine_(engine),
      clock_(clock),
      driver_(driver),
      options_(options),
      publisher_(publisher),
      listeners_(listeners),
      overlay_(engine, kRecentBytesMax) {}

Committer::~Committer() { driver_.stop(); }

void Committer::commit(CommitRequest request, CommitDone done) {
  auto bytes = check_request(request, options_.limits);
  if (!bytes.ok()) return done(bytes.error());
  auto accepted = enqueue({CommitJob{std::move(request), done}, *bytes});
  if (!accepted.ok()) done(accepted.error());
}

void Committer::own(Partition partition, OwnDone done) {
  const std::string key = layout::partition(partition);
  if (partition.account.empty() || key.size() > options_.limits.key_bytes_max) {
    return done(base::Error(StoreError::kInvalid, "a partition's name is empty or too long"));
  }
  auto accepted = enqueue({OwnJob{std::move(partition), done}, key.size()});
  if (!accepted.ok()) done(accepted.error());
}

base::Result<void> Committer::enqueue(Job job) {
  if (failed_) return base::Error(StoreError::kStopped, "the store has stopped");
  {
    base::MutexLock lock(mutex_);
    if (waiting_.size() >= options_.limits.waiting_commits_max ||
        waiting_bytes_ + job.bytes > options_.limits.waiting_bytes_max) {
      return base::Error(StoreError::kBusy, "too many commits wait");
    }
    waiting_bytes_ += job.bytes;
    waiting_.push_back(std::move(job));
  }
  driver_.wake(Stage::kEvaluate);
  return {};
}

// While a group is written, what comes in is evaluated into the next one at once: when the writer
// is free again, that group is ready to go. A writer that is free waits for those that wait now and
// not for those that come meanwhile: under load there is always one more, until every client is in
// the same group and the stages take turns.
void Committer::evaluate_waiting() {
  open_->now = clock_.now();
  if (open_->jobs.empty()) open_->space = space();
  size_t left = waiting();
  for (; left > 0 && has_room(); --left) {
    take_job();
    Job& job = open_->jobs.back();
    std::visit([&](auto& work) { evaluate(work, job.bytes); }, job.work);
  }
  offer_due();
  if (open_->jobs.empty() || !writer_is_free()) return;
  seal();
  driver_.wake(Stage::kWrite);
  if (left > 0) driver_.wake(Stage::kEvaluate);
}

size_t Committer::waiting() {
  base::MutexLock lock(mutex_);
  return waiting_.size();
}

bool Committer::has_room() const {
  return open_->jobs.size() < options_.limits.group_commits_max &&
         overlay_.bytes() < options_.limits.group_bytes_max;
}

void Committer::take_job() {
  base::MutexLock lock(mutex_);
  waiting_bytes_ -= waiting_.front().bytes;
  open_->jobs.push_back(std::move(waiting_.front()));
  waiting_.pop_front();
}

Committer::Space Committer::space() const {
  if (!options_.free_bytes) return Space::kPlenty;
  auto free = options_.free_bytes();
  if (!free.ok()) return Space::kReserve;
  if (*free < options_.limits.reserve_bytes / 4) return Space::kNone;
  return *free < options_.limits.reserve_bytes ? Space::kReserve : Space::kPlenty;
}

void Committer::evaluate(CommitJob& job, size_t bytes) {
  if (open_->space == Space::kNone ||
      (open_->space == Space::kReserve && !frees_space(job.request, bytes))) {
    job.answer = base::Error(StoreError::kDiskFull, "the disk is nearly full");
    return;
  }
  job.answer = evaluate(job.request);
}

base::Result<CommitResult> Committer::evaluate(const CommitRequest& request) {
  auto found = partitions_.find(request.partition);
  if (found == partitions_.end() || found->second->record.epoch != request.epoch) {
    return base::Error(StoreError::kStaleEpoch, "the partition has another owner");
  }
  PartitionState& state = *found->second;
  Draft draft(state, overlay_, open_->now, options_.limits);
  auto result = apply_all(draft, request);
  if (!result.ok()) {
    draft.discard();
    return result;
  }
  const Revision before = state.record.revision;
  result->revision = draft.accept();
  if (result->revision == before) return result;
  News& news = open_->news[state.record.id];
  news.state = &state;
  for (Change& change : draft.take_changes()) news.changes.push_back(std::move(change));
  for (Key& queue : draft.take_due_queues()) news.due_queues.push_back(std::move(queue));
  for (Key& queue : draft.take_filled_queues()) due_.emplace(state.record.id, std::move(queue));
  return result;
}

void Committer::evaluate(OwnJob& job, size_t) {
  if (open_->space == Space::kNone) {
    job.answer = base::Error(StoreError::kDiskFull, "the disk is nearly full");
    return;
  }
  auto& state = partitions_[job.partition];
  if (!state) {
    PartitionRecord record;
    record.id = static_cast<layout::PartitionId>(partitions_.size());
    state = std::make_unique<PartitionState>(job.partition, record);
  }
  job.answer = ++state->record.epoch;
  open_->news[state->record.id].state = state.get();
}

// Handed out in the group that brings it, a message costs no second sync. What nobody takes here,
// the listeners are told of when it is durable.
void Committer::offer_due() {
  while (!due_.empty() && has_room()) {
    const auto [id, queue] = std::move(due_.extract(due_.begin()).value());
    const auto taker = listeners_.taker(open_->news[id].state->partition, queue);
    while (taker && has_room() && follow(*taker)) continue;
  }
  due_.clear();
}

// Whether there may be more to take.
bool Committer::follow(const Taker& taker) {
  std::optional<Following> following = taker();
  if (!following) return false;
  const auto bytes = check_request(following->request, options_.limits);
  open_->jobs.push_back({CommitJob{std::move(following->request), std::move(following->done)}, 0});
  CommitJob& job = std::get<CommitJob>(open_->jobs.back().work);
  if (!bytes.ok()) {
    job.answer = bytes.error();
    return false;
  }
  evaluate(job, *bytes);
  return job.answer.ok() && is_filled(job.request, *job.answer);
}

bool Committer::writer_is_free() {
  base::MutexLock lock(mutex_);
  return !layer_is_in_use_;
}

// Closes the open group and hands it over. The group before it is durable by now: the overlay no
// longer needs its layer.
void Committer::seal() {
  for (auto& [id, news] : open_->news) {
    PartitionState* const state = news.state;
    auto cleaned = remove_expired_marks(*state, overlay_, open_->now);
    if (!cleaned.ok()) {
      base::log(base::LogLevel::kWarning, "expired deduplication marks stay for now",
                {{"error", cleaned.error().message()}});
    }
    state->logs.flush(overlay_);
    state->queues.flush(overlay_);
    overlay_.put(layout::partition(state->partition), state->record.encode());
    news.revision = state->record.revision;
  }
  open_->layer = &overlay_.seal();
  forget_heads();
  base::MutexLock lock(mutex_);
  layer_is_in_use_ = true;
  sealed_ = std::exchange(open_, std::make_unique<Group>());
}

// Right after a flush everything cached can be read back through the overlay.
void Committer::forget_heads() {
  size_t count = 0;
  for (const auto& [partition, state] : partitions_)
    count += state->logs.size() + state->queues.size();
  if (count <= options_.limits.cached_queues_and_logs_max) return;
  for (const auto& [partition, state] : partitions_) {
    state->logs.forget();
    state->queues.forget();
  }
}

}  // namespace angarium::store
