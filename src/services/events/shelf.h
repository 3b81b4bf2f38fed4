#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "store/operations.h"

namespace angarium::services::events {

// Things of all accounts and regions by name, in memory: what the store holds, unpacked. Each is
// immutable; a change puts the next one in its place. Thread safe.
template <class T>
class Shelf {
 public:
  using Ptr = std::shared_ptr<const T>;

  Ptr find(const store::Partition& partition, const std::string& name) const {  // null: none
    base::MutexLock lock(mutex_);
    auto found = items_.find({partition, name});
    return found == items_.end() ? nullptr : found->second;
  }
  // Null takes it away.
  void put(const store::Partition& partition, const std::string& name, Ptr item) {
    base::MutexLock lock(mutex_);
    if (item) {
      items_[{partition, name}].swap(item);  // the one before dies after the lock
      return;
    }
    auto found = items_.find({partition, name});
    if (found == items_.end()) return;
    item = std::move(found->second);
    items_.erase(found);
  }
  size_t count(const store::Partition& partition) const { return list(partition, "").size(); }
  // By name, from the first after `after`.
  std::vector<Ptr> list(const store::Partition& partition, const std::string& after) const {
    std::vector<Ptr> list;
    base::MutexLock lock(mutex_);
    auto item = items_.upper_bound({partition, after});
    for (; item != items_.end() && item->first.first == partition; ++item) {
      list.push_back(item->second);
    }
    return list;
  }

 private:
  mutable base::Mutex mutex_;
  // As many as quotas allow: thousands for each account and region.
  std::map<std::pair<store::Partition, std::string>, Ptr> items_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::services::events
