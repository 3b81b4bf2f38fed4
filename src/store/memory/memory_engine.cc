#include "store/memory/memory_engine.h"

#include "store/error.h"

namespace angarium::store::memory {

namespace {

constexpr uint64_t kItemOverheadBytes = 128;  // a map node and two strings' heads

uint64_t size_of(std::string_view key, std::string_view value) {
  return key.size() + value.size() + kItemOverheadBytes;
}

}  // namespace

// Brings a batch into the map. The engine's lock is held throughout.
class MemoryEngine::Apply final : public Batch::Visitor {
 public:
  Apply(MemoryEngine& engine, Undo& undo) : engine_(engine), undo_(undo) {}

  void put(std::string_view key, std::string_view value) override
      AG_ANNOTATE(no_thread_safety_analysis) {
    engine_.set(key, std::string(value), undo_);
  }
  void erase(std::string_view key) override AG_ANNOTATE(no_thread_safety_analysis) {
    engine_.set(key, std::nullopt, undo_);
  }
  void erase_range(std::string_view from, std::string_view to) override
      AG_ANNOTATE(no_thread_safety_analysis) {
    std::vector<std::string> keys;
    for (auto item = engine_.items_.lower_bound(from);
         item != engine_.items_.end() && item->first < to; ++item) {
      keys.push_back(item->first);
    }
    for (const std::string& key : keys) erase(key);
  }

 private:
  MemoryEngine& engine_;
  Undo& undo_;
};

void MemoryEngine::set(std::string_view key, std::optional<std::string> value, Undo& undo) {
  auto item = items_.find(key);
  std::optional<std::string> before;
  if (item != items_.end()) {
    bytes_ -= size_of(key, item->second);
    before = std::move(item->second);
  }
  undo.push_back({std::string(key), std::move(before)});
  if (!value) {
    if (item != items_.end()) items_.erase(item);
    return;
  }
  bytes_ += size_of(key, *value);
  if (item != items_.end()) {
    item->second = std::move(*value);
  } else {
    items_.emplace(key, std::move(*value));
  }
}

base::Result<std::optional<std::string>> MemoryEngine::get(std::string_view key) const {
  base::MutexLock lock(mutex_);
  auto item = items_.find(key);
  if (item == items_.end()) return std::optional<std::string>();
  return std::optional<std::string>(item->second);
}

base::Result<std::vector<Item>> MemoryEngine::scan(const KeyRange& range) const {
  std::vector<Item> items;
  size_t bytes = 0;
  base::MutexLock lock(mutex_);
  for (auto item = items_.lower_bound(range.from);
       item != items_.end() && item->first < range.to && items.size() < range.items_max &&
       (items.empty() || bytes < range.bytes_max);
       ++item) {
    bytes += item->first.size() + item->second.size();
    items.push_back({item->first, item->second});
  }
  return items;
}

base::Result<void> MemoryEngine::write(const Batch& batch, Durability durability) {
  base::MutexLock lock(mutex_);
  Apply apply(*this, unsynced_.emplace_back());
  batch.visit(apply);
  if (fail_writes_) return base::Error(StoreError::kIo, "the memory engine was told to fail");
  if (durability == Durability::kSynced) {
    unsynced_.clear();
    ++sync_count_;
  }
  return {};
}

uint64_t MemoryEngine::free_bytes() const {
  base::MutexLock lock(mutex_);
  return bytes_ < capacity_bytes_ ? capacity_bytes_ - bytes_ : 0;
}

void MemoryEngine::lose_unsynced(base::Random& random) {
  base::MutexLock lock(mutex_);
  const uint64_t kept = random.below(unsynced_.size() + 1);
  while (unsynced_.size() > kept) {
    Undo undo = std::move(unsynced_.back());
    unsynced_.pop_back();
    Undo redo;
    for (auto replaced = undo.rbegin(); replaced != undo.rend(); ++replaced) {
      set(replaced->key, std::move(replaced->value), redo);
    }
  }
  unsynced_.clear();  // what survived the cut is on the disk
}

void MemoryEngine::fail_writes(bool fail) {
  base::MutexLock lock(mutex_);
  fail_writes_ = fail;
}

uint64_t MemoryEngine::sync_count() const {
  base::MutexLock lock(mutex_);
  return sync_count_;
}

}  // namespace angarium::store::memory
