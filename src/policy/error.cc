#include "policy/policy.h"

namespace angarium::policy {

const base::ErrorDomain& error_domain(ErrorCode) {
  static const base::ErrorDomain domain{"policy", [](int) -> std::string_view { return "Syntax"; }};
  return domain;
}

}  // namespace angarium::policy
