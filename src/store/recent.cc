#include "store/recent.h"

namespace angarium::store {

const std::string* Recent::find(std::string_view key) const {
  auto found = table_.find(key);
  return found == table_.end() ? nullptr : &found->second->value;
}

void Recent::put(std::string key, std::string value) {
  erase(key);
  slots_.push_back({std::move(key), std::move(value)});
  bytes_ += bytes_of(slots_.back());
  table_.emplace(slots_.back().key, std::prev(slots_.end()));
  while (bytes_ > bytes_max_) erase(slots_.front().key);
}

void Recent::erase(std::string_view key) {
  auto found = table_.find(key);
  if (found == table_.end()) return;
  const std::list<Slot>::iterator slot = found->second;
  table_.erase(found);
  bytes_ -= bytes_of(*slot);
  slots_.erase(slot);
}

void Recent::clear() {
  table_.clear();
  slots_.clear();
  bytes_ = 0;
}

}  // namespace angarium::store
