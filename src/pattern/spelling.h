#pragma once

#include <string>
#include <string_view>

#include "pattern/matcher.h"

namespace angarium::pattern {

// Text as it can be shown to a person: at most `characters_max` characters (the middle left out),
// with control, format and invalid characters escaped, so that no event can steer a terminal.
std::string shown(std::string_view text, size_t characters_max);

// Decoded characters as a JSON string, quotes included.
std::string quoted(std::string_view text);

// A matcher in the pattern language. What has several spellings there (numbers, addresses) has its
// shortest or usual one.
std::string spelled(const Matcher& matcher);

}  // namespace angarium::pattern
