#include "store/committer.h"

#include <utility>

#include "base/log.h"
#include "store/apply.h"
#include "store/request_check.h"

namespace angarium::store {

namespace {

// Of messages written last: a second's worth or more of a busy queue.
constexpr size_t kRecentBytesMax = 64 << 20;

base::Error stopped() { return {StoreError::kStopped, "the store has stopped"}; }

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
  if (failed_) return stopped();
  {
    base::MutexLock lock(mutex_);
    if (waiting_.size() >= options_.limits.waiting_commits_max ||
        waiting_bytes_ + job.bytes > options_.limits.waiting_bytes_max) {
      return base::Error(StoreError::kBusy, "too many commits wait");
    }
    waiting_bytes_ += job.bytes;
    waiting_.push_back(std::move(job));
  }
  driver_.wake();
  return {};
}

// One group at a time: takes and evaluates, writes, tells.
void Committer::run_group() {
  Group group;
  group.now = clock_.now();
  group.space = space();
  bool more = true;
  while (group.jobs.size() < options_.limits.group_commits_max &&
         overlay_.bytes() < options_.limits.group_bytes_max && (more = take_job(group))) {
    Job& job = group.jobs.back();
    std::visit([&](auto& work) { evaluate(group, work, job.bytes); }, job.work);
  }
  base::Result<void> written = failed_ ? stopped() : write(group);
  Listeners::Calls calls;
  if (written.ok()) {
    publish(group, calls);
  } else {
    fail(group, written.error());
  }
  for (Job& job : group.jobs) {
    std::visit([](auto& work) { work.done(std::move(work.answer)); }, job.work);
  }
  for (const auto& [id, callback] : calls) (*callback)();
  forget_heads();
  if (more) driver_.wake();
}

bool Committer::take_job(Group& group) {
  base::MutexLock lock(mutex_);
  if (waiting_.empty()) return false;
  waiting_bytes_ -= waiting_.front().bytes;
  group.jobs.push_back(std::move(waiting_.front()));
  waiting_.pop_front();
  return true;
}

Committer::Space Committer::space() const {
  if (!options_.free_bytes) return Space::kPlenty;
  auto free = options_.free_bytes();
  if (!free.ok()) return Space::kReserve;
  if (*free < options_.limits.reserve_bytes / 4) return Space::kNone;
  return *free < options_.limits.reserve_bytes ? Space::kReserve : Space::kPlenty;
}

void Committer::evaluate(Group& group, CommitJob& job, size_t bytes) {
  if (group.space == Space::kNone ||
      (group.space == Space::kReserve && !frees_space(job.request, bytes))) {
    job.answer = base::Error(StoreError::kDiskFull, "the disk is nearly full");
    return;
  }
  job.answer = evaluate(group, job.request);
}

base::Result<CommitResult> Committer::evaluate(Group& group, const CommitRequest& request) {
  auto found = partitions_.find(request.partition);
  if (found == partitions_.end() || found->second->record.epoch != request.epoch) {
    return base::Error(StoreError::kStaleEpoch, "the partition has another owner");
  }
  PartitionState& state = *found->second;
  Draft draft(state, overlay_, group.now, options_.limits);
  auto result = apply_all(draft, request);
  if (!result.ok()) {
    draft.discard();
    return result;
  }
  const Revision before = state.record.revision;
  result->revision = draft.accept();
  if (result->revision == before) return result;
  News& news = group.news[state.record.id];
  news.state = &state;
  for (Change& change : draft.take_changes()) news.changes.push_back(std::move(change));
  for (Key& queue : draft.take_due_queues()) news.due_queues.push_back(std::move(queue));
  return result;
}

void Committer::evaluate(Group& group, OwnJob& job, size_t) {
  if (group.space == Space::kNone) {
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
  group.news[state->record.id].state = state.get();
}

base::Result<void> Committer::write(Group& group) {
  if (group.news.empty()) return {};
  for (auto& [id, news] : group.news) {
    PartitionState* const state = news.state;
    auto cleaned = remove_expired_marks(*state, overlay_, group.now);
    if (!cleaned.ok()) {
      base::log(base::LogLevel::kWarning, "expired deduplication marks stay for now",
                {{"error", cleaned.error().message()}});
    }
    state->logs.flush(overlay_);
    state->queues.flush(overlay_);
    overlay_.put(layout::partition(state->partition), state->record.encode());
  }
  return engine_.write(overlay_.take_batch(),
                       options_.sync ? Durability::kSynced : Durability::kUnsynced);
}

void Committer::publish(Group& group, Listeners::Calls& calls) {
  for (auto& [id, news] : group.news) {
    const PartitionState* const state = news.state;
    for (const Change& change : news.changes)
      listeners_.add_table(state->partition, change.key, calls);
    for (const Key& queue : news.due_queues) listeners_.add_queue(state->partition, queue, calls);
    publisher_.publish(state->partition, state->record.id, state->record.revision,
                       std::move(news.changes));
  }
}

// What was acknowledged is safe; what is on the disk beyond that, nobody knows. The only way on is
// to start again from what the disk says.
void Committer::fail(Group& group, const base::Error& error) {
  if (!failed_.exchange(true)) {
    if (options_.fatal) {
      options_.fatal(error);
    } else {
      base::log(base::LogLevel::kError, "the store can't write and ends the process",
                {{"error", error.message()}});
      std::abort();
    }
  }
  for (Job& job : group.jobs) {
    std::visit([](auto& work) { work.answer = stopped(); }, job.work);
  }
}

// Between groups everything cached is on disk as well.
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
