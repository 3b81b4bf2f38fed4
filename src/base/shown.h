#pragma once

#include <string>
#include <string_view>

namespace angarium::base {

// Text as it can be shown to a person: at most `characters_max` characters (the middle left out),
// with control, format and invalid characters escaped, so that nobody's text can steer a terminal.
std::string shown(std::string_view text, size_t characters_max);

// The beginning of UTF-8 text, at most `bytes_max` bytes of it, that ends with a whole character.
std::string_view whole_characters(std::string_view text, size_t bytes_max);

// Text as a JSON string, quotes included, escaped in the same way.
std::string quoted(std::string_view text);

}  // namespace angarium::base
