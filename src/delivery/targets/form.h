#pragma once

#include <string>
#include <string_view>

#include "delivery/targets/api_destination.h"

namespace angarium::delivery::targets {

// Appends `text` percent-encoded: all but the unreserved characters of RFC 3986.
void append_encoded(std::string_view text, std::string& out);

// Appends "name=value&name=value", both encoded: a query, or a body of
// application/x-www-form-urlencoded.
void append_form(const Parameters& parameters, std::string& out);

}  // namespace angarium::delivery::targets
