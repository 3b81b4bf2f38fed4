#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace angarium::policy {

// Whether `pattern`, in which '*' is any run of bytes and '?' exactly one, covers the whole text.
// Takes time in the product of the lengths at worst; no recursion.
bool matches_wildcards(std::string_view pattern, std::string_view text);

bool equals_ignoring_case(std::string_view a, std::string_view b);  // ASCII

// An ARN in which wildcards may stand. Its six fields are compared one by one, so that a wildcard
// never reaches into the next field, with AWS's one exception: a '*' that ends the whole pattern
// may run on over the remaining colons ("arn:aws:sqs:*").
class ArnPattern {
 public:
  // None when it is no ARN: neither six fields nor fewer of which the last ends in '*'.
  static std::optional<ArnPattern> parse(std::string_view text);

  bool matches(std::string_view arn) const;
  std::string_view service() const { return fields_[2]; }

 private:
  std::array<std::string, 6> fields_;
  size_t count_ = 0;  // of fields given
};

}  // namespace angarium::policy
