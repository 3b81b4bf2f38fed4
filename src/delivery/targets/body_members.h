#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "delivery/targets/api_destination.h"

namespace angarium::delivery::targets {

// `body`, a JSON object, with `added` as members: strings, in the place of all members of their
// names. Everything else keeps its spelling. kParameter when there is something to add and the body
// is no JSON object.
base::Result<std::string> with_members(std::string_view body, const Parameters& added);

}  // namespace angarium::delivery::targets
