#include "services/events/bus_target.h"

namespace angarium::services::events {

base::Task<delivery::Attempt> BusTarget::attempt(delivery::Delivery delivery) {
  // The account's own default bus, which nobody has used yet: it exists and has no rules, so the
  // event has arrived and nothing comes of it.
  bool own = delivery.bus.partition.account == bus_.partition.account;
  if (own && bus_.name == kDefaultBus && !catalog_.is_published(bus_)) {
    co_return delivery::Attempt::delivered();
  }
  co_return co_await target_.attempt(std::move(delivery));
}

}  // namespace angarium::services::events
