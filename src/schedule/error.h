#pragma once

#include "base/result.h"

namespace angarium::schedule {

enum class ScheduleError {
  kInvalid,  // not an expression; the message says where
};

const base::ErrorDomain& error_domain(ScheduleError);

}  // namespace angarium::schedule
