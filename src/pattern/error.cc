#include "pattern/error.h"

#include <array>

namespace angarium::pattern {

const base::ErrorDomain& error_domain(ErrorCode) {
  static constexpr std::array<std::string_view, 5> kNames{
      "InvalidPattern", "PatternTooLong", "PatternTooComplex", "InvalidEvent", "EventTooComplex"};
  static const base::ErrorDomain domain{"pattern",
                                        [](int code) { return kNames[static_cast<size_t>(code)]; }};
  return domain;
}

}  // namespace angarium::pattern
