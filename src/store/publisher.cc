#include "store/publisher.h"

#include <algorithm>

namespace angarium::store {

namespace {

size_t size_of(const Change& change) {
  return sizeof(Change) + change.key.encoded().size() + (change.value ? change.value->size() : 0);
}

}  // namespace

void Publisher::add(const Partition& partition, layout::PartitionId id, Revision revision) {
  base::MutexLock lock(mutex_);
  feeds_.emplace(partition, Feed{id, revision, revision, {}});
}

void Publisher::publish(const Partition& partition, layout::PartitionId id, Revision revision,
                        std::vector<Change> changes) {
  base::MutexLock lock(mutex_);
  Feed& feed = feeds_.try_emplace(partition, Feed{id, 0, 0, {}}).first->second;
  feed.revision = revision;
  for (Change& change : changes) {
    bytes_ += size_of(change);
    feed.changes.push_back(std::move(change));
    order_.push_back(&feed);
  }
  while (order_.size() > limits_.changes_max || bytes_ > limits_.changes_bytes_max) forget_oldest();
}

void Publisher::forget_oldest() {
  Feed& feed = *order_.front();
  order_.pop_front();
  const Change& oldest = feed.changes.front();
  feed.compacted = oldest.revision;
  bytes_ -= size_of(oldest);
  feed.changes.pop_front();
}

std::vector<Partition> Publisher::partitions() const {
  base::MutexLock lock(mutex_);
  std::vector<Partition> partitions;
  for (const auto& [partition, feed] : feeds_) partitions.push_back(partition);
  return partitions;
}

std::optional<layout::PartitionId> Publisher::id_of(const Partition& partition) const {
  base::MutexLock lock(mutex_);
  auto found = feeds_.find(partition);
  if (found == feeds_.end()) return std::nullopt;
  return found->second.id;
}

Revision Publisher::revision(const Partition& partition) const {
  base::MutexLock lock(mutex_);
  auto found = feeds_.find(partition);
  return found == feeds_.end() ? 0 : found->second.revision;
}

base::Result<ChangePage> Publisher::changes(const Partition& partition, Revision after,
                                            const Key& prefix) const {
  base::MutexLock lock(mutex_);
  auto found = feeds_.find(partition);
  if (found == feeds_.end()) return ChangePage{{}, 0};
  const Feed& feed = found->second;
  if (after < feed.compacted || after > feed.revision) {
    return base::Error(StoreError::kCompacted, "the changes asked for are no longer kept");
  }
  ChangePage page{{}, feed.revision};
  auto change = std::upper_bound(
      feed.changes.begin(), feed.changes.end(), after,
      [](Revision revision, const Change& one) { return revision < one.revision; });
  for (; change != feed.changes.end(); ++change) {
    if (change->key.starts_with(prefix)) page.changes.push_back(*change);
  }
  return page;
}

}  // namespace angarium::store
