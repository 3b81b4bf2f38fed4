#include "store/overlay.h"

#include "store/layout.h"

namespace angarium::store {

// The changes that both layers make to a range of keys, in order, as one: where both change a key,
// the upper layer's counts.
class Overlay::Walk {
 public:
  Walk(const Layer& upper, const Layer& lower, const std::string& from, const std::string& to)
      : upper_(upper.items.lower_bound(from)),
        upper_end_(upper.items.lower_bound(to)),
        lower_(lower.items.lower_bound(from)),
        lower_end_(lower.items.lower_bound(to)) {}

  bool at_end() const { return upper_ == upper_end_ && lower_ == lower_end_; }
  const std::string& key() const { return current()->first; }
  const Pending& change() const { return current()->second; }
  void next() {
    const bool both =
        upper_ != upper_end_ && lower_ != lower_end_ && upper_->first == lower_->first;
    ++(is_upper() ? upper_ : lower_);
    if (both) ++lower_;
  }

 private:
  using Iterator = Items::const_iterator;
  bool is_upper() const {
    if (lower_ == lower_end_) return true;
    return upper_ != upper_end_ && upper_->first <= lower_->first;
  }
  Iterator current() const { return is_upper() ? upper_ : lower_; }

  Iterator upper_;
  const Iterator upper_end_;
  Iterator lower_;
  const Iterator lower_end_;
};

base::Result<std::optional<std::string>> Overlay::get(const std::string& key) const {
  for (const Layer* layer : {&open_, &sealed_}) {
    auto found = layer->items.find(key);
    if (found != layer->items.end()) return found->second.value;
  }
  if (const std::string* value = recent_.find(key)) return std::optional<std::string>(*value);
  return engine_.get(key);
}

// Every pending erasure, in whichever layer, hides at most one item of the engine, so asking the
// engine for that many more than wanted is enough to merge from. That holds whether or not the
// engine has the sealed layer already.
base::Result<std::vector<Item>> Overlay::scan(const std::string& from, const std::string& to,
                                              size_t items_max) const {
  if (from >= to) return std::vector<Item>();
  const size_t hidden_max = open_.hidden_max(from, to) + sealed_.hidden_max(from, to);
  AG_TRY(stored, engine_.scan({from, to, items_max + hidden_max}));
  std::vector<Item> merged;
  Walk pending(open_, sealed_, from, to);
  auto next = stored.begin();
  while (merged.size() < items_max && (next != stored.end() || !pending.at_end())) {
    if (pending.at_end() || (next != stored.end() && next->key < pending.key())) {
      merged.push_back(std::move(*next++));
      continue;
    }
    if (next != stored.end() && next->key == pending.key()) ++next;
    const auto& value = pending.change().value;
    if (value) merged.push_back({pending.key(), *value});
    pending.next();
  }
  return merged;
}

void Overlay::set(std::string key, std::optional<std::string> value, bool is_new) {
  bytes_ += key.size() + (value ? value->size() : 0);
  auto [item, inserted] = open_.items.try_emplace(std::move(key));
  undo_.push_back({item, std::nullopt});
  if (!inserted) {
    is_new = item->second.is_new;  // what is beneath doesn't change
    undo_.back().before = std::move(item->second);
  }
  item->second = {std::move(value), is_new};
}

void Overlay::put(std::string key, std::string value) {
  set(std::move(key), std::move(value), false);
}

void Overlay::put_new(std::string key, std::string value) {
  set(std::move(key), std::move(value), true);
}

void Overlay::erase(std::string key) { set(std::move(key), std::nullopt, false); }

void Overlay::erase_range(std::string from, std::string to) {
  open_.ranges.emplace_back(std::move(from), std::move(to));
}

void Overlay::begin() {
  undo_.clear();
  ranges_at_begin_ = open_.ranges.size();
}

void Overlay::roll_back() {
  for (auto undo = undo_.rbegin(); undo != undo_.rend(); ++undo) {
    if (undo->before) {
      undo->item->second = std::move(*undo->before);
    } else {
      open_.items.erase(undo->item);
    }
  }
  undo_.clear();
  open_.ranges.resize(ranges_at_begin_);
}

const Overlay::Layer& Overlay::seal() {
  retire_sealed();
  sealed_ = std::exchange(open_, Layer());
  bytes_ = 0;
  begin();
  return sealed_;
}

void Overlay::retire_sealed() {
  while (!sealed_.items.empty()) {
    auto item = sealed_.items.extract(sealed_.items.begin());
    if (!layout::is_of_message(item.key())) continue;
    if (item.mapped().value) {
      recent_.put(std::move(item.key()), std::move(*item.mapped().value));
    } else {
      recent_.erase(item.key());
    }
  }
  if (!sealed_.ranges.empty()) recent_.clear();
}

size_t Overlay::Layer::hidden_max(const std::string& from, const std::string& to) const {
  size_t count = 0;
  const auto end = items.lower_bound(to);
  for (auto item = items.lower_bound(from); item != end; ++item) count += item->second.hides();
  return count;
}

void Overlay::Layer::add_to(Batch& batch) const {
  for (const auto& [key, change] : items) {
    if (change.value) batch.put(key, *change.value);
    if (change.hides()) batch.erase(key);
  }
  for (const auto& [from, to] : ranges) batch.erase_range(from, to);
}

}  // namespace angarium::store
