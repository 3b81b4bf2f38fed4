#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace angarium::base {

// The candidate that `text` was most likely meant to be: fewest insertions, deletions, replacements
// and swaps of neighbours (optimal string alignment), letter case ignored. None when even the best
// differs in more than a third of its characters. Earlier candidates win ties. Names longer than
// 128 characters are never near anything, so the cost stays bounded.
std::optional<std::string> nearest(std::string_view text, std::span<const std::string> candidates);

}  // namespace angarium::base
