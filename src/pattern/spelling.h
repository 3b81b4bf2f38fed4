#pragma once

#include <string>
#include <string_view>

#include "base/shown.h"
#include "pattern/matcher.h"

namespace angarium::pattern {

using base::quoted;
using base::shown;

// A matcher in the pattern language. What has several spellings there (numbers, addresses) has its
// shortest or usual one.
std::string spelled(const Matcher& matcher);

}  // namespace angarium::pattern
