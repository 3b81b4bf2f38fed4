#pragma once

#include <string_view>

#include "base/result.h"

namespace angarium::pattern {

// Whether the argument of a `wildcard` is well formed: no two stars in a row, a backslash only
// before a star or a backslash. Errors: kInvalidPattern with AWS's reason, which names the byte,
// the quote before the first one counted.
base::Result<void> check_wildcard(std::string_view text);

}  // namespace angarium::pattern
