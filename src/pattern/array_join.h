#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace angarium::pattern {

// One element of an array of the event that holds an object or an array: a place to be in.
// Elements are numbered as they begin in the text, so those inside one follow it without a gap.
// Element 0 is the document itself.
struct Element {
  uint32_t parent;
  uint32_t array;  // which array of the event it belongs to; numbered likewise
  uint32_t end;    // one past the last element inside this one
};

// Decides array consistency: all leaves of a pattern must be met in places that agree. Two places
// agree when no array holds them in two different elements; different arrays are independent of
// each other.
//
//   {"k":[{"a":1},{"a":2,"b":3}]}      k.a and k.b met together in element 1 of k, but k.a = 1 and
//    document -- array k -- element 0    k.b = 3 never are.
//                        \- element 1
//
// From an element down: a leaf met right there is done; every other leaf lies in an array below,
// and of each such array one element must be found that satisfies all leaves sought in it. That is
// linear in the number of places unless a member name is repeated in the event, so that one leaf
// has several arrays to choose from; then choices multiply, and kStepsMax ends the search.
class ArrayJoin {
 public:
  // Twenty times what a 1 MB event without repeated names can need for 256 leaves; some 50 ms.
  static constexpr size_t kStepsMax = 4'000'000;

  enum class Verdict { kMet, kNotMet, kTooComplex };

  // `places[i]`: the elements in which leaf i is met; sorted, never empty.
  ArrayJoin(std::span<const Element> elements, std::span<const std::span<const uint32_t>> places)
      : elements_(elements), places_(places) {}

  Verdict decide();

 private:
  using Leaves = std::vector<uint32_t>;

  bool met_within(uint32_t element, const Leaves& leaves);
  bool choose_arrays(uint32_t element, const Leaves& leaves, std::vector<uint32_t>& arrays);
  bool arrays_met(uint32_t element, const Leaves& leaves, const std::vector<uint32_t>& arrays);
  bool array_met(uint32_t element, uint32_t array, const Leaves& leaves);
  std::span<const uint32_t> places_within(uint32_t element, uint32_t leaf);
  uint32_t child_towards(uint32_t element, uint32_t place);
  bool spend() { return ++steps_ <= kStepsMax; }

  std::span<const Element> elements_;
  std::span<const std::span<const uint32_t>> places_;
  size_t steps_ = 0;
};

}  // namespace angarium::pattern
