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
      events_matched(metrics.counter("angarium_events_matched_total",
                                     "Events that some subscription wants", labels_of(bus))),
      matches(metrics.counter("angarium_matches_total", "Deliveries owed", labels_of(bus))),
      hops_ended(metrics.counter("angarium_hops_ended_total",
                                 "Matches not forwarded because the event came over a bus already",
                                 labels_of(bus))),
      delivered(metrics.counter("angarium_deliveries_total", "Deliveries done", labels_of(bus))),
      attempts_failed(metrics.counter("angarium_delivery_attempts_failed_total",
                                      "Attempts that did not deliver", labels_of(bus))),
      retried(metrics.counter("angarium_delivery_retries_total", "Attempts after the first",
                              labels_of(bus))),
      spilled(metrics.counter("angarium_deliveries_spilled_total",
                              "Deliveries that went to a retry queue", labels_of(bus))),
      dead_letters_sent(metrics.counter("angarium_invocations_sent_to_dlq_total",
                                        "Deliveries given up that are in their dead-letter queues",
                                        labels_of(bus))),
      dead_letters_failed(metrics.counter(
          "angarium_invocations_failed_to_be_sent_to_dlq_total",
          "Deliveries given up that their dead-letter queues did not take", labels_of(bus))),
      outstanding(metrics.gauge("angarium_deliveries_outstanding",
                                "Deliveries held in memory that are in no retry queue",
                                labels_of(bus))),
      retrying(metrics.gauge("angarium_deliveries_retrying", "Deliveries in retry queues",
                             labels_of(bus))),
      lag_seconds(metrics.gauge("angarium_delivery_lag_seconds",
                                "Age of the oldest event not yet delivered or in a retry queue",
                                labels_of(bus))),
      metrics_(metrics),
      labels_(labels_of(bus)) {}

base::Counter BusMetrics::failed(GiveUpReason reason) const {
  base::Labels labels = labels_;
  labels["reason"] = std::string(name(reason));
  return metrics_.counter("angarium_deliveries_failed_total", "Deliveries given up", labels);
}

}  // namespace angarium::delivery
