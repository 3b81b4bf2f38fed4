#include "delivery/target.h"

namespace angarium::delivery {

store::Key deduplication_key(const Delivery& delivery) {
  const store::Partition& from = delivery.bus.partition;
  store::Key key = store::Key::of({"bus", "delivered", from.account.text(), from.region.text(),
                                   std::to_string(from.shard), delivery.bus.name,
                                   std::to_string(delivery.log_offset), delivery.content->event_id,
                                   delivery.route->subscription.text()});
  return delivery.dead_letter ? key.with("dead-letter") : key;
}

}  // namespace angarium::delivery
