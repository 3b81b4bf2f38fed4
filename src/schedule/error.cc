#include "schedule/error.h"

namespace angarium::schedule {

const base::ErrorDomain& error_domain(ScheduleError) {
  static const base::ErrorDomain domain{
      "schedule", [](int) -> std::string_view { return "InvalidScheduleExpression"; }};
  return domain;
}

}  // namespace angarium::schedule
