#pragma once

#include "bus/bus_target.h"
#include "services/events/catalog.h"

namespace angarium::services::events {

// An event bus as the target of another bus's rule: the engine's target behind this service's
// permissions (admission.h). Thread safe.
class BusTarget final : public delivery::Target {
 public:
  // Catalog and engine outlive it.
  BusTarget(const BusId& bus, const Catalog& catalog, bus::Engine& engine,
            bus::BusTarget::Admission admission)
      : bus_(bus), catalog_(catalog), target_(engine, bus, std::move(admission)) {}

  base::Task<delivery::Attempt> attempt(delivery::Delivery delivery) override;

 private:
  const BusId bus_;
  const Catalog& catalog_;
  bus::BusTarget target_;
};

}  // namespace angarium::services::events
