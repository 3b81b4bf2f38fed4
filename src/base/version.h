#pragma once

#include <string_view>

namespace angarium::base {

// Angarium's own version, "0.1.0": what `angarium --version` and error messages say.
std::string_view version();

}  // namespace angarium::base
