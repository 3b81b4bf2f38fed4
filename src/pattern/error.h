#pragma once

#include "base/result.h"

namespace angarium::pattern {

enum class ErrorCode {
  kInvalidPattern,  // the message is AWS's reason text: what follows "Event pattern is not valid.
                    // Reason: "
  kPatternTooLong,
  kPatternTooComplex,  // likewise with AWS's reason
  kInvalidEvent,       // not one JSON object
  kEventTooComplex,
};
const base::ErrorDomain& error_domain(ErrorCode);

}  // namespace angarium::pattern
