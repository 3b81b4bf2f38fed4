#pragma once

#include <functional>
#include <memory>

#include "bus/subscription.h"
#include "simulation/oracle.h"

namespace angarium::simulation {

// The rules of a bus as the engine takes them. A subscription is "RULE/POSITION"; where its target
// lies is the target's name. `finish` may change the route.
std::shared_ptr<const bus::CompiledBus> compile(
    const SimulatedRules& rules,
    const std::function<void(const SimulatedTarget& target, delivery::Route& route)>& finish);

}  // namespace angarium::simulation
