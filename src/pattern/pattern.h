#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pattern/error.h"
#include "pattern/value.h"

namespace angarium::pattern {

// What a pattern may cost. The defaults are AWS's.
struct Limits {
  size_t characters_max = 2048;  // Unicode code points, not bytes
  uint32_t depth_max = 1000;     // JSON nesting
  size_t paths_max = 256;        // leaves of one conjunction
};

// One leaf of a pattern: some scalar at `path` equals one of `values`. Arrays on the way are walked
// through; they add nothing to the path.
struct Leaf {
  std::string path;           // decoded member names joined with `.`
  std::vector<Value> values;  // sorted, unique, never empty
};

// All leaves must hold, by scalars that agree on the array elements they were found in.
// INVARIANT: sorted by path, paths unique, never empty.
using Conjunction = std::vector<Leaf>;

// A parsed event pattern, the language of EventBridge rules. So far it knows exact values: strings,
// numbers, true, false, null, and {"exactly": string}. The other operators are refused by name.
// Immutable; safe to share between threads.
class Pattern {
 public:
  // Errors: kPatternTooLong, kInvalidPattern (with AWS's reason).
  static base::Result<Pattern> parse(std::string_view text, const Limits& limits = {});

  // It matches when one of these does.
  const std::vector<Conjunction>& alternatives() const { return alternatives_; }

 private:
  explicit Pattern(std::vector<Conjunction> alternatives)
      : alternatives_(std::move(alternatives)) {}

  std::vector<Conjunction> alternatives_;
};

}  // namespace angarium::pattern
