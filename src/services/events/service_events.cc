#include "bus/error.h"
#include "services/events/events.h"

namespace angarium::services::events {

base::Task<base::Result<bus::EventId>> Events::put_service_event(BusId bus, bus::Event event) {
  if (!catalog_.find(bus)) {
    co_return base::Error(bus::BusError::kNoSuchBus,
                          "event bus `" + bus_arn(bus) + "` does not exist");
  }
  co_await publish_default(bus);
  std::vector<bus::Event> events;
  events.push_back(std::move(event));
  auto results = co_await engine_.put(std::move(bus), std::move(events));
  co_return std::move(results.front());
}

}  // namespace angarium::services::events
