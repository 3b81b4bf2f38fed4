#include "base/version.h"

namespace angarium::base {

std::string_view version() { return ANGARIUM_VERSION; }

}  // namespace angarium::base
