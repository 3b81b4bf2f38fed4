#pragma once

#include "base/result.h"

namespace angarium::identity {

enum class IdentityError {
  kInvalidName,      // not what an account may be called
  kAccountExists,    // the account id asked for is taken
  kKeyFile,          // the file of sealing keys can't be read, written or trusted
  kUnsealable,       // sealed with a key that isn't there, or changed since
  kNoSuchPrincipal,  // a policy names a user or role that isn't there
  kNoSuchKey,        // no sealing key has this id
  kKeyInUse,         // a sealing key that something still needs can't be dropped
  kTooManyKeys,      // old sealing keys must be dropped before there can be a new one
  kRotationRunning,  // the sealing keys are being changed already
};
const base::ErrorDomain& error_domain(IdentityError);

}  // namespace angarium::identity
