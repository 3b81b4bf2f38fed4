#pragma once

#include <string>

#include "policy/request.h"

namespace angarium::policy {

// The request of a line: {"as": NAME, "do": ACTION, "on": RESOURCE, "of": ACCOUNT, "with":
// CONTEXT}, each of which may be left out. `where` is for messages.
Request read_request(const std::string& text, const std::string& where);

}  // namespace angarium::policy
