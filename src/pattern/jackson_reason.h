#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace angarium::pattern {

// What Jackson, the JSON reader behind AWS's answers, says of a text that json::Scanner refuses:
// the first line of its message, by Jackson 2.14. Empty where it would say nothing. `text` is
// UTF-8; at most `depth_max` levels of it are looked into. Which letters above U+007F belong to a
// word is not told as exactly as Java does.
//
// Called once something is known to be wrong, so it reads the text again from the start.
std::string jackson_reason(std::string_view text, uint32_t depth_max);

}  // namespace angarium::pattern
