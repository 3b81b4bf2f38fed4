#include "sigv4/error.h"

#include <array>

namespace angarium::sigv4 {

const base::ErrorDomain& error_domain(ErrorCode) {
  static const base::ErrorDomain domain{
      "sigv4", [](int code) -> std::string_view {
        constexpr std::array<std::string_view, 13> kNames = {
            "Unsigned",         "Malformed",       "WrongDay",      "TooOld",
            "TooNew",           "Expired",         "WrongRegion",   "WrongService",
            "WrongTerminator",  "HeaderNotSigned", "HeaderMissing", "PayloadMismatch",
            "SignatureMismatch"};
        return kNames[static_cast<size_t>(code)];
      }};
  return domain;
}

}  // namespace angarium::sigv4
