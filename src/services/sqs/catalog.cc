#include "services/sqs/catalog.h"

#include <utility>

namespace angarium::services::sqs {

base::Result<void> Catalog::load(const store::Store& store) {
  AG_TRY(partitions, store.partitions());
  for (const store::Partition& partition : partitions) {
    store::ScanRequest request{.prefix = queue_records_prefix(), .after = {}};
    bool more = true;
    while (more) {
      AG_TRY(page, store.scan(partition, request));
      for (const store::TableItem& item : page.items) {
        QueueAddress address{partition.account, partition.region,
                             QueueName(item.key.parts().back())};
        AG_TRY(queue, decode_queue(address, item.value));
        put(std::move(queue), item.revision);
      }
      more = page.more;
      if (more) request.after = page.items.back().key;
    }
  }
  return {};
}

QueuePtr Catalog::find(const QueueAddress& address) const {
  base::MutexLock lock(mutex_);
  auto found = entries_.find(address);
  return found == entries_.end() ? nullptr : found->second.queue;
}

std::vector<QueuePtr> Catalog::list(const base::AccountId& account, const base::Region& region,
                                    std::string_view prefix, std::string_view after,
                                    size_t queues_max) const {
  std::vector<QueuePtr> queues;
  QueueAddress start{account, region, QueueName(std::max(prefix, after))};
  base::MutexLock lock(mutex_);
  for (auto at = entries_.lower_bound(start); at != entries_.end() && queues.size() < queues_max;
       ++at) {
    const auto& [address, entry] = *at;
    bool is_covered = address.account == account && address.region == region &&
                      address.name.text().starts_with(prefix);
    if (!is_covered) break;
    if (entry.queue && address.name.text() != after) queues.push_back(entry.queue);
  }
  return queues;
}

std::vector<QueueAddress> Catalog::addresses() const {
  std::vector<QueueAddress> all;
  base::MutexLock lock(mutex_);
  for (const auto& [address, entry] : entries_) {
    if (entry.queue) all.push_back(address);
  }
  return all;
}

void Catalog::put(QueuePtr queue, store::Revision revision) {
  base::MutexLock lock(mutex_);
  Entry& entry = entries_[queue->address];
  if (revision < entry.revision) return;
  replace(entry, {.revision = revision, .queue = std::move(queue)});
}

void Catalog::remove(const QueueAddress& address, store::Revision revision, base::Time now) {
  base::MutexLock lock(mutex_);
  forget_old(now);
  Entry& entry = entries_[address];
  if (revision < entry.revision) return;
  replace(entry, {.revision = revision, .queue = nullptr, .deleted = now});
  deleted_.emplace(now, address);
}

void Catalog::replace(Entry& entry, Entry with) {
  auto source = [](const QueuePtr& queue) {
    return std::pair(queue->attributes.redrive->dead_letter_queue, queue->address);
  };
  if (entry.queue && entry.queue->attributes.redrive) {
    dead_letter_sources_.erase(source(entry.queue));
  }
  if (with.queue && with.queue->attributes.redrive) dead_letter_sources_.insert(source(with.queue));
  entry = std::move(with);
}

std::vector<QueueAddress> Catalog::dead_letter_sources(const QueueAddress& queue,
                                                       std::string_view after,
                                                       size_t queues_max) const {
  std::vector<QueueAddress> sources;
  // Both lie in one account and region: only the names differ.
  const std::pair begin(queue, QueueAddress{queue.account, queue.region, QueueName(after)});
  base::MutexLock lock(mutex_);
  for (auto at = dead_letter_sources_.upper_bound(begin);
       at != dead_letter_sources_.end() && at->first == queue && sources.size() < queues_max;
       ++at) {
    sources.push_back(at->second);
  }
  return sources;
}

std::optional<base::Time> Catalog::deleted(const QueueAddress& address) const {
  base::MutexLock lock(mutex_);
  auto found = entries_.find(address);
  if (found == entries_.end() || found->second.queue) return std::nullopt;
  return found->second.deleted;
}

void Catalog::forget_old(base::Time now) {
  while (!deleted_.empty() && deleted_.begin()->first + kDeletedRemembered < now) {
    auto found = entries_.find(deleted_.begin()->second);
    if (found != entries_.end() && !found->second.queue &&
        found->second.deleted == deleted_.begin()->first) {
      entries_.erase(found);
    }
    deleted_.erase(deleted_.begin());
  }
}

}  // namespace angarium::services::sqs
