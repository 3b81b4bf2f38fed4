#include "base/time.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace angarium::base {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kWeekdays = {"Sun", "Mon", "Tue", "Wed",
                                                       "Thu", "Fri", "Sat"};

struct Civil {
  int year, month, day, hour, minute, second, millisecond;
  unsigned weekday;
};

Civil civil(Time time) {
  sys_days day = std::chrono::floor<days>(time);
  year_month_day date(day);
  std::chrono::hh_mm_ss<Milliseconds> clock(time - day);
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          static_cast<int>(clock.hours().count()),
          static_cast<int>(clock.minutes().count()),
          static_cast<int>(clock.seconds().count()),
          static_cast<int>(clock.subseconds().count()),
          std::chrono::weekday(day).c_encoding()};
}

// Reads fixed-width fields from the front of a text; one wrong character makes it fail for good.
class FieldReader {
 public:
  explicit FieldReader(std::string_view text) : rest_(text) {}

  int digits(size_t width) {
    int value = 0;
    if (rest_.size() < width) return fail();
    auto [end, code] = std::from_chars(rest_.data(), rest_.data() + width, value);
    if (code != std::errc() || end != rest_.data() + width || rest_[0] == '-') return fail();
    rest_.remove_prefix(width);
    return value;
  }
  void literal(std::string_view expected) {
    if (!rest_.starts_with(expected)) return void(fail());
    rest_.remove_prefix(expected.size());
  }
  template <size_t kCount>
  int name_of(const std::array<std::string_view, kCount>& names) {
    for (size_t i = 0; i < kCount; ++i) {
      if (!rest_.starts_with(names[i])) continue;
      rest_.remove_prefix(names[i].size());
      return static_cast<int>(i);
    }
    return fail();
  }
  bool accept(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // Digits after a decimal point, as milliseconds; more than three are cut.
  int fraction_ms() {
    int value = 0;
    size_t count = 0;
    for (; count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9'; ++count) {
      if (count < 3) value = value * 10 + (rest_[count] - '0');
    }
    if (count == 0) return fail();
    for (size_t i = count; i < 3; ++i) value *= 10;
    rest_.remove_prefix(count);
    return value;
  }
  bool done() const { return !failed_ && rest_.empty(); }

 private:
  int fail() {
    failed_ = true;
    return 0;
  }
  std::string_view rest_;
  bool failed_ = false;
};

std::optional<Time> to_time(const Civil& c) {
  year_month_day date{std::chrono::year(c.year), std::chrono::month(static_cast<unsigned>(c.month)),
                      std::chrono::day(static_cast<unsigned>(c.day))};
  // 60 is a leap second, which the system's clock folds into the next minute.
  if (!date.ok() || c.hour > 23 || c.minute > 59 || c.second > 60) return std::nullopt;
  return Time(sys_days(date)) + std::chrono::hours(c.hour) + std::chrono::minutes(c.minute) +
         Seconds(c.second) + Milliseconds(c.millisecond);
}

}  // namespace

int64_t to_unix_ms(Time time) { return time.time_since_epoch().count(); }
Time from_unix_ms(int64_t unix_ms) { return Time(Milliseconds(unix_ms)); }

std::string format_iso_seconds(Time time) {
  Civil c = civil(time);
  if (c.year < 0 || c.year > 9999) {
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", c.year, c.month, c.day, c.hour,
                       c.minute, c.second);
  }
  // Digit by digit: every request that policies decide on needs one.
  std::string text = "0000-00-00T00:00:00Z";
  auto put = [&text](size_t at, int value) {
    text[at] = static_cast<char>('0' + value / 10 % 10);
    text[at + 1] = static_cast<char>('0' + value % 10);
  };
  put(0, static_cast<int>(c.year) / 100);
  put(2, static_cast<int>(c.year) % 100);
  put(5, static_cast<int>(c.month));
  put(8, static_cast<int>(c.day));
  put(11, static_cast<int>(c.hour));
  put(14, static_cast<int>(c.minute));
  put(17, static_cast<int>(c.second));
  return text;
}

std::string format_iso_milliseconds(Time time) {
  Civil c = civil(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", c.year, c.month, c.day, c.hour,
                     c.minute, c.second, c.millisecond);
}

std::string format_basic(Time time) {
  Civil c = civil(time);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", c.year, c.month, c.day, c.hour, c.minute,
                     c.second);
}

std::string format_http_date(Time time) {
  Civil c = civil(time);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kWeekdays[c.weekday], c.day,
                     kMonths[static_cast<size_t>(c.month - 1)], c.year, c.hour, c.minute, c.second);
}

std::optional<Time> parse_iso(std::string_view text) {
  FieldReader reader(text);
  Civil c{};
  c.year = reader.digits(4), reader.literal("-");
  c.month = reader.digits(2), reader.literal("-");
  c.day = reader.digits(2), reader.literal("T");
  c.hour = reader.digits(2), reader.literal(":");
  c.minute = reader.digits(2), reader.literal(":");
  c.second = reader.digits(2);
  if (reader.accept('.')) c.millisecond = reader.fraction_ms();
  int offset_minutes = 0;
  if (!reader.accept('Z')) {
    int sign = reader.accept('-') ? -1 : 1;
    if (sign > 0) reader.literal("+");
    offset_minutes = reader.digits(2) * 60;
    reader.literal(":");
    offset_minutes = sign * (offset_minutes + reader.digits(2));
  }
  if (!reader.done()) return std::nullopt;
  std::optional<Time> local = to_time(c);
  if (!local) return std::nullopt;
  return *local - std::chrono::minutes(offset_minutes);
}

std::optional<Time> parse_basic(std::string_view text) {
  FieldReader reader(text);
  Civil c{};
  c.year = reader.digits(4), c.month = reader.digits(2), c.day = reader.digits(2);
  reader.literal("T");
  c.hour = reader.digits(2), c.minute = reader.digits(2), c.second = reader.digits(2);
  reader.literal("Z");
  return reader.done() ? to_time(c) : std::nullopt;
}

std::optional<Time> parse_http_date(std::string_view text) {
  FieldReader reader(text);
  Civil c{};
  reader.name_of(kWeekdays), reader.literal(", ");
  c.day = reader.digits(2), reader.literal(" ");
  c.month = reader.name_of(kMonths) + 1, reader.literal(" ");
  c.year = reader.digits(4), reader.literal(" ");
  c.hour = reader.digits(2), reader.literal(":");
  c.minute = reader.digits(2), reader.literal(":");
  c.second = reader.digits(2), reader.literal(" GMT");
  return reader.done() ? to_time(c) : std::nullopt;
}

}  // namespace angarium::base
