#include "pattern/many_joins.h"

#include <algorithm>
#include <bit>

#include "pattern/hash.h"

// Where every leaf has one way to go, array_join.cc comes down to this:
//
//   1. An array holds a conjunction when one of its elements does: every leaf that has scalars in
//      there is met, directly or by an array in there, and no leaf that must be there is missing.
//   2. Must be there: of the leaves that have scalars in the array, all but those that may be
//      absent; of these the first one, if no other goes through the array before it, and what had
//      to be there in an array around.
//
// So what holds is an AND over what is in an element and an OR over the elements of an array, inner
// ones first, and one machine word is as quick for 64 conjunctions as for one. What is missing
// shows by counting, also 64 numbers at once, each bit of them in a word of its own.
//
// Elements and arrays that no path goes through are not looked at.

namespace angarium::pattern {
ManyJoins::Verdict ManyJoins::decide(std::span<const Element> elements,
                                     std::span<const ManyAtPath> paths, size_t count,
                                     ManySets& sets) {
  Verdict verdict;
  begin(elements, paths);
  // Lists are built from their ends, so that they are in the order of paths.
  for (auto path = static_cast<uint32_t>(paths.size()); path-- > 0;) {
    if (place(path, sets)) continue;
    several_ways_[path] = true;
    verdict.unsure |= paths[path].users;
  }
  order_elements();
  for (size_t part = 0; part * Lanes::kBits < count; ++part) {
    verdict.held.lanes(part) = hold_all(part, sets);
  }
  verdict.held -= verdict.unsure;
  return verdict;
}

// ---- Where everything is.

void ManyJoins::begin(std::span<const Element> elements, std::span<const ManyAtPath> paths) {
  elements_ = elements;
  paths_ = paths;
  if (states_.size() < elements.size()) states_.resize(elements.size());
  if (++run_ == 0) {  // after four billion runs, old states would count again
    for (ElementState& state : states_) state.run = 0;
    for (ArrayState& array : arrays_) array.run = 0;
    for (Seen& seen : seen_) seen.run = 0;
    run_ = 1;
  }
  touched_.clear();
  entries_.clear();
  throughs_.clear();
  array_count_ = 0;
  state(0);
  for (uint32_t path = 0; path < paths.size(); ++path) {
    throughs_.push_back({.path = path, .next = kNone, .outer = kNone, .users = {}, .must = {}});
  }
  several_ways_.assign(paths.size(), false);
}

ManyJoins::ElementState& ManyJoins::state(uint32_t element) {
  ElementState& state = states_[element];
  if (state.run != run_) {
    state = {.run = run_, .last_path = kNone, .first_entry = kNone, .first_array = kNone};
    touched_.push_back(element);
  }
  return state;
}

// The array that the element belongs to.
ManyJoins::ArrayState& ManyJoins::array_of(uint32_t element) {
  const uint32_t number = elements_[element].array;
  if (arrays_.size() <= number) arrays_.resize(std::max<size_t>(number + 1, 2 * arrays_.size()));
  ArrayState& array = arrays_[number];
  if (array.run == run_) return array;
  const uint32_t parent = elements_[element].parent;
  ElementState& around = state(parent);
  array = {.run = run_,
           .parent = parent,
           .next = around.first_array,
           .first_through = kNone,
           .needs = ++array_count_,
           .held = {}};
  around.first_array = number;
  return array;
}

// Notes the values of a path in their elements; false when there are several ways to them.
bool ManyJoins::place(uint32_t path, ManySets& sets) {
  for (const PlacedMany& value : paths_[path].values) {
    ElementState& in = state(value.place);
    if (in.first_entry != kNone && entries_[in.first_entry].path == path) {
      Entry& entry = entries_[in.first_entry];
      entry.met = sets.unite(entry.met, value.met);
      continue;
    }
    if (in.last_path == path) return false;  // in an array in here as well
    in.last_path = path;
    entries_.push_back({.path = path, .next = in.first_entry, .through = path, .met = value.met});
    in.first_entry = static_cast<uint32_t>(entries_.size() - 1);
    const uint32_t through = reach(value.place, path);
    if (through == kNone) return false;
    entries_.back().through = through;
  }
  return true;
}

// Tells the arrays around the element that the path goes through them; the innermost one's Through,
// kNone when there are several ways.
uint32_t ManyJoins::reach(uint32_t element, uint32_t path) {
  uint32_t innermost = kNone;
  auto link = [&, inner = kNone](uint32_t through) mutable {
    (inner == kNone ? innermost : throughs_[inner].outer) = through;
    inner = through;
  };
  while (element != 0) {
    ArrayState& array = array_of(element);
    const uint32_t head = array.first_through;
    if (head != kNone && throughs_[head].path == path) {
      link(head);
      return innermost;
    }
    const auto through = static_cast<uint32_t>(throughs_.size());
    throughs_.push_back({.path = path, .next = head, .outer = kNone, .users = {}, .must = {}});
    array.first_through = through;
    link(through);
    element = array.parent;
    ElementState& around = state(element);
    if (around.last_path == path) {  // directly in there, or in another array
      link(path);
      return kNone;
    }
    around.last_path = path;
  }
  link(path);
  return innermost;
}

// Those around others, which have the lower numbers, first.
void ManyJoins::order_elements() {
  constexpr size_t kSparse = 16;
  if (touched_.size() < elements_.size() / kSparse) {
    std::sort(touched_.begin(), touched_.end());
  } else {
    touched_.clear();
    for (uint32_t element = 0; element < elements_.size(); ++element) {
      if (states_[element].run == run_) touched_.push_back(element);
    }
  }
  drop_repeated();
  parents_.clear();
  for (const uint32_t element : touched_) {
    if (states_[element].first_array != kNone) parents_.push_back(element);
  }
}

// An array holds what its elements hold: one with the same in it as another adds nothing. Large
// arrays are mostly of such.
void ManyJoins::drop_repeated() {
  const auto repeated = [&](uint32_t element) { return is_repeated(element); };
  touched_.erase(std::remove_if(touched_.begin(), touched_.end(), repeated), touched_.end());
}

bool ManyJoins::is_repeated(uint32_t element) {
  if (element == 0 || states_[element].first_array != kNone) return false;
  uint64_t hash = elements_[element].array;
  for (uint32_t i = states_[element].first_entry; i != kNone; i = entries_[i].next) {
    hash = mix(hash ^ (uint64_t{entries_[i].path} << 32 | entries_[i].met), kHashStep);
  }
  Seen& seen = seen_[hash % seen_.size()];
  if (seen.run == run_ && has_same_entries(element, seen.element)) return true;
  seen = {run_, element};
  return false;
}

bool ManyJoins::has_same_entries(uint32_t element, uint32_t other) const {
  if (elements_[element].array != elements_[other].array) return false;
  uint32_t a = states_[element].first_entry;
  uint32_t b = states_[other].first_entry;
  while (a != kNone && b != kNone) {
    if (entries_[a].path != entries_[b].path || entries_[a].met != entries_[b].met) return false;
    a = entries_[a].next;
    b = entries_[b].next;
  }
  return a == b;
}

// ---- What holds.

Lanes ManyJoins::hold_all(size_t part, const ManySets& sets) {
  begin_round(part, sets);
  for (const uint32_t element : parents_) find_musts(element);
  for (auto element = touched_.rbegin(); element != touched_.rend(); ++element) hold(*element);
  return held_by(0, needs_of(0));
}

// Finds out what the document must have.
void ManyJoins::begin_round(size_t part, const ManySets& sets) {
  part_ = part;
  sets_ = &sets;
  bits_ = static_cast<size_t>(std::bit_width(paths_.size()));
  for (size_t path = 0; path < paths_.size(); ++path) {
    throughs_[path].users = several_ways_[path] ? Lanes{} : paths_[path].users.lanes(part);
  }
  needs_.assign(bits_, Lanes{});
  for (size_t path = 0; path < paths_.size(); ++path) count(needs_of(0), throughs_[path].users);
  while (bits_ > 1 && !needs_[bits_ - 1].any()) --bits_;
  needs_.assign((array_count_ + 1) * bits_, Lanes{});
  counted_.assign(bits_, Lanes{});
  for (size_t path = 0; path < paths_.size(); ++path) {
    throughs_[path].must = throughs_[path].users & ~paths_[path].absent.lanes(part);
    count(needs_of(0), throughs_[path].must);
  }
}

// Of the arrays in an element, when those around it are done.
void ManyJoins::find_musts(uint32_t element) {
  for (uint32_t i = states_[element].first_array; i != kNone; i = arrays_[i].next) {
    Lanes before{};
    const Counts needs = needs_of(arrays_[i].needs);
    for (uint32_t at = arrays_[i].first_through; at != kNone; at = throughs_[at].next) {
      Through& through = throughs_[at];
      through.users = throughs_[through.path].users;
      through.must = throughs_[through.outer].must | (through.users & ~before);
      before |= through.users;
      count(needs, through.must);
    }
  }
}

// Adds one to the numbers of those.
void ManyJoins::count(Counts counts, Lanes who) {
  for (Lanes& bit : counts) {
    const Lanes carry = bit & who;
    bit ^= who;
    who = carry;
  }
}

// Tells the element's array what the element holds.
void ManyJoins::hold(uint32_t element) {
  if (element == 0) return;
  ArrayState& array = arrays_[elements_[element].array];
  array.held |= held_by(element, needs_of(array.needs));
}

// The element's arrays are then as they were before the round.
Lanes ManyJoins::held_by(uint32_t element, Counts needs) {
  const ElementState& state = states_[element];
  Lanes unmet{};
  std::fill(counted_.begin(), counted_.end(), Lanes{});
  for (uint32_t i = state.first_entry; i != kNone; i = entries_[i].next) {
    const Through& through = throughs_[entries_[i].through];
    unmet |= through.users & ~(*sets_)[entries_[i].met].lanes(part_);
    count(counted_, through.must);
  }
  for (uint32_t i = state.first_array; i != kNone; i = arrays_[i].next) {
    for (uint32_t at = arrays_[i].first_through; at != kNone; at = throughs_[at].next) {
      unmet |= throughs_[at].users & ~arrays_[i].held;
      count(counted_, throughs_[throughs_[at].outer].must);
    }
    arrays_[i].held = {};
  }
  for (size_t bit = 0; bit < bits_; ++bit) unmet |= needs[bit] ^ counted_[bit];
  return ~unmet;
}

}  // namespace angarium::pattern
