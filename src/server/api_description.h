#pragma once

#include <string>

namespace angarium::server {

// What this build implements, as JSON: its version and, for each service, every operation with the
// shapes that it reads and answers. docs/api/ and the test of all constraints are made from it.
std::string describe_api();

}  // namespace angarium::server
