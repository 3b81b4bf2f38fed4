// Five rules of each kind over the city-lot events, and the same at ingest.
#include "bench/pattern/city_lot_kinds.h"
#include "bench/pattern/scenarios.h"

namespace angarium::bench {
namespace {

void run(Harness& harness, const CityLotKind& kind, Entrance entrance) {
  std::string scenario =
      (entrance == Entrance::kIngest ? "ingest/" : "city_lots/") + std::string(kind.name);
  if (!harness.wants(scenario)) return;
  const Events& lots = harness.lots();
  auto pattern = [&](uint32_t i) { return std::string(kind.patterns[i]); };
  Floor floor = entrance == Entrance::kIngest ? Floor::kEveryToken : kind.floor;
  harness.compare({scenario, std::string(kind.name), floor, entrance}, kind.patterns.size(),
                  pattern, lots);
}

}  // namespace

void city_lots(Harness& harness) {
  for (const CityLotKind& kind : city_lot_kinds()) run(harness, kind, Entrance::kValidated);
  for (const CityLotKind& kind : city_lot_kinds()) {
    bool is_telling = kind.name == "exact" || kind.name == "numeric" ||
                      kind.name == "anything_but" || kind.name == "complex_arrays";
    if (is_telling) run(harness, kind, Entrance::kIngest);
  }
}

}  // namespace angarium::bench
