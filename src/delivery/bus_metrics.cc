#include "delivery/bus_metrics.h"

namespace angarium::delivery {
namespace {

base::Labels labels_of(const BusId& bus) {
  return {{"account", bus.partition.account.text()},
          {"region", bus.partition.region.text()},
          {"bus", bus.name}};
}

}  // namespace

BusMetrics::BusMetrics(base::Metrics& metrics, const BusId& bus)
    : events(metrics.counter("angarium_events_total", "Events taken in", labels_of(bus))),
      events_refused(metrics.counter("angarium_events_refused_total",
                                     "Events that were not taken in", labels_of(bus))),
      hops_ended(metrics.counter("angarium_dead_letter_invocations_total",
                                 "Matches not forwarded because the event came over a bus already",
                                 labels_of(bus))),
      throttled(metrics.counter("angarium_throttled_rules_total",
                                "Times deliveries had to wait for the rate of invocations",
                                labels_of(bus))),
      spilled(metrics.counter("angarium_deliveries_spilled_total",
                              "Deliveries that went to a retry queue", labels_of(bus))),
      outstanding(metrics.gauge("angarium_deliveries_outstanding",
                                "Deliveries held in memory that are in no retry queue",
                                labels_of(bus))),
      retrying(metrics.gauge("angarium_deliveries_retrying", "Deliveries in retry queues",
                             labels_of(bus))),
      lag_seconds(metrics.gauge("angarium_delivery_lag_seconds",
                                "Age of the oldest event not yet delivered or in a retry queue",
                                labels_of(bus))),
      invocations(metrics, "angarium_", labels_of(bus)) {}

}  // namespace angarium::delivery
