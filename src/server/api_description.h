#pragma once

#include <string>
#include <string_view>

namespace angarium::server {

// What this build implements, as JSON: its version and, for each service, every operation with the
// shapes that it reads and answers. docs/api/ and the test of all constraints are made from it.
std::string describe_api();

// Whether an action as policies write it, wildcards and all, can be one of its service's. True of
// services whose operations aren't known.
bool knows_action(std::string_view action);

}  // namespace angarium::server
