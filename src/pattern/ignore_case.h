#pragma once

#include <string>
#include <string_view>

namespace angarium::pattern {

// AWS's way of ignoring case, which is not symmetric: at the place of each character of the
// pattern, the text must have that character's full lower case or its full upper case (root locale,
// without context; either may be several characters). The text itself is not folded: `ß` accepts
// `ß` and `SS`, but `SS` does not accept `ß`; a title case like U+01C5 does not even accept itself.
// AWS goes by UTF-16 units, here characters above U+FFFF count as characters. Lone surrogates
// (WTF-8) are without case.
//
// Neither case of a character begins or ends with the other (a test goes through all), so there is
// only one way to compare, and it is linear.
bool equals_ignoring_case(std::string_view pattern, std::string_view text);
bool begins_ignoring_case(std::string_view pattern, std::string_view text);
bool ends_ignoring_case(std::string_view pattern, std::string_view text);

// For looking up what may be equal: appends the fold of each character, one after the other. What
// a pattern accepts has the pattern's fold; what begins (ends) with what a pattern accepts has a
// fold that begins (ends) with the pattern's. The reverse does not hold. A fold folds to itself.
void fold(std::string_view text, std::string& out);

// The two cases and the fold of one character, as UTF-8. One without case is all three itself.
struct Cases {
  std::string lower, upper, fold;
};
Cases cases_of(char32_t character);

}  // namespace angarium::pattern
