#pragma once

#include <functional>

#include "bus/engine.h"
#include "delivery/target.h"

namespace angarium::bus {

// A bus of this server as a target: of the same account or another, the same region or another.
class BusTarget final : public delivery::Target {
 public:
  // Whether this delivery may enter that bus, by the policy of this moment. An error is a permanent
  // failure that shows its code's name and its message.
  using Admission = std::function<base::Result<void>(const delivery::Delivery&, const BusId& to)>;

  // `engine` outlives it. Without an admission everything enters.
  BusTarget(Engine& engine, BusId to, Admission admission)
      : engine_(engine), to_(std::move(to)), admission_(std::move(admission)) {}

  base::Task<delivery::Attempt> attempt(delivery::Delivery delivery) override;

 private:
  Engine& engine_;
  const BusId to_;
  const Admission admission_;
};

}  // namespace angarium::bus
