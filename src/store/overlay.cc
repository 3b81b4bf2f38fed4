#include "store/overlay.h"

#include <algorithm>

#include "store/layout.h"

namespace angarium::store {

base::Result<std::optional<std::string>> Overlay::get(const std::string& key) const {
  auto found = pending_.find(key);
  if (found != pending_.end()) return found->second;
  if (const std::string* value = recent_.find(key)) return std::optional<std::string>(*value);
  return engine_.get(key);
}

// Every pending erasure hides at most one item of the engine, so asking the engine for that many
// more than wanted is enough to merge from.
base::Result<std::vector<Item>> Overlay::scan(const std::string& from, const std::string& to,
                                              size_t items_max) const {
  if (from >= to) return std::vector<Item>();
  auto pending = pending_.lower_bound(from);
  const auto pending_end = pending_.lower_bound(to);
  const size_t hidden_max = static_cast<size_t>(
      std::count_if(pending, pending_end, [](const auto& entry) { return !entry.second; }));
  AG_TRY(stored, engine_.scan({from, to, items_max + hidden_max}));
  std::vector<Item> merged;
  auto next = stored.begin();
  while (merged.size() < items_max && (next != stored.end() || pending != pending_end)) {
    if (pending == pending_end || (next != stored.end() && next->key < pending->first)) {
      merged.push_back(std::move(*next++));
      continue;
    }
    if (next != stored.end() && next->key == pending->first) ++next;
    if (pending->second) merged.push_back({pending->first, *pending->second});
    ++pending;
  }
  return merged;
}

void Overlay::set(std::string key, Pending value) {
  bytes_ += key.size() + (value ? value->size() : 0);
  auto [entry, inserted] = pending_.try_emplace(key);
  undo_.push_back({std::move(key), inserted ? std::nullopt : std::make_optional(entry->second)});
  entry->second = std::move(value);
}

void Overlay::put(std::string key, std::string value) { set(std::move(key), std::move(value)); }

void Overlay::erase(std::string key) { set(std::move(key), std::nullopt); }

void Overlay::erase_range(std::string from, std::string to) {
  ranges_.emplace_back(std::move(from), std::move(to));
}

void Overlay::begin() {
  undo_.clear();
  ranges_at_begin_ = ranges_.size();
}

void Overlay::roll_back() {
  for (auto undo = undo_.rbegin(); undo != undo_.rend(); ++undo) {
    if (undo->before) {
      pending_[undo->key] = std::move(*undo->before);
    } else {
      pending_.erase(undo->key);
    }
  }
  undo_.clear();
  ranges_.resize(ranges_at_begin_);
}

Batch Overlay::take_batch() {
  Batch batch;
  for (auto& [key, value] : pending_) {
    value ? batch.put(key, *value) : batch.erase(key);
    if (!layout::is_of_message(key)) continue;
    if (value) {
      recent_.put(key, std::move(*value));
    } else {
      recent_.erase(key);
    }
  }
  for (const auto& [from, to] : ranges_) batch.erase_range(from, to);
  if (!ranges_.empty()) recent_.clear();
  pending_.clear();
  ranges_.clear();
  bytes_ = 0;
  begin();
  return batch;
}

}  // namespace angarium::store
