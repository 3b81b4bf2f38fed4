#include "identity/error.h"

namespace angarium::identity {

const base::ErrorDomain& error_domain(IdentityError) {
  static constexpr base::ErrorDomain kDomain{.name = "identity",
                                             .code_name = [](int code) -> std::string_view {
                                               switch (static_cast<IdentityError>(code)) {
                                                 case IdentityError::kInvalidName:
                                                   return "InvalidName";
                                                 case IdentityError::kAccountExists:
                                                   return "AccountExists";
                                                 case IdentityError::kKeyFile: return "KeyFile";
                                                 case IdentityError::kUnsealable:
                                                   return "Unsealable";
                                                 case IdentityError::kNoSuchPrincipal:
                                                   return "NoSuchPrincipal";
                                                 case IdentityError::kNoSuchKey: return "NoSuchKey";
                                                 case IdentityError::kKeyInUse: return "KeyInUse";
                                                 case IdentityError::kTooManyKeys:
                                                   return "TooManyKeys";
                                                 case IdentityError::kRotationRunning:
                                                   return "RotationRunning";
                                               }
                                               return "Unknown";
                                             }};
  return kDomain;
}

}  // namespace angarium::identity
