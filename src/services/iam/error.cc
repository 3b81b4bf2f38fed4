#include "services/iam/error.h"

namespace angarium::services::iam {

const base::ErrorDomain& error_domain(IamError) {
  static constexpr base::ErrorDomain kDomain{.name = "iam",
                                             .code_name = [](int code) -> std::string_view {
                                               switch (static_cast<IamError>(code)) {
                                                 case IamError::kInvalidName: return "InvalidName";
                                                 case IamError::kAccountExists:
                                                   return "AccountExists";
                                                 case IamError::kKeyFile: return "KeyFile";
                                                 case IamError::kUnsealable: return "Unsealable";
                                               }
                                               return "Unknown";
                                             }};
  return kDomain;
}

}  // namespace angarium::services::iam
