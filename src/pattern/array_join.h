#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace angarium::pattern {

// One element of an array of the event that holds an object or an array: a place to be in.
// Elements are numbered as they begin in the text, so those inside one follow it without a gap.
// Element 0 is the document itself. A scalar's place is the innermost element around it; a scalar
// that is itself an element of an array is in the place that holds the array.
struct Element {
  uint32_t parent;
  uint32_t array;  // which array of the event it belongs to; numbered likewise
  uint32_t end;    // one past the last element inside this one
};

// One leaf of a conjunction, as far as an event is concerned.
struct PlacedLeaf {
  std::span<const uint32_t> met;      // places of the scalars its matchers accept; ascending
  std::span<const uint32_t> present;  // places of all scalars at its path; ascending; for `absent`
  bool absent = false;                // holds as well where no scalar is present
};

enum class JoinVerdict : uint8_t { kMet, kNotMet, kTooComplex };

// What deciding may take: more than any event takes that isn't made for it.
inline constexpr size_t kJoinStepsMax = 1'000'000;

// What all decisions about one event may take. Those of up to kFree steps don't count, so that a
// bus with many rules gives up no sooner than one with few.
class JoinBudget {
 public:
  static constexpr size_t kFree = 1'000;

  size_t most() const { return left_ + kFree; }  // for the next decision
  // False when it was more than there was.
  bool spend(size_t steps) {
    if (steps <= kFree) return true;
    const bool enough = steps - kFree <= left_;
    left_ -= enough ? steps - kFree : left_;
    return enough;
  }

 private:
  size_t left_ = kJoinStepsMax;
};

// Decides array consistency (docs/patterns.md): every leaf, in the order given (which is that of
// paths), picks one scalar that it accepts, or none when it may be absent and no scalar at its path
// is compatible with the picks made before it. Two picks are compatible when no array holds them in
// two different elements; different arrays are independent of each other.
//
// Linear in the number of places unless the event repeats member names around arrays, or a name's
// scalars stand both in an array and in its elements' arrays; then choices multiply, and the
// budget ends the search. The recursion is as deep as arrays are nested in the event.
//
// Keeps its memory from call to call. For one thread at a time.
class ArrayJoin {
 public:
  JoinVerdict decide(std::span<const Element> elements, std::span<const PlacedLeaf> leaves,
                     JoinBudget& budget);

  // What the last decision took.
  size_t steps() const { return steps_; }

 private:
  // Some of a leaf's places that follow each other.
  struct Run {
    uint32_t first, last;  // one past

    bool empty() const { return first == last; }
  };
  enum class Must : uint8_t {
    kPick,      // be met
    kBeAbsent,  // have no scalar that is compatible
    kEither
  };
  // A leaf and its places inside an element, or inside one of the element's arrays.
  struct Cursor {
    uint32_t leaf;
    Must must;
    Run met;      // unless it must be absent
    Run present;  // unless it must pick
  };
  // A leaf that is to hold in an array.
  struct Entry {
    uint32_t array;
    Cursor cursor;
  };
  // What has to hold inside one element: cursors_ from `first` to `last`. Those looked at so far
  // have entered arrays, which is entries_ from `entries` on.
  struct Context {
    uint32_t element;
    uint32_t first, last;
    uint32_t entries;
  };
  // Bounds the stack beyond what the arrays' depth takes: each takes half a kilobyte of it.
  static constexpr uint32_t kWaysOpenMax = 2000;
  enum class Settled : uint8_t { kYes, kImpossible, kSeveralWays };

  bool holds_within(uint32_t element, size_t first);
  bool assign(const Context& context, uint32_t index);
  Settled settle(const Context& context, uint32_t index);
  Settled settle_pick(const Context& context, Cursor cursor);
  Settled settle_absent(const Context& context, Cursor cursor);
  bool try_all_ways(const Context& context, uint32_t index);
  bool try_each_way(const Context& context, uint32_t index);
  bool arrays_hold(const Context& context);
  bool array_holds(const Context& context, size_t entry);
  bool some_element_holds(uint32_t element, size_t first);
  uint32_t next_candidate(uint32_t element, uint32_t candidate, size_t first, size_t last);
  bool candidate_holds(uint32_t candidate, size_t first, size_t last);

  bool is_entered(const Context& context, uint32_t array);
  bool absence_follows(const Context& context, uint32_t index);
  std::span<const uint32_t> met(const Cursor& cursor) const { return leaves_[cursor.leaf].met; }
  std::span<const uint32_t> present(const Cursor& cursor) const {
    return leaves_[cursor.leaf].present;
  }
  Run within_first_array(uint32_t element, std::span<const uint32_t> places, Run run,
                         uint32_t& array);
  Run drop_before(std::span<const uint32_t> places, Run run, uint32_t place);
  uint32_t child_towards(uint32_t element, uint32_t child, uint32_t place);
  bool spend() { return ++steps_ <= steps_max_; }

  std::span<const Element> elements_;
  std::span<const PlacedLeaf> leaves_;
  std::vector<Cursor> cursors_;  // a stack, as is the next
  std::vector<Entry> entries_;
  size_t steps_ = 0;
  size_t steps_max_ = 0;
  uint32_t ways_open_ = 0;  // choices that the search is inside of
};

}  // namespace angarium::pattern
