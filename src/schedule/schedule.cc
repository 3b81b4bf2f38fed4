#include "schedule/schedule.h"

#include <charconv>
#include <string>

namespace angarium::schedule {
namespace {

using base::Milliseconds;
using base::Seconds;
using base::Time;
using std::chrono::minutes;

// Of minutes, hours or days: some four thousand years at least, and far from any overflow.
constexpr int64_t kRateMax = INT32_MAX;

struct Unit {
  std::string_view singular;
  std::string_view plural;
  Seconds length;
};
constexpr Unit kUnits[] = {{"minute", "minutes", Seconds(60)},
                           {"hour", "hours", Seconds(3'600)},
                           {"day", "days", Seconds(86'400)}};

base::Error invalid(std::string_view expression, std::string_view why) {
  return base::Error(ScheduleError::kInvalid,
                     "`" + std::string(expression) + "`: " + std::string(why));
}

// "5 minutes"
std::optional<Rate> parse_rate(std::string_view text) {
  int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data(), end, value);
  if (code != std::errc() || value < 1 || value > kRateMax || stop == end || *stop != ' ') {
    return std::nullopt;
  }
  const std::string_view unit(stop + 1, static_cast<size_t>(end - stop - 1));
  for (const Unit& known : kUnits) {
    if (unit == (value == 1 ? known.singular : known.plural)) return Rate{known.length * value};
  }
  return std::nullopt;
}

// What stands inside `name(...)`.
std::optional<std::string_view> inside(std::string_view expression, std::string_view name) {
  if (!expression.starts_with(name) || !expression.ends_with(')')) return std::nullopt;
  expression.remove_prefix(name.size());
  if (!expression.starts_with('(')) return std::nullopt;
  return expression.substr(1, expression.size() - 2);
}

std::optional<Time> next(const Rate& rate, Time since, Time after) {
  if (after < since) return since + rate.every;
  return since + ((after - since) / rate.every + 1) * rate.every;
}

std::optional<Time> next(const Cron& cron, Time, Time after) {
  const CivilMinute from(std::chrono::floor<minutes>(after.time_since_epoch()));
  const auto due = cron.next(from);
  if (!due) return std::nullopt;
  return Time(due->time_since_epoch());
}

std::optional<Time> latest(const Rate& rate, Time since, Time after, Time now) {
  if (now < since + rate.every) return std::nullopt;
  const Time due = since + (now - since) / rate.every * rate.every;
  return due > after ? std::optional(due) : std::nullopt;
}

// next() never goes back when what it starts from goes on. So the last start from which it still
// finds something by now is found by halving: in as many steps as the span has bits.
std::optional<Time> latest(const Cron& cron, Time since, Time after, Time now) {
  auto found = next(cron, since, after);
  if (!found || *found > now) return std::nullopt;
  auto low = std::chrono::floor<minutes>(*found);             // next(low - 1 minute) is due by now
  auto high = std::chrono::floor<minutes>(now) + minutes(1);  // next(high - 1 minute) is not
  while (low + minutes(1) < high) {
    const auto middle = low + (high - low) / 2;
    const auto due = next(cron, since, middle - minutes(1));
    if (due && *due <= now) {
      found = due;
      low = std::chrono::floor<minutes>(*due);
    } else {
      high = middle;
    }
  }
  return found;
}

}  // namespace

base::Result<Schedule> Schedule::parse(std::string_view expression) {
  if (const auto text = inside(expression, "rate")) {
    if (const auto rate = parse_rate(*text)) return Schedule(*rate);
    return invalid(expression, "a rate is a number of minutes, hours or days: `rate(5 minutes)`");
  }
  if (const auto text = inside(expression, "cron")) {
    AG_TRY(cron, Cron::parse(*text));
    return Schedule(cron);
  }
  return invalid(expression, "expected `rate(...)` or `cron(...)`");
}

std::optional<Time> Schedule::next(Time since, Time after) const {
  return std::visit([&](const auto& kind) { return schedule::next(kind, since, after); }, kind_);
}

std::optional<Time> Schedule::latest(Time since, Time after, Time now) const {
  return std::visit([&](const auto& kind) { return schedule::latest(kind, since, after, now); },
                    kind_);
}

}  // namespace angarium::schedule
