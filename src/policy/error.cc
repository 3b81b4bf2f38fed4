#include "policy/policy.h"

namespace angarium::policy {

const base::ErrorDomain& error_domain(ErrorCode) {
  static const base::ErrorDomain domain{"policy", [](int code) -> std::string_view {
                                          switch (static_cast<ErrorCode>(code)) {
                                            case ErrorCode::kSyntax: return "Syntax";
                                            case ErrorCode::kUnsupported: return "Unsupported";
                                          }
                                          return "?";
                                        }};
  return domain;
}

}  // namespace angarium::policy
