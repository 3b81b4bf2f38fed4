#pragma once

#include <bitset>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "schedule/error.h"

namespace angarium::schedule {

// A minute of a calendar without a zone: what a clock on some wall shows.
using CivilMinute = std::chrono::local_time<std::chrono::minutes>;

inline constexpr int kYearMin = 1970;  // what AWS documents; there is nothing beyond them
inline constexpr int kYearMax = 2199;

// The days of a month that a cron expression takes, by one of its two fields.
struct CronDays {
  uint32_t month_days = 0;        // bit n: the n-th
  uint32_t nearest_weekdays = 0;  // bit n: nW, the weekday nearest to the n-th within the month
  std::optional<int> before_last = {};  // L: 0; L-3: 3
  bool last_weekday = false;            // LW: the last from Monday to Friday
  uint32_t week_days = 0;               // bit n: each n-th day of the week, Sunday being 1
  uint32_t last_week_days = 0;          // bit n: 6L, the last Friday
  uint32_t nth_week_day = 0;            // 6#3, the third Friday: 6 ...
  int nth = 0;                          // ... and 3

  // Bit n: the n-th is taken.
  uint32_t in(std::chrono::year_month month) const;
};

// Six fields: minute, hour, day of the month, month, day of the week, year (EventBridge User Guide,
// "Cron expressions"). Of the two day fields one is `?`. Where AWS's page is silent, this reads as
// Quartz does, whose language it is: a range may wrap (`FRI-MON`, `22-2`), `/5` is `*/5`, `L-3` is
// three days before the last, names are known in any case. Immutable; a plain value.
class Cron {
 public:
  // What stands inside the parentheses.
  static base::Result<Cron> parse(std::string_view fields);

  // The first minute after `after` that it takes; none: there is none.
  std::optional<CivilMinute> next(CivilMinute after) const;

 private:
  // The first minute of a day, counted from midnight, that is `from` or later.
  std::optional<int> first_minute(int from) const;

  uint64_t minutes_ = 0;  // bit n: the n-th, here and below
  uint32_t hours_ = 0;
  uint32_t months_ = 0;
  CronDays days_;
  std::bitset<kYearMax - kYearMin + 1> years_;
};

}  // namespace angarium::schedule
