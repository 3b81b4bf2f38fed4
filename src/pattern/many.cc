#include "pattern/many.h"

#include <algorithm>

namespace angarium::pattern {

void ManySets::clear() {
  sets_.clear();
  std::fill(slots_.begin(), slots_.end(), kNone);
}

ManySets::Id ManySets::id_of(const Many& many) {
  if (2 * (sets_.size() + 1) > slots_.size()) {
    slots_.assign(std::max<size_t>(64, 2 * slots_.size()), kNone);
    for (Id id = 0; id < sets_.size(); ++id) {
      size_t at = sets_[id].hash() & (slots_.size() - 1);
      while (slots_[at] != kNone) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = id;
    }
  }
  size_t at = many.hash() & (slots_.size() - 1);
  for (; slots_[at] != kNone; at = (at + 1) & (slots_.size() - 1)) {
    if (sets_[slots_[at]] == many) return slots_[at];
  }
  slots_[at] = static_cast<Id>(sets_.size());
  sets_.push_back(many);
  return slots_[at];
}

}  // namespace angarium::pattern
