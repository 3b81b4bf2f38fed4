#pragma once

#include <string_view>

namespace angarium::pattern {

// Whether the whole `text` is what the wildcard `pattern` describes: `*` any run of characters,
// `\*` and `\\` the characters themselves. `pattern` is checked: no other escape, none at its end.
//
// Each piece between stars takes the first place it fits; taking a later one never helps. Finding
// it costs no more than the wildcard's complexity (wildcard_complexity.h) a byte.
bool matches_wildcard(std::string_view pattern, std::string_view text);

}  // namespace angarium::pattern
