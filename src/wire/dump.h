#pragma once

#include <string>

#include "wire/service.h"

namespace angarium::wire {

// A service's table as one JSON object: its operations and every shape that they reach, with names,
// types, limits, patterns and enums; and the names of those operations of AWS's that it lacks. For
// documents, and for the comparison with AWS's model.
std::string dump(const ServiceTable& service);

}  // namespace angarium::wire
