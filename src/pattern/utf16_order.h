#pragma once

#include <string_view>

namespace angarium::pattern {

// Whether `left` comes before `right` in the order of their UTF-16 units, which is how Java sorts
// strings and hence the order in which AWS tries the leaves of a pattern (docs/patterns.md,
// arrays). The order of bytes, but for characters above U+FFFF: as pairs of surrogates they come
// before U+E000. Both are UTF-8 or, where a lone surrogate was escaped, WTF-8.
bool utf16_before(std::string_view left, std::string_view right);

}  // namespace angarium::pattern
