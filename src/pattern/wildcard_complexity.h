#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace angarium::pattern {

// The wildcards of one matcher: one, or those that an anything-but lists. Checked
// (wildcard_text.h).
using WildcardGroup = std::vector<std::string_view>;

// AWS's measure of what the wildcards on one field cost: the largest number of wildcard beginnings
// that one text can match at the same time, over all texts. `a*b` has the beginnings `a`, `a*` and
// `a*b`; the text `ab` matches the last two, and none does better, so it is 2. A text counts as
// standing in quotes, which are characters like others: `*` is 2 for its opening quote alone. Of
// the wildcards of one group, what they have in common up to and with their first star counts once,
// and so does their end.
//
// The answer is exact up to `limit`; above it, it is limit + 1. Time and memory are linear in the
// wildcards but for what several of them share; after kComplexityStepsMax steps, some tens of
// milliseconds, the answer is limit + 1 as well.
inline constexpr size_t kComplexityStepsMax = 4'000'000;
uint32_t wildcard_complexity(std::span<const WildcardGroup> groups, uint32_t limit);

}  // namespace angarium::pattern
