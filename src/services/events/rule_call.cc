#include "services/events/rule_call.h"

namespace angarium::services::events {

wire::ServiceCall rule_call(const delivery::Delivery& delivery, base::Time now) {
  const delivery::Route& route = *delivery.route;
  const store::Partition& from = delivery.bus.partition;
  return {.service = "events.amazonaws.com",
          .source_arn = route.rule_arn.text(),
          .account = from.account,
          .role_arn = route.role_arn.text(),
          .region = from.region,
          .time = now};
}

}  // namespace angarium::services::events
