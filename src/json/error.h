#pragma once

#include "base/result.h"

namespace angarium::json {

enum class ErrorCode {
  kSyntax,   // not JSON, or not UTF-8
  kTooDeep,  // nested deeper than the caller allows
};
const base::ErrorDomain& error_domain(ErrorCode);

}  // namespace angarium::json
