#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace angarium::pattern {

// The operand of Operator::kCidr that `address/bits` stands for; bits of the address behind the
// mask may be set and don't count. Errors: kInvalidPattern with AWS's reason.
base::Result<std::string> cidr_operand(std::string_view text);

}  // namespace angarium::pattern
