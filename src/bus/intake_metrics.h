#pragma once

#include <vector>

#include "bus/ingest.h"
#include "delivery/bus_metrics.h"

namespace angarium::bus {

// Counts what one commit took in, and what it delivered itself: of those deliveries the one attempt
// began at `begun` and ended, well, at `ended`. `rules`: null for no numbers per rule.
void count_intake(const BusId& bus, delivery::BusMetrics& metrics, delivery::RuleMetrics* rules,
                  const std::vector<Accepted>& events, const IntakePlan& plan, base::Time begun,
                  base::Time ended);

}  // namespace angarium::bus
