#include "json/error.h"

namespace angarium::json {

const base::ErrorDomain& error_domain(ErrorCode) {
  static const base::ErrorDomain domain{
      "json", [](int code) -> std::string_view {
        return code == static_cast<int>(ErrorCode::kTooDeep) ? "TooDeep" : "Syntax";
      }};
  return domain;
}

}  // namespace angarium::json
