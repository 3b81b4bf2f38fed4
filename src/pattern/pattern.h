#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pattern/error.h"
#include "pattern/matcher.h"

namespace angarium::pattern {

// What a pattern may cost. The defaults are AWS's for rules of an event bus.
struct Limits {
  size_t characters_max = 2048;    // Unicode code points, not bytes
  uint32_t depth_max = 1000;       // JSON nesting
  size_t paths_max = 256;          // leaves of one conjunction
  size_t alternatives_max = 1000;  // conjunctions that `$or` expands to
  // Leaves and matchers in all those conjunctions: what keeps a short text from expanding to
  // hundreds of megabytes. AWS names no such limit; ten leaves of nine values in each of a thousand
  // conjunctions are within it.
  size_t elements_max = 100'000;
  uint32_t wildcard_complexity_max = 10;  // wildcard_complexity.h
};

// Which operators a user of the language has. AWS's services share one language but not all of it.
struct Dialect {
  bool anything_but_nested =
      true;  // anything-but with prefix, suffix, equals-ignore-case, wildcard
  bool wildcard = true;

  static constexpr Dialect event_bus() { return {}; }
  // Pipes and Lambda's event sources.
  static constexpr Dialect pipe() { return {.anything_but_nested = false, .wildcard = false}; }
};

struct Options {
  Limits limits = {};
  Dialect dialect = {};
};

// One leaf of a pattern: some scalar at `path` is accepted by one of `matchers`, or, when `absent`,
// there is none at all ({"exists": false}).
struct Leaf {
  std::string path;               // decoded member names joined with `.`
  std::vector<Matcher> matchers;  // in the pattern's order, unique; empty only when `absent`
  bool absent = false;

  friend bool operator==(const Leaf&, const Leaf&) = default;
};

// All leaves must hold, by scalars that agree on the array elements they were found in.
// INVARIANT: sorted by path (by UTF-16 units, which AWS's order of evaluation follows), paths
// unique, never empty.
using Conjunction = std::vector<Leaf>;

// A parsed event pattern, the language of EventBridge rules. Immutable; safe to share.
class Pattern {
 public:
  // Errors: kPatternTooLong, kInvalidPattern (with AWS's reason), kPatternTooComplex (wildcards,
  // paths, `$or` combinations; with AWS's reason where it has one).
  static base::Result<Pattern> parse(std::string_view text, const Options& options = {});

  // It matches when one of these does: `$or` multiplied out.
  const std::vector<Conjunction>& alternatives() const { return alternatives_; }

 private:
  explicit Pattern(std::vector<Conjunction> alternatives)
      : alternatives_(std::move(alternatives)) {}

  std::vector<Conjunction> alternatives_;
};

}  // namespace angarium::pattern
