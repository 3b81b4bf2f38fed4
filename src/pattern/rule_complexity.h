#pragma once

#include <vector>

#include "base/result.h"
#include "pattern/pattern.h"

namespace angarium::pattern {

// Whether the wildcards of a pattern are within Limits::wildcard_complexity_max, field by field
// (wildcard_complexity.h). AWS measures the machine that its engine builds for the rule alone: in
// it, the wildcards of two conjunctions on one path add up when the leaves before that path, in the
// order of paths, are the same in both. So do they here. (There, it suffices that these leaves have
// one matcher in common each; then this accepts more.)
// Errors: kPatternTooComplex with AWS's reason.
base::Result<void> check_wildcards(const std::vector<Conjunction>& alternatives,
                                   const Limits& limits);

}  // namespace angarium::pattern
