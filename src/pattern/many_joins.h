#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "pattern/array_join.h"
#include "pattern/many.h"

namespace angarium::pattern {

// A scalar, or several, at one path of an event in one place, and whose leaves accept one of them.
struct PlacedMany {
  uint32_t place;
  ManySets::Id met;
};

// What an event has at one path for those conjunctions that have a leaf there.
struct ManyAtPath {
  std::span<const PlacedMany> values;  // in any order, places repeated or not
  Many users = {};                     // who has a leaf there
  Many absent = {};                    // of these it holds as well where no scalar is
};

// Decides array consistency as ArrayJoin does, for many conjunctions at once. Linear in the values
// and the arrays around them: where each value lies is found out once, and what that means takes
// one more round for every 256 conjunctions.
//
// Keeps its memory from call to call. For one thread at a time.
class ManyJoins {
 public:
  struct Verdict {
    Many held;
    // A leaf has several ways to go, for its path has scalars in two arrays of one element, or in
    // an array and beside it: ask ArrayJoin.
    Many unsure;
  };

  // `paths` in the order of the leaves. `count`: of conjunctions. `sets` gets those that values in
  // one place have together.
  Verdict decide(std::span<const Element> elements, std::span<const ManyAtPath> paths, size_t count,
                 ManySets& sets);

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  // Scalars of one path directly in an element.
  struct Entry {
    uint32_t path;
    uint32_t next;     // of the same element; kNone at the end
    uint32_t through;  // of the array that the element belongs to
    ManySets::Id met;
  };
  // A path with scalars somewhere in an array, of which the document is taken to be an element.
  struct Through {
    uint32_t path;
    uint32_t next;   // of the same array, of a later path
    uint32_t outer;  // that of the array around
    // Of the conjunctions decided in this round:
    Lanes users;
    Lanes must;  // may not go without
  };
  // Those of an earlier `run` are to be thought empty.
  struct ElementState {
    uint32_t run = 0;
    uint32_t last_path;  // that has something in here
    uint32_t first_entry;
    uint32_t first_array;
  };
  struct ArrayState {
    uint32_t run = 0;
    uint32_t parent;         // the element it lies in
    uint32_t next;           // array of that element
    uint32_t first_through;  // kNone: none yet
    uint32_t needs;          // where in needs_
    Lanes held;              // of these one element holds all leaves that go through here
  };
  // A number for each conjunction of a round; its bits lie in as many Lanes.
  using Counts = std::span<Lanes>;

  void begin(std::span<const Element> elements, std::span<const ManyAtPath> paths);
  bool place(uint32_t path, ManySets& sets);
  uint32_t reach(uint32_t element, uint32_t path);
  ElementState& state(uint32_t element);
  ArrayState& array_of(uint32_t element);

  void order_elements();
  void drop_repeated();
  bool is_repeated(uint32_t element);
  bool has_same_entries(uint32_t element, uint32_t other) const;
  Lanes hold_all(size_t part, const ManySets& sets);
  void begin_round(size_t part, const ManySets& sets);
  void find_musts(uint32_t element);
  Lanes held_by(uint32_t element, Counts needs);
  void hold(uint32_t element);
  static void count(Counts counts, Lanes who);
  Counts needs_of(uint32_t needs) { return Counts(needs_).subspan(needs * bits_, bits_); }

  std::span<const Element> elements_;
  std::span<const ManyAtPath> paths_;
  uint32_t run_ = 0;
  std::vector<ElementState> states_;
  std::vector<ArrayState> arrays_;
  std::vector<uint32_t> touched_;  // elements that a path goes through
  std::vector<uint32_t> parents_;  // of these, those with arrays that one goes through
  struct Seen {
    uint32_t run = 0;
    uint32_t element;
  };
  std::array<Seen, 1024> seen_;  // elements by what is in there
  std::vector<Entry> entries_;
  std::vector<Through> throughs_;   // first those of the document, by path
  std::vector<bool> several_ways_;  // by path

  // Of a round:
  size_t part_ = 0;  // of sets: the conjunctions that are decided
  const ManySets* sets_ = nullptr;
  size_t bits_ = 0;           // in which no conjunction's leaves are too many
  std::vector<Lanes> needs_;  // of the document, then of each array: how many leaves must be there
  std::vector<Lanes> counted_;
  uint32_t array_count_ = 0;
};

}  // namespace angarium::pattern
