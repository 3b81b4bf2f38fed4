#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "base/time.h"
#include "schedule/cron.h"
#include "schedule/error.h"

namespace angarium::schedule {

// Every so long: `rate(1 minute)`, `rate(5 minutes)`, hours, days. One is singular and all others
// plural, as AWS insists.
struct Rate {
  base::Seconds every{0};
};

// A schedule expression, `rate(...)` or `cron(...)`, read as EventBridge reads that of a rule: in
// UTC, to the minute (cron) or the second (rate). Immutable; a plain value.
class Schedule {
 public:
  static base::Result<Schedule> parse(std::string_view expression);

  // The first due time after `after`; none: never again. `since`: when the schedule began. A rate
  // is due for the first time one interval later and keeps that rhythm; cron does not look at it.
  std::optional<base::Time> next(base::Time since, base::Time after) const;
  // The latest due time after `after` and not after `now`; none: nothing was due.
  std::optional<base::Time> latest(base::Time since, base::Time after, base::Time now) const;

 private:
  using Kind = std::variant<Rate, Cron>;
  explicit Schedule(const Kind& kind) : kind_(kind) {}

  Kind kind_;
};

}  // namespace angarium::schedule
