#pragma once

#include "base/metrics.h"
#include "delivery/give_up_reason.h"
#include "delivery/route.h"

namespace angarium::delivery {

// The numbers of one bus, as Prometheus sees them, labelled with account, region and bus. Handles:
// valid while the Metrics lives; thread safe. The same bus gives the same numbers.
struct BusMetrics {
  BusMetrics(base::Metrics& metrics, const BusId& bus);

  base::Counter events;               // taken in
  base::Counter events_refused;       // in put() or accept(), for whatever reason
  base::Counter events_matched;       // by at least one subscription
  base::Counter matches;              // what is owed in all
  base::Counter hops_ended;           // matches of events that came too far to go to one more bus
  base::Counter delivered;            // among them those in the commit that took the event in
  base::Counter attempts_failed;      // whether tried again or not
  base::Counter retried;              // attempts after the first
  base::Counter spilled;              // deliveries that went to a retry queue
  base::Counter dead_letters_sent;    // EventBridge: InvocationsSentToDlq
  base::Counter dead_letters_failed;  // EventBridge: InvocationsFailedToBeSentToDlq
  base::Gauge outstanding;            // deliveries in memory that are not in a retry queue
  base::Gauge retrying;               // deliveries in retry queues, known to this process
  base::Gauge lag_seconds;            // age of the oldest event that holds the cursor; 0 for none

  base::Counter failed(GiveUpReason reason) const;

 private:
  base::Metrics& metrics_;
  base::Labels labels_;
};

}  // namespace angarium::delivery
