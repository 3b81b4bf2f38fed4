#include <utility>

#include "base/log.h"
#include "store/committer.h"

namespace angarium::store {

namespace {

base::Error stopped() { return {StoreError::kStopped, "the store has stopped"}; }

}  // namespace

// The next group may be handed over as soon as this one is durable and seen; it is taken up when
// everybody of this one has been told.
void Committer::write_sealed() {
  const std::unique_ptr<Group> group = take_sealed();
  if (!group) return;
  base::Result<void> written = failed_ ? stopped() : write(*group);
  Listeners::Calls calls;
  if (written.ok()) {
    publish(*group, calls);
  } else {
    fail(*group, written.error());
  }
  release_layer();
  for (Job& job : group->jobs) {
    std::visit([](auto& work) { work.done(std::move(work.answer)); }, job.work);
  }
  for (const auto& [id, callback] : calls) (*callback)();
}

std::unique_ptr<Committer::Group> Committer::take_sealed() {
  base::MutexLock lock(mutex_);
  return std::exchange(sealed_, nullptr);
}

base::Result<void> Committer::write(const Group& group) {
  if (group.news.empty()) return {};
  batch_.clear();
  group.layer->add_to(batch_);
  return engine_.write(batch_, options_.sync ? Durability::kSynced : Durability::kUnsynced);
}

void Committer::publish(Group& group, Listeners::Calls& calls) {
  for (auto& [id, news] : group.news) {
    const Partition& partition = news.state->partition;
    for (const Change& change : news.changes) listeners_.add_table(partition, change.key, calls);
    for (const Key& queue : news.due_queues) listeners_.add_queue(partition, queue, calls);
    publisher_.publish(partition, id, news.revision, std::move(news.changes));
  }
}

// What was acknowledged is safe; what is on the disk beyond that, nobody knows. The only way on is
// to start again from what the disk says. A group that was evaluated on this one falls with it.
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

void Committer::release_layer() {
  {
    base::MutexLock lock(mutex_);
    layer_is_in_use_ = false;
  }
  driver_.wake(Stage::kEvaluate);
}

}  // namespace angarium::store
