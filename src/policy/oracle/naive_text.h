#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/oracle/naive_request.h"

namespace angarium::policy::oracle {

std::string lower_case(const std::string& text);  // ASCII and the Latin-1 letters

// One character of a pattern.
struct Sign {
  std::u32string::value_type character;
  bool wild = false;  // '*' or '?' that was not put in by a variable
};
using Signs = std::vector<Sign>;

// A text of a policy with its variables replaced; none when one has no value.
std::optional<Signs> expand(const std::string& text, bool variables, const NaiveRequest& request);

bool like(const Signs& pattern, const std::string& text);
bool same(const Signs& plain, const std::string& text);

// The six fields, each with its variables replaced, against an ARN.
bool like_arn(const std::string& pattern, const std::string& arn, bool variables,
              const NaiveRequest& request);

}  // namespace angarium::policy::oracle
