#pragma once

#include <string>

#include "delivery/targets/api_destination.h"

namespace angarium::delivery::targets {

// Appends "name=value&name=value", both encoded: a query, or a body of
// application/x-www-form-urlencoded.
void append_form(const Parameters& parameters, std::string& out);

}  // namespace angarium::delivery::targets
