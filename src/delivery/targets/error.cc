#include "delivery/targets/error.h"

#include <array>

namespace angarium::delivery::targets {

const base::ErrorDomain& error_domain(TargetError) {
  static constexpr std::array<std::string_view, 4> kNames{"Endpoint", "Parameter", "Token",
                                                          "Credentials"};
  static const base::ErrorDomain domain{"delivery targets",
                                        [](int code) { return kNames[static_cast<size_t>(code)]; }};
  return domain;
}

}  // namespace angarium::delivery::targets
