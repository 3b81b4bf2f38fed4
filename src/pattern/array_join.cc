#include "pattern/array_join.h"

#include <algorithm>

namespace angarium::pattern {

ArrayJoin::Verdict ArrayJoin::decide() {
  Leaves leaves(places_.size());
  for (uint32_t i = 0; i < leaves.size(); ++i) leaves[i] = i;
  if (met_within(0, leaves)) return Verdict::kMet;
  return steps_ > kStepsMax ? Verdict::kTooComplex : Verdict::kNotMet;
}

bool ArrayJoin::met_within(uint32_t element, const Leaves& leaves) {
  Leaves below;
  for (uint32_t leaf : leaves) {
    if (!spend()) return false;
    std::span<const uint32_t> places = places_within(element, leaf);
    if (places.empty()) return false;
    if (places.front() != element) below.push_back(leaf);
  }
  std::vector<uint32_t> arrays;
  return below.empty() || choose_arrays(element, below, arrays);
}

// `arrays` holds the choice for the first leaves; tries every one for the next.
bool ArrayJoin::choose_arrays(uint32_t element, const Leaves& leaves,
                              std::vector<uint32_t>& arrays) {
  if (arrays.size() == leaves.size()) return arrays_met(element, leaves, arrays);
  std::span<const uint32_t> places = places_within(element, leaves[arrays.size()]);
  uint32_t last = elements_[child_towards(element, places.back())].array;
  while (true) {
    if (!spend()) return false;
    uint32_t array = elements_[child_towards(element, places.front())].array;
    arrays.push_back(array);
    if (choose_arrays(element, leaves, arrays)) return true;
    arrays.pop_back();
    if (array == last) return false;
    // On to the first place in another array; arrays don't interleave.
    while (elements_[child_towards(element, places.front())].array == array) {
      if (!spend()) return false;
      places = places.subspan(1);
    }
  }
}

bool ArrayJoin::arrays_met(uint32_t element, const Leaves& leaves,
                           const std::vector<uint32_t>& arrays) {
  for (size_t i = 0; i < leaves.size(); ++i) {
    if (std::find(arrays.begin(), arrays.begin() + static_cast<ptrdiff_t>(i), arrays[i]) !=
        arrays.begin() + static_cast<ptrdiff_t>(i)) {
      continue;  // decided with the first leaf of this array
    }
    Leaves group;
    for (size_t j = i; j < leaves.size(); ++j) {
      if (arrays[j] == arrays[i]) group.push_back(leaves[j]);
    }
    if (!array_met(element, arrays[i], group)) return false;
  }
  return true;
}

bool ArrayJoin::array_met(uint32_t element, uint32_t array, const Leaves& leaves) {
  std::span<const uint32_t> places = places_within(element, leaves.front());
  while (!places.empty()) {
    if (!spend()) return false;
    uint32_t child = child_towards(element, places.front());
    if (elements_[child].array == array && met_within(child, leaves)) return true;
    auto next = std::lower_bound(places.begin(), places.end(), elements_[child].end);
    places = places.subspan(static_cast<size_t>(next - places.begin()));
  }
  return false;
}

std::span<const uint32_t> ArrayJoin::places_within(uint32_t element, uint32_t leaf) {
  std::span<const uint32_t> places = places_[leaf];
  auto first = std::lower_bound(places.begin(), places.end(), element);
  auto last = std::lower_bound(first, places.end(), elements_[element].end);
  return {first, last};
}

uint32_t ArrayJoin::child_towards(uint32_t element, uint32_t place) {
  while (elements_[place].parent != element) {
    spend();
    place = elements_[place].parent;
  }
  return place;
}

}  // namespace angarium::pattern
