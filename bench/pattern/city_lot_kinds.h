#pragma once

#include <array>
#include <span>
#include <string_view>

#include "bench/pattern/floor.h"

namespace angarium::bench {

// Five rules of one kind over the city-lot events of make_lots, whose header says where they come
// from. The values are such that the rules match about as often as those of the published
// benchmarks of event-ruler and quamina.
struct CityLotKind {
  std::string_view name;
  Floor floor;
  std::array<std::string_view, 5> patterns;
};

std::span<const CityLotKind> city_lot_kinds();

}  // namespace angarium::bench
