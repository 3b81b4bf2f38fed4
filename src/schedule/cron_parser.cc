#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "schedule/cron.h"
#include "schedule/error.h"

namespace angarium::schedule {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                      "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> kWeekDays = {"SUN", "MON", "TUE", "WED",
                                                       "THU", "FRI", "SAT"};
constexpr int kSaturday = 7;
constexpr int kBeforeLastMax = 30;

// One of the six: its name in messages, its numbers, and the words for them.
struct Field {
  std::string_view name;
  int min;
  int max;
  const std::string_view* words = nullptr;
  size_t word_count = 0;
  bool wraps = true;  // a range may go over the end
};
constexpr Field kMinute{"minute", 0, 59};
constexpr Field kHour{"hour", 0, 23};
constexpr Field kMonthDay{"day of the month", 1, 31};
constexpr Field kMonth{"month", 1, 12, kMonths.data(), kMonths.size()};
constexpr Field kWeekDay{"day of the week", 1, 7, kWeekDays.data(), kWeekDays.size()};
constexpr Field kYear{"year", kYearMin, kYearMax, nullptr, 0, false};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// In upper case, which the words are written in.
std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

// Reads one field. Every step answers false at what it can't read; the caller makes the error.
class FieldReader {
 public:
  FieldReader(const Field& field, std::string_view text) : field_(field), rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  bool number(int& value, int min, int max) {
    const auto [end, code] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (code != std::errc() || rest_[0] == '-') return false;
    rest_.remove_prefix(static_cast<size_t>(end - rest_.data()));
    return value >= min && value <= max;
  }
  // A number or a word for it.
  bool value(int& value) {
    if (rest_.empty() || !is_letter(rest_[0])) return number(value, field_.min, field_.max);
    for (size_t i = 0; i < field_.word_count; ++i) {
      if (!take(field_.words[i])) continue;
      value = field_.min + static_cast<int>(i);
      return true;
    }
    return false;
  }
  // `*`, `5`, `1-5`, each with or without `/2`, or `/2`. Calls add(n) for each number meant.
  template <class Add>
  bool element(Add&& add) {
    int begin = field_.min;
    int end = field_.max;
    bool is_single = false;
    if (!take("*") && !rest_.starts_with('/')) {
      if (!value(begin)) return false;
      is_single = !rest_.starts_with('/');  // `5/15` goes on to the end
      if (take("-")) {
        if (!value(end)) return false;
        is_single = false;
      }
    }
    int step = 1;
    if (take("/") && !number(step, 1, field_.max)) return false;
    if (is_single) end = begin;
    return range(begin, end, step, add);
  }
  template <class Add>
  bool list(Add&& add) {
    do {
      if (!element(add)) return false;
    } while (take(","));
    return at_end();
  }

 private:
  template <class Add>
  bool range(int begin, int end, int step, Add&& add) {
    const int span = field_.max - field_.min + 1;
    if (end < begin) {
      if (!field_.wraps) return false;
      end += span;
    }
    for (int n = begin; n <= end; n += step) add(n > field_.max ? n - span : n);
    return true;
  }

  const Field& field_;
  std::string_view rest_;
};

template <class Bits>
bool read_bits(const Field& field, std::string_view text, Bits& bits) {
  return FieldReader(field, text).list([&](int n) { bits |= Bits{1} << n; });
}

// L, L-3, LW; or a list whose numbers may have a W.
bool read_month_days(std::string_view text, CronDays& days) {
  FieldReader reader(kMonthDay, text);
  if (reader.take("LW")) return days.last_weekday = reader.at_end();
  if (reader.take("L")) {
    int before = 0;
    if (reader.take("-") && !reader.number(before, 0, kBeforeLastMax)) return false;
    days.before_last = before;
    return reader.at_end();
  }
  do {
    uint32_t bits = 0;
    if (!reader.element([&](int n) { bits |= uint32_t{1} << n; })) return false;
    const bool nearest = reader.take("W");
    if (nearest && (bits & (bits - 1)) != 0) return false;  // of one day only
    (nearest ? days.nearest_weekdays : days.month_days) |= bits;
  } while (reader.take(","));
  return reader.at_end();
}

// L, 6L, 6#3; or a list.
bool read_week_days(std::string_view text, CronDays& days) {
  if (text == "L") return days.week_days = 1u << kSaturday, true;
  FieldReader single(kWeekDay, text);
  int day = 0;
  if (single.value(day)) {
    if (single.take("L")) return days.last_week_days = 1u << day, single.at_end();
    if (single.take("#")) {
      days.nth_week_day = 1u << day;
      return single.number(days.nth, 1, 5) && single.at_end();
    }
  }
  return read_bits(kWeekDay, text, days.week_days);
}

base::Error invalid(std::string_view what, std::string_view text) {
  return base::Error(ScheduleError::kInvalid,
                     "the " + std::string(what) + " `" + std::string(text) + "` can't be read");
}

using Fields = std::array<std::string_view, 6>;

base::Result<Fields> split(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  Fields fields;
  size_t count = 0;
  for (size_t at = text.find_first_not_of(kBlank); at != std::string_view::npos;
       at = text.find_first_not_of(kBlank, at)) {
    const size_t end = std::min(text.find_first_of(kBlank, at), text.size());
    if (count < fields.size()) fields[count] = text.substr(at, end - at);
    ++count;
    at = end;
  }
  if (count == fields.size()) return fields;
  return base::Error(ScheduleError::kInvalid,
                     "cron has six fields, here are " + std::to_string(count));
}

}  // namespace

base::Result<Cron> Cron::parse(std::string_view text) {
  const std::string in_upper_case = upper(text);
  AG_TRY(fields, split(in_upper_case));
  const auto& [minute, hour, month_day, month, week_day, year] = fields;
  Cron cron;
  if (!read_bits(kMinute, minute, cron.minutes_)) return invalid(kMinute.name, minute);
  if (!read_bits(kHour, hour, cron.hours_)) return invalid(kHour.name, hour);
  if (!read_bits(kMonth, month, cron.months_)) return invalid(kMonth.name, month);
  const bool years_read = FieldReader(kYear, year).list([&](int n) {
    cron.years_.set(static_cast<size_t>(n - kYearMin));
  });
  if (!years_read) return invalid(kYear.name, year);
  if ((month_day == "?") == (week_day == "?")) {
    return base::Error(ScheduleError::kInvalid,
                       "of day of the month and day of the week one, and only one, must be `?`");
  }
  if (month_day == "?") {
    if (!read_week_days(week_day, cron.days_)) return invalid(kWeekDay.name, week_day);
  } else if (!read_month_days(month_day, cron.days_)) {
    return invalid(kMonthDay.name, month_day);
  }
  return cron;
}

}  // namespace angarium::schedule
