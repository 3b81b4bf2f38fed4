#include "pattern/together.h"

#include <algorithm>

#include "pattern/found_scalar.h"
#include "pattern/key.h"
#include "pattern/utf16_order.h"

namespace angarium::pattern {
namespace {

// The names of its steps, joined as the parser of patterns joins them.
void spell(const Path& path, std::string& name) {
  name = path.node->name;
  for (const NameNode* node = path.node->parent; node->parent != nullptr; node = node->parent) {
    name.insert(0, 1, '.').insert(0, node->name);
  }
}

}  // namespace

bool Together::decide(JoinBudget& budget, std::vector<uint32_t>& ids) {
  budget_ = &budget;
  undecided_ = false;
  for (size_t first = 0; first < waiting_.size(); first += Many::kMax) {
    const size_t count = std::min(waiting_.size() - first, Many::kMax);
    decide(std::span(waiting_).subspan(first, count)).each([&](size_t number) {
      ids.push_back(waiting_[first + number].rule->id);
    });
  }
  return !undecided_;
}

// Which of them hold.
Many Together::decide(std::span<const Waiting> group) {
  gather(group);
  sets_.clear();
  Many alive = Many::first(group.size());
  for (AtPath* path : order_) {  // the rarest first
    alive = met(*path, alive);
    if (alive.empty()) return alive;
  }
  const Many alone = alive - to_join_;
  alive &= to_join_;
  return alive.empty() ? alone : alone | joined(alive, group.size());
}

// The group's leaves by path. Those that found nothing may be absent, and hold whatever the others
// do.
void Together::gather(std::span<const Waiting> group) {
  ++group_;
  path_count_ = 0;
  to_join_ = {};
  for (size_t number = 0; number < group.size(); ++number) {
    size_t placed = 0;
    for (const CompiledLeaf& leaf : group[number].rule->leaves_of(*group[number].conjunction)) {
      const FoundAt* at = walk_.at(leaf.path->index);
      if (at == nullptr) continue;
      placed += at->placed ? 1 : 0;
      AtPath& path = path_of(leaf, *at);
      path.leaves.push_back({number, &leaf});
      path.users |= Many::one(number);
      if (leaf.absent) path.absent |= Many::one(number);
    }
    if (placed > 1) to_join_ |= Many::one(number);
  }
  order_.clear();
  for (AtPath& path : paths()) order_.push_back(&path);
  std::sort(order_.begin(), order_.end(),
            [](const AtPath* a, const AtPath* b) { return a->at->work < b->at->work; });
}

Together::AtPath& Together::path_of(const CompiledLeaf& leaf, const FoundAt& at) {
  const uint32_t index = leaf.path->index;
  if (marks_.size() <= index) marks_.resize(std::max<size_t>(index + 1, 2 * marks_.size()));
  PathMark& mark = marks_[index];
  if (mark.group == group_) return paths_[mark.number];
  mark = {group_, static_cast<uint32_t>(path_count_++)};
  if (paths_.size() < path_count_) paths_.emplace_back();
  AtPath& path = paths_[mark.number];
  path.at = &at;
  spell(*leaf.path, path.name);
  path.leaves.clear();
  path.users = path.absent = {};
  path.values.clear();
  path.sets.clear();
  return path;
}

// Who is left, by the values at the path. Notes where they are for those who have to join them.
Many Together::met(AtPath& path, const Many& alive) {
  leaves_.begin();
  for (const NumberedLeaf& leaf : path.leaves) {
    if (alive.has(leaf.number)) leaves_.add(leaf.number, *leaf.leaf);
  }
  leaves_.ready();
  const Many users = path.users & alive;
  const Many absent = path.at->placed ? path.absent & users & to_join_ : Many();
  const bool to_join = !(users & to_join_).empty();
  Many met;
  for (uint32_t i = path.at->first; i != kNone; i = walk_.found(i).next) {
    Found& found = walk_.found(i);
    const ManySets::Id set = leaves_.accepting(found, walk_.memo_of(found), sets_);
    if (path.sets.empty() || path.sets.back() != set) {
      path.sets.push_back(set);
      met |= sets_[set];
      if (!to_join && met == users) break;
    }
    // What nobody accepts is in the way of those only that may be absent.
    if (to_join && (!absent.empty() || !sets_[set].empty())) {
      path.values.push_back({found.place, set});
    }
  }
  return alive - (users - met - absent);
}

// Who of them holds in elements of arrays that agree. `count`: of the group.
Many Together::joined(const Many& alive, size_t count) {
  std::sort(order_.begin(), order_.end(),
            [](const AtPath* a, const AtPath* b) { return utf16_before(a->name, b->name); });
  joined_paths_.clear();
  for (AtPath* path : order_) {
    const Many users = path->users & alive;
    if (users.empty()) continue;
    joined_paths_.push_back({path->values, users, path->absent & users});
  }
  const ManyJoins::Verdict verdict = joins_.decide(walk_.elements(), joined_paths_, count, sets_);
  const Many held = verdict.held & alive;
  return verdict.unsure.empty() ? held : held | search_each(verdict.unsure & alive);
}

// Likewise, of those whose leaves have several ways to go.
Many Together::search_each(Many unsure) {
  Many held;
  const Many all = unsure;
  all.each([&](size_t number) {
    if (!unsure.has(number)) return;  // it was like another
    const Many same = alike(number, unsure);
    if (search(number)) held |= same;
    unsure -= same;
  });
  return held;
}

// Those for which the event is the same: they have the same paths, and there the same is met.
Many Together::alike(size_t number, Many among) const {
  const auto divide = [&](const Many& by) {
    if (by.has(number)) {
      among &= by;
    } else {
      among -= by;
    }
  };
  for (const AtPath* path : order_) {
    divide(path->users);
    divide(path->absent);
    for (const ManySets::Id set : path->sets) divide(sets_[set]);
  }
  return among;
}

// Whether one holds.
bool Together::search(size_t number) {
  size_t count = 0;
  for (const AtPath* path : order_) count += path->users.has(number) ? path->values.size() : 0;
  if (!budget_->spend(count)) {
    undecided_ = true;
    return false;
  }
  places_.resize(std::max(places_.size(), 2 * count));
  placed_.clear();
  auto next = places_.begin();
  const auto add = [&](const AtPath& path, bool met_only) {
    const auto begin = next;
    for (const PlacedMany& value : path.values) {
      if (!met_only || sets_[value.met].has(number)) *next++ = value.place;
    }
    if (!std::is_sorted(begin, next)) std::sort(begin, next);
    next = std::unique(begin, next);
    return std::span<const uint32_t>(begin, next);
  };
  for (const AtPath* path : order_) {
    if (!path->users.has(number)) continue;
    placed_.push_back({.met = add(*path, true), .present = {}, .absent = path->absent.has(number)});
    if (placed_.back().absent) placed_.back().present = add(*path, false);
  }
  const JoinVerdict verdict = search_.decide(walk_.elements(), placed_, *budget_);
  undecided_ |= verdict == JoinVerdict::kTooComplex;
  return verdict == JoinVerdict::kMet;
}

}  // namespace angarium::pattern
