#pragma once

#include <array>
#include <string_view>

#include "policy/text_pattern.h"

namespace angarium::policy {

// An ARN in which wildcards and variables may stand. Its six fields are compared one by one, so
// that a wildcard never reaches into the next field, with AWS's one exception: a '*' that ends a
// pattern of fewer fields runs on over the remaining colons ("arn:aws:sqs:*"). Colons inside ${..}
// separate nothing.
class ArnPattern {
 public:
  // Never fails but for a broken variable: what has no form of an ARN matches nothing.
  static base::Result<ArnPattern> parse(std::string_view text, bool variables);

  bool matches(const ArnFields& arn, const Question& question) const;
  // One of the six; true where a '*' before it has run on. `arn.is_arn()` and is_arn() must hold.
  bool matches_field(size_t field, const ArnFields& arn, const Question& question) const;
  bool is_arn() const { return count_ > 0; }
  bool resolves(const Question& question) const;

 private:
  std::array<TextPattern, 6> fields_;
  size_t count_ = 0;  // of fields given; 0 matches nothing
};

// The fields of a pattern, variables whole; the sixth keeps its colons.
struct PatternFields {
  PatternFields(std::string_view text, bool variables);

  std::array<std::string_view, 6> field;
  size_t count = 0;
};

}  // namespace angarium::policy
