#pragma once

#include <string>
#include <string_view>

namespace angarium::pattern {

// The oracle of oracle_test.cc: reads the language's rules one after another, without any index,
// and shares no code with the engine but the JSON scanner. Slow on purpose. Pattern and event must
// be valid and use exact values only.
bool naive_match(std::string_view pattern, std::string_view event);

}  // namespace angarium::pattern
