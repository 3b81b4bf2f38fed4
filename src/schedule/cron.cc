#include "schedule/cron.h"

#include <bit>

namespace angarium::schedule {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::month;
using std::chrono::weekday;
using std::chrono::year;
using std::chrono::year_month;
using std::chrono::year_month_day;
using std::chrono::year_month_day_last;

constexpr int kMinutesPerHour = 60;

int last_day(year_month month) {
  return static_cast<int>(static_cast<unsigned>((month / std::chrono::last).day()));
}

// Of the n-th day of a month: 1 Sunday, ..., 7 Saturday.
int week_day(int first, int day) { return (first - 1 + day - 1) % 7 + 1; }

bool is_weekend(int week_day) { return week_day == 1 || week_day == 7; }

// The weekday nearest to a day, which the 1st and the last don't leave their month for.
int nearest_weekday(int first, int day, int last) {
  const int of_week = week_day(first, day);
  if (of_week == 7) return day == 1 ? 3 : day - 1;
  if (of_week == 1) return day == last ? day - 2 : day + 1;
  return day;
}

uint32_t bit(int n) { return uint32_t{1} << n; }

}  // namespace

uint32_t CronDays::in(year_month month) const {
  const int last = last_day(month);
  const auto first =
      static_cast<int>(weekday(local_days(month / 1)).c_encoding()) + 1;  // its day of the week
  uint32_t taken = month_days;
  for (int day = 1; day <= last; ++day) {
    const uint32_t of_week = bit(week_day(first, day));
    if (nearest_weekdays & bit(day)) taken |= bit(nearest_weekday(first, day, last));
    if (week_days & of_week) taken |= bit(day);
    if ((last_week_days & of_week) && day + 7 > last) taken |= bit(day);
    if ((nth_week_day & of_week) && (day - 1) / 7 + 1 == nth) taken |= bit(day);
  }
  if (before_last && *before_last < last) taken |= bit(last - *before_last);
  if (last_weekday) {
    int day = last;
    while (is_weekend(week_day(first, day))) --day;
    taken |= bit(day);
  }
  return taken & (bit(last) | (bit(last) - 1)) & ~bit(0);
}

std::optional<int> Cron::first_minute(int from) const {
  const int hour = from / kMinutesPerHour;
  const int minute = from % kMinutesPerHour;
  if (hours_ & bit(hour)) {
    const uint64_t rest = minutes_ >> minute;
    if (rest != 0) return from + std::countr_zero(rest);
  }
  const uint32_t later = hours_ & ~(bit(hour) | (bit(hour) - 1));
  if (later == 0) return std::nullopt;
  return std::countr_zero(later) * kMinutesPerHour + std::countr_zero(minutes_);
}

// Month by month: a month's days are one word of bits, a day's hours another. `from` binds the
// first month, day and minute; everything after it begins at its beginning.
std::optional<CivilMinute> Cron::next(CivilMinute after) const {
  const CivilMinute begin(local_days(year(kYearMin) / 1 / 1));
  const CivilMinute from = std::max(after + minutes(1), begin);
  const local_days from_day = std::chrono::floor<days>(from);
  const year_month_day date(from_day);
  auto month_at = static_cast<int>(static_cast<unsigned>(date.month()));
  uint32_t begun = bit(static_cast<int>(static_cast<unsigned>(date.day()))) - 1;  // days gone by
  for (int y = static_cast<int>(date.year()); y <= kYearMax; ++y, month_at = 1, begun = 0) {
    if (!years_[static_cast<size_t>(y - kYearMin)]) continue;
    for (; month_at <= 12; ++month_at, begun = 0) {
      if (!(months_ & bit(month_at))) continue;
      const year_month month = year(y) / month_at;
      for (uint32_t left = days_.in(month) & ~begun; left != 0; left &= left - 1) {
        const local_days day(month / std::countr_zero(left));
        const int earliest = day == from_day ? static_cast<int>((from - day).count()) : 0;
        if (const auto minute = first_minute(earliest)) return day + minutes(*minute);
      }
    }
  }
  return std::nullopt;
}

}  // namespace angarium::schedule
