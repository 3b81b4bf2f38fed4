#pragma once

#include "base/metrics.h"
#include "delivery/invocation_metrics.h"
#include "delivery/route.h"

namespace angarium::delivery {

// The numbers of one bus, as Prometheus sees them, labelled with account, region and bus. Handles:
// valid while the Metrics lives; thread safe. The same bus gives the same numbers.
struct BusMetrics {
  BusMetrics(base::Metrics& metrics, const BusId& bus);

  base::Counter events;          // taken in
  base::Counter events_refused;  // in put() or accept(), for whatever reason
  base::Counter hops_ended;      // EventBridge: DeadLetterInvocations, for events that came too far
  base::Counter throttled;       // EventBridge: ThrottledRules, how often deliveries had to wait
  base::Counter spilled;         // deliveries that went to a retry queue
  base::Gauge outstanding;       // deliveries in memory that are not in a retry queue
  base::Gauge retrying;          // deliveries in retry queues, known to this process
  base::Gauge lag_seconds;       // age of the oldest event that holds the cursor; 0 for none
  InvocationMetrics invocations;
};

}  // namespace angarium::delivery
