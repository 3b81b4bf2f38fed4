#pragma once

#include "base/result.h"

namespace angarium::delivery::targets {

enum class TargetError {
  kEndpoint,     // a URL that calls can't be made of
  kParameter,    // a parameter of the call that this event can't fill
  kToken,        // the authorization endpoint gave no token
  kCredentials,  // a file of credentials that has none
};
const base::ErrorDomain& error_domain(TargetError);

}  // namespace angarium::delivery::targets
