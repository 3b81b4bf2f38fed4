#pragma once

#include "bus/bus_target.h"
#include "services/events/admission.h"

namespace angarium::services::events {

// An event bus as the target of another bus's rule: the engine's target behind this service's
// permissions. Thread safe.
class BusTarget final : public delivery::Target {
 public:
  // Catalog and engine outlive it.
  BusTarget(const BusId& bus, const Catalog& catalog, bus::Engine& engine);

  base::Task<delivery::Attempt> attempt(delivery::Delivery delivery) override;

 private:
  const BusId bus_;
  const Catalog& catalog_;
  bus::BusTarget target_;
};

}  // namespace angarium::services::events
