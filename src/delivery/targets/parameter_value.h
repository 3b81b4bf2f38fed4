#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "delivery/target.h"

namespace angarium::delivery::targets {

// What a parameter of a target says for this event: itself, or what a JSONPath ("$.detail.id")
// finds in the event (User Guide, "Dynamic path parameters"). None when the event lacks it.
std::optional<std::string> parameter_value(std::string_view parameter, const Delivery& delivery);

}  // namespace angarium::delivery::targets
