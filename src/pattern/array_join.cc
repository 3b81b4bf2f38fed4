#include "pattern/array_join.h"

#include <algorithm>

// Inside one element of the event:
//
//   1. A leaf with a scalar directly in here is met, whatever the others do. The scalars of all
//      other leaves lie in arrays in here, mostly each leaf's in one array.
//   2. A leaf that picks enters its array, and with it fixes one element. Leaves that enter the
//      same array must hold in the same element; what holds in one array has nothing to do with
//      the others. So each array's elements are tried in turn, each by these same steps.
//   3. A leaf that must be absent looks at every array that has scalars at its path. One that no
//      earlier leaf has entered leaves all its elements open, and so a scalar compatible: it fails.
//      Of one that was entered, only the element chosen counts: it goes in there with the others.
//   4. A leaf that may be met or absent goes in likewise, undecided. But the first leaf to enter an
//      array must pick, by 3.
//
// No element is looked at twice but where a leaf has several ways to go (try_all_ways).

namespace angarium::pattern {

JoinVerdict ArrayJoin::decide(std::span<const Element> elements, std::span<const PlacedLeaf> leaves,
                              JoinBudget& budget) {
  elements_ = elements;
  leaves_ = leaves;
  cursors_.clear();
  entries_.clear();
  steps_ = 0;
  steps_max_ = budget.most();
  ways_open_ = 0;
  for (const PlacedLeaf& leaf : leaves) {
    if (leaf.met.empty() && !leaf.absent) return JoinVerdict::kNotMet;
    cursors_.push_back({.leaf = static_cast<uint32_t>(cursors_.size()),
                        .must = leaf.absent ? Must::kEither : Must::kPick,
                        .met = {0, static_cast<uint32_t>(leaf.met.size())},
                        .present = {0, static_cast<uint32_t>(leaf.present.size())}});
  }
  const bool holds = holds_within(0, 0);
  budget.spend(steps_);
  if (holds) return JoinVerdict::kMet;
  return steps_ > steps_max_ ? JoinVerdict::kTooComplex : JoinVerdict::kNotMet;
}

// Whether the leaves of cursors_ from `first` on hold in the element.
bool ArrayJoin::holds_within(uint32_t element, size_t first) {
  Context context{.element = element,
                  .first = static_cast<uint32_t>(first),
                  .last = static_cast<uint32_t>(cursors_.size()),
                  .entries = static_cast<uint32_t>(entries_.size())};
  bool holds = assign(context, context.first);
  entries_.resize(context.entries);
  return holds;
}

// Sends the leaves from `index` on into arrays; then looks into those.
bool ArrayJoin::assign(const Context& context, uint32_t index) {
  for (; index < context.last; ++index) {
    if (!spend()) return false;
    Settled settled = settle(context, index);
    if (settled == Settled::kImpossible) return false;
    if (settled == Settled::kSeveralWays) return try_all_ways(context, index);
  }
  return arrays_hold(context);
}

ArrayJoin::Settled ArrayJoin::settle(const Context& context, uint32_t index) {
  Cursor cursor = cursors_[index];
  bool picks = cursor.must != Must::kBeAbsent && !cursor.met.empty();
  if (picks && met(cursor)[cursor.met.first] == context.element) {
    // Going deeper as well fixes an array: of use only to a leaf that is absent there.
    bool deeper = met(cursor)[cursor.met.last - 1] != context.element;
    return deeper && absence_follows(context, index) ? Settled::kSeveralWays : Settled::kYes;
  }
  if (cursor.must == Must::kPick) return settle_pick(context, cursor);
  if (!picks) cursor.must = Must::kBeAbsent;
  return settle_absent(context, cursor);
}

ArrayJoin::Settled ArrayJoin::settle_pick(const Context& context, Cursor cursor) {
  if (cursor.met.empty()) return Settled::kImpossible;
  uint32_t array = 0;
  Run run = within_first_array(context.element, met(cursor), cursor.met, array);
  if (run.last != cursor.met.last) return Settled::kSeveralWays;
  entries_.push_back({array, cursor});
  return Settled::kYes;
}

// The leaf may be absent, or must.
ArrayJoin::Settled ArrayJoin::settle_absent(const Context& context, Cursor cursor) {
  if (cursor.present.empty()) return Settled::kYes;
  bool may_pick = cursor.must == Must::kEither;
  if (present(cursor)[cursor.present.first] == context.element) {
    if (!may_pick) return Settled::kImpossible;
    cursor.must = Must::kPick;
    return settle_pick(context, cursor);
  }
  Run rest = cursor.present;
  while (!rest.empty()) {
    Entry entry{0, cursor};
    entry.cursor.present = within_first_array(context.element, present(cursor), rest, entry.array);
    if (may_pick && entry.cursor.present.last != cursor.present.last) return Settled::kSeveralWays;
    if (!is_entered(context, entry.array)) {
      if (!may_pick) return Settled::kImpossible;
      entry.cursor.must = Must::kPick;
    }
    entries_.push_back(entry);
    rest.first = entry.cursor.present.last;
  }
  return Settled::kYes;
}

// The leaf at `index` is met right here, or in any of several arrays, or absent from all of them.
bool ArrayJoin::try_all_ways(const Context& context, uint32_t index) {
  if (ways_open_ == kWaysOpenMax) {
    steps_ = steps_max_ + 1;
    return false;
  }
  ++ways_open_;
  bool holds = try_each_way(context, index);
  --ways_open_;
  return holds;
}

bool ArrayJoin::try_each_way(const Context& context, uint32_t index) {
  Cursor cursor = cursors_[index];
  bool here = met(cursor)[cursor.met.first] == context.element;
  auto mark = static_cast<uint32_t>(entries_.size());
  if (here) {
    if (assign(context, index + 1)) return true;
    entries_.resize(mark);
  }
  Cursor pick = cursor;
  pick.must = Must::kPick;
  Run rest = drop_before(met(cursor), cursor.met, context.element + 1);
  while (!rest.empty()) {
    uint32_t array = 0;
    pick.met = within_first_array(context.element, met(cursor), rest, array);
    entries_.push_back({array, pick});
    if (!spend()) return false;
    if (assign(context, index + 1)) return true;
    entries_.resize(mark);
    rest.first = pick.met.last;
  }
  if (here || cursor.must != Must::kEither) return false;
  cursor.must = Must::kBeAbsent;
  return settle_absent(context, cursor) == Settled::kYes && assign(context, index + 1);
}

bool ArrayJoin::arrays_hold(const Context& context) {
  for (size_t entry = context.entries; entry < entries_.size(); ++entry) {
    if (!array_holds(context, entry)) return false;
  }
  return true;
}

// All entries of the array of `entry`, unless that is not the first of them.
bool ArrayJoin::array_holds(const Context& context, size_t entry) {
  uint32_t array = entries_[entry].array;
  for (size_t i = context.entries; i < entry; ++i) {
    if (!spend()) return false;
    if (entries_[i].array == array) return true;
  }
  size_t mark = cursors_.size();
  for (size_t i = entry; i < entries_.size(); ++i) {
    if (!spend()) return false;
    if (entries_[i].array == array) cursors_.push_back(entries_[i].cursor);
  }
  // A single leaf holds wherever it is met.
  bool holds = cursors_.size() == mark + 1 || some_element_holds(context.element, mark);
  cursors_.resize(mark);
  return holds;
}

// Whether in one element of one array, which lies directly in `element`, all leaves of cursors_
// from `first` on hold. The first of them picks.
bool ArrayJoin::some_element_holds(uint32_t element, size_t first) {
  size_t last = cursors_.size();
  uint32_t candidate = element + 1;
  while (true) {
    candidate = next_candidate(element, candidate, first, last);
    if (candidate == 0) return false;
    if (candidate_holds(candidate, first, last)) return true;
    if (!spend()) return false;
    uint32_t end = elements_[candidate].end;
    Cursor& leader = cursors_[first];
    leader.met = drop_before(met(leader), leader.met, end);
    if (leader.met.empty()) return false;
    candidate = child_towards(element, end, met(leader)[leader.met.first]);
  }
}

// The first child of `element`, from `candidate` on, in which every leaf that picks is met; 0 when
// there is none. Moves those leaves' cursors there.
uint32_t ArrayJoin::next_candidate(uint32_t element, uint32_t candidate, size_t first,
                                   size_t last) {
  bool agreed = false;
  while (!agreed) {
    agreed = true;
    for (size_t i = first; i < last; ++i) {
      if (!spend()) return 0;
      Cursor& cursor = cursors_[i];
      if (cursor.must != Must::kPick) continue;
      cursor.met = drop_before(met(cursor), cursor.met, candidate);
      if (cursor.met.empty()) return 0;
      uint32_t place = met(cursor)[cursor.met.first];
      if (place < elements_[candidate].end) continue;
      candidate = child_towards(element, elements_[candidate].end, place);
      agreed = false;
    }
  }
  return candidate;
}

bool ArrayJoin::candidate_holds(uint32_t candidate, size_t first, size_t last) {
  uint32_t end = elements_[candidate].end;
  auto inside = [&](std::span<const uint32_t> places, Run& run) {
    run = drop_before(places, run, candidate);
    return Run{run.first, drop_before(places, run, end).first};
  };
  for (size_t i = first; i < last; ++i) {
    if (!spend()) return false;
    Cursor inner = cursors_[i];
    if (inner.must != Must::kBeAbsent) inner.met = inside(met(inner), cursors_[i].met);
    if (inner.must != Must::kPick) inner.present = inside(present(inner), cursors_[i].present);
    cursors_.push_back(inner);
  }
  bool holds = holds_within(candidate, last);
  cursors_.resize(last);
  return holds;
}

// Whether an earlier leaf picks in the array.
bool ArrayJoin::is_entered(const Context& context, uint32_t array) {
  for (size_t i = context.entries; i < entries_.size() && spend(); ++i) {
    if (entries_[i].array == array) return true;  // the first one to enter picks
  }
  return false;
}

// Whether a later leaf may be absent from an array in here.
bool ArrayJoin::absence_follows(const Context& context, uint32_t index) {
  for (uint32_t i = index + 1; i < context.last && spend(); ++i) {
    if (cursors_[i].must != Must::kPick && !cursors_[i].present.empty()) return true;
  }
  return false;
}

// The part of `run` that lies in the same one of the element's arrays as its first place, which is
// inside a child of `element`.
ArrayJoin::Run ArrayJoin::within_first_array(uint32_t element, std::span<const uint32_t> places,
                                             Run run, uint32_t& array) {
  uint32_t child = child_towards(element, element + 1, places[run.first]);
  array = elements_[child].array;
  uint32_t last = child_towards(element, child, places[run.last - 1]);
  if (elements_[last].array == array) return run;
  // Arrays follow each other: up to the first child that is in another.
  while (elements_[child].array == array && spend()) child = elements_[child].end;
  return {run.first, drop_before(places, run, child).first};
}

// Without the places in front of `place`. Quick when there are few of them.
ArrayJoin::Run ArrayJoin::drop_before(std::span<const uint32_t> places, Run run, uint32_t place) {
  uint32_t stride = 1;
  while (run.last - run.first > stride && places[run.first + stride - 1] < place) {
    run.first += stride;
    stride *= 2;
    ++steps_;
  }
  auto begin = places.begin();
  auto end = begin + std::min(run.last, run.first + stride);
  run.first = static_cast<uint32_t>(std::lower_bound(begin + run.first, end, place) - begin);
  return run;
}

// The child of `element` that is, or holds, `place`; `child` is one in front of it, or it. Looks
// from both sides, so that neither deep nor long arrays cost much.
uint32_t ArrayJoin::child_towards(uint32_t element, uint32_t child, uint32_t place) {
  while (elements_[place].parent != element) {
    ++steps_;
    if (place < elements_[child].end) return child;
    place = elements_[place].parent;
    child = elements_[child].end;
  }
  return place;
}

}  // namespace angarium::pattern
