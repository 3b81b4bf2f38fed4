#pragma once

#include <map>
#include <string>
#include <vector>

#include "store/overlay.h"
#include "store/records.h"

namespace angarium::store {

// The decoded heads (LogHead or QueueHead) of one partition. A commit works on copies, which
// replace the cached ones when it is accepted; a group writes each changed head once. Used by the
// committer only.
template <class Head>
class HeadCache {
 public:
  using Place = std::string (*)(layout::PartitionId, const Key&);
  HeadCache(layout::PartitionId partition, Place place) : partition_(partition), place_(place) {}

  // This commit's copy; null when there is no such log or queue.
  base::Result<Head*> find(const Overlay& overlay, const Key& key) {
    auto copy = copies_.find(key);
    if (copy == copies_.end()) {
      auto cached = slots_.find(key);
      if (cached == slots_.end()) {
        AG_TRY(stored, overlay.get(place_(partition_, key)));
        if (!stored) return nullptr;
        AG_TRY(head, Head::decode(*stored));
        cached = slots_.emplace(key, Slot{std::move(head)}).first;
      }
      copy = copies_.emplace(key, Slot{cached->second.head, cached->second.exists, false}).first;
    }
    return copy->second.exists ? &copy->second.head : nullptr;
  }
  // After find() has found none.
  Head& create(const Key& key) {
    Slot& slot = copies_[key];
    slot = Slot{Head{}, true, true};
    return slot.head;
  }
  // After find() has found one: it is to be written, or to be removed.
  void touch(const Key& key) { copies_.at(key).changed = true; }
  void drop(const Key& key) { copies_.at(key) = Slot{Head{}, false, true}; }

  // Ends a commit. accept() answers whether it changed anything.
  bool accept() {
    bool any = false;
    for (auto& [key, copy] : copies_) {
      if (copy.changed) changed_.push_back(key);
      any |= copy.changed;
      slots_.insert_or_assign(key, std::move(copy));
    }
    copies_.clear();
    return any;
  }
  void discard() { copies_.clear(); }

  // Ends a group: hands what changed to the overlay.
  void flush(Overlay& overlay) {
    for (const Key& key : changed_) {
      auto slot = slots_.find(key);
      if (slot == slots_.end()) continue;  // dropped, and listed twice
      if (slot->second.exists) {
        overlay.put(place_(partition_, key), slot->second.head.encode());
      } else {
        overlay.erase(place_(partition_, key));
        slots_.erase(slot);
      }
    }
    changed_.clear();
  }

  size_t size() const { return slots_.size(); }
  // Between groups only.
  void forget() { slots_.clear(); }

 private:
  struct Slot {
    Head head;
    bool exists = true;
    bool changed = false;
  };
  const layout::PartitionId partition_;
  const Place place_;
  std::map<Key, Slot> slots_;
  std::map<Key, Slot> copies_;
  std::vector<Key> changed_;
};

}  // namespace angarium::store
