#include "pattern/rule_index.h"

#include "pattern/version.h"

namespace angarium::pattern {

uint64_t VersionedIndex::change(std::span<const uint32_t> removed, std::span<const Rule> added) {
  base::MutexLock lock(mutex_);
  writer_.sweep(held_.empty() ? newest_ : held_.begin()->first, newest_);
  const uint64_t version = newest_ + 1;
  for (uint32_t id : removed) writer_.remove(id, version);
  for (const Rule& rule : added) writer_.add(rule.id, *rule.pattern, version);
  newest_ = version;
  ++held_[version];
  return version;
}

void VersionedIndex::let_go(uint64_t version) {
  base::MutexLock lock(mutex_);
  auto held = held_.find(version);
  if (--held->second == 0) held_.erase(held);
}

size_t VersionedIndex::size() const {
  base::MutexLock lock(mutex_);
  return writer_.size();
}

struct RuleIndex::State {
  const std::shared_ptr<VersionedIndex> index = std::make_shared<VersionedIndex>();
  base::Mutex mutex;
  uint64_t current_number AG_GUARDED_BY(mutex) = 0;
  std::shared_ptr<const RuleSet> current AG_GUARDED_BY(mutex);
};

RuleIndex::RuleIndex() : state_(std::make_unique<State>()) { change({}, {}); }
RuleIndex::~RuleIndex() = default;

std::shared_ptr<const RuleSet> RuleIndex::change(std::span<const uint32_t> removed,
                                                 std::span<const Rule> added) {
  const uint64_t number = state_->index->change(removed, added);
  std::shared_ptr<const RuleSet> next(
      new RuleSet(std::make_unique<RuleSet::Version>(state_->index, number)));
  std::shared_ptr<const RuleSet> last = next;  // the one replaced, which dies after the lock
  {
    base::MutexLock lock(state_->mutex);
    if (number > state_->current_number) {
      state_->current.swap(last);
      state_->current_number = number;
    }
  }
  return next;
}

std::shared_ptr<const RuleSet> RuleIndex::current() const {
  base::MutexLock lock(state_->mutex);
  return state_->current;
}

size_t RuleIndex::size() const { return state_->index->size(); }

}  // namespace angarium::pattern
