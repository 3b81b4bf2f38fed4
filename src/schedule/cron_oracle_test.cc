#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <vector>

#include "base/random.h"
#include "schedule/schedule.h"

// Random expressions, each made together with what it means as sets of numbers and a test for days,
// and an evaluator that walks minute by minute. It shares nothing with cron.cc but the calendar of
// the C++ library.
namespace angarium::schedule {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::year_month_day;

struct Numbers {
  std::string text;
  std::set<int> taken;
};
using DayTest = std::function<bool(local_days)>;

int day_of(local_days day) {
  return static_cast<int>(static_cast<unsigned>(year_month_day(day).day()));
}
bool is_same_month(local_days a, local_days b) {
  return year_month_day(a).month() == year_month_day(b).month() &&
         year_month_day(a).year() == year_month_day(b).year();
}
int week_day_of(local_days day) {  // 1: Sunday
  return static_cast<int>(std::chrono::weekday(day).c_encoding()) + 1;
}
bool is_weekday(local_days day) { return week_day_of(day) > 1 && week_day_of(day) < 7; }
int days_left(local_days day) {
  int left = 0;
  while (is_same_month(day, day + days(left + 1))) ++left;
  return left;
}

class Maker {
 public:
  explicit Maker(uint64_t seed) : random_(seed) {}

  int pick(int min, int max) {
    return min + static_cast<int>(random_.below(static_cast<uint64_t>(max - min) + 1));
  }

  Numbers numbers(int min, int max, bool wraps = true) {
    Numbers made;
    const int count = pick(0, 3) == 0 ? pick(2, 4) : 1;
    for (int i = 0; i < count; ++i) {
      if (i > 0) made.text += ",";
      add_element(made, min, max, wraps);
    }
    return made;
  }

  // The two day fields, and what they mean.
  std::pair<std::string, std::string> days(DayTest& test);

 private:
  void add_element(Numbers& made, int min, int max, bool wraps);

  base::SeededRandom random_;
};

void Maker::add_element(Numbers& made, int min, int max, bool wraps) {
  int begin = pick(min, max);
  int end = pick(min, max);
  if (!wraps && end < begin) std::swap(begin, end);
  const int step = pick(1, std::min(max, 20));
  const int kind = pick(0, 5);
  auto add = [&](int from, int to, int by) {  // one at a time, round the end
    for (int n = from, gone = 0;; n = n == max ? min : n + 1, ++gone) {
      if (gone % by == 0) made.taken.insert(n);
      if (n == to) return;
    }
  };
  switch (kind) {
    case 0: made.text += "*"; return add(min, max, 1);
    case 1: made.text += fmt::format("{}", begin); return add(begin, begin, 1);
    case 2: made.text += fmt::format("{}-{}", begin, end); return add(begin, end, 1);
    case 3: made.text += fmt::format("{}/{}", begin, step); return add(begin, max, step);
    case 4: made.text += fmt::format("*/{}", step); return add(min, max, step);
    default: made.text += fmt::format("{}-{}/{}", begin, end, step); return add(begin, end, step);
  }
}

bool is_nearest_weekday(local_days day, int wanted) {
  int best = 0;
  const local_days first = day - std::chrono::days(day_of(day) - 1);
  if (!is_same_month(first, first + std::chrono::days(wanted - 1))) return false;
  for (local_days each = first; is_same_month(first, each); each += std::chrono::days(1)) {
    const bool nearer = std::abs(day_of(each) - wanted) < std::abs(best - wanted);
    if (is_weekday(each) && (best == 0 || nearer)) best = day_of(each);
  }
  return best == day_of(day);
}

std::pair<std::string, std::string> Maker::days(DayTest& test) {
  const int n = pick(1, 31);
  const int w = pick(1, 7);
  const int k = pick(1, 5);
  switch (pick(0, 9)) {
    case 0: test = [](local_days day) { return days_left(day) == 0; }; return {"L", "?"};
    case 1:
      test = [n](local_days day) { return days_left(day) == n - 1; };
      return {fmt::format("L-{}", n - 1), "?"};
    case 2:
      test = [](local_days day) {
        if (!is_weekday(day)) return false;
        const int left = days_left(day);
        for (int i = 1; i <= left; ++i) {
          if (is_weekday(day + std::chrono::days(i))) return false;
        }
        return true;
      };
      return {"LW", "?"};
    case 3:
      test = [n](local_days day) { return is_nearest_weekday(day, n); };
      return {fmt::format("{}W", n), "?"};
    case 4:
      test = [w](local_days day) { return week_day_of(day) == w && days_left(day) < 7; };
      return {"?", fmt::format("{}L", w)};
    case 5:
      test = [w, k](local_days day) {
        return week_day_of(day) == w && !is_same_month(day, day - std::chrono::days(7 * k)) &&
               (k == 1 || is_same_month(day, day - std::chrono::days(7 * (k - 1))));
      };
      return {"?", fmt::format("{}#{}", w, k)};
    case 6:
    case 7: {
      Numbers made = numbers(1, 7);
      test = [taken = made.taken](local_days day) { return taken.contains(week_day_of(day)); };
      return {"?", made.text};
    }
    default: {
      Numbers made = numbers(1, 31);
      test = [taken = made.taken](local_days day) { return taken.contains(day_of(day)); };
      return {made.text, "?"};
    }
  }
}

struct Sample {
  explicit Sample(Maker& maker)
      : minute(maker.numbers(0, 59)),
        hour(maker.numbers(0, 23)),
        month(maker.numbers(1, 12)),
        year(maker.pick(0, 2) > 0 ? all_years() : maker.numbers(kYearMin, kYearMax, false)) {
    const auto [month_day, week_day] = maker.days(is_day);
    text = fmt::format("{} {} {} {} {} {}", minute.text, hour.text, month_day, month.text, week_day,
                       year.text);
  }
  static Numbers all_years() {
    Numbers years{"*", {}};
    for (int y = kYearMin; y <= kYearMax; ++y) years.taken.insert(y);
    return years;
  }
  bool takes_day(local_days day) const {
    const year_month_day date(day);
    return year.taken.contains(static_cast<int>(date.year())) &&
           month.taken.contains(static_cast<int>(static_cast<unsigned>(date.month()))) &&
           is_day(day);
  }
  bool takes_minute(int of_day) const {
    return hour.taken.contains(of_day / 60) && minute.taken.contains(of_day % 60);
  }

  Numbers minute, hour, month, year;
  DayTest is_day;
  std::string text;
};

local_days random_day(Maker& maker, int year_min, int year_max) {
  return local_days(std::chrono::year(maker.pick(year_min, year_max)) / 1 / 1) +
         days(maker.pick(0, 364));
}

// Every minute of some days, walked one by one.
TEST(CronOracle, AgreesWithWalkingMinuteByMinute) {
  constexpr uint64_t kSeed = 20'261'122;
  Maker maker(kSeed);
  size_t found = 0;
  for (int i = 0; i < 2'000; ++i) {
    const Sample sample(maker);
    auto cron = Cron::parse(sample.text);
    ASSERT_TRUE(cron.ok()) << sample.text;
    const local_days begin = random_day(maker, kYearMin, kYearMax);
    const local_days end = std::min(begin + days(maker.pick(1, 70)),
                                    local_days(std::chrono::year(kYearMax + 1) / 1 / 1));
    CivilMinute at = CivilMinute(begin) - minutes(1);
    std::optional<CivilMinute> due = cron->next(at);
    for (local_days day = begin; day < end; day += days(1)) {
      if (!sample.takes_day(day)) continue;
      for (int minute = 0; minute < 24 * 60; ++minute) {
        if (!sample.takes_minute(minute)) continue;
        ++found;
        ASSERT_TRUE(due && *due == day + minutes(minute)) << sample.text << " seed " << kSeed;
        due = cron->next(*due);
      }
    }
    ASSERT_TRUE(!due || *due >= end) << sample.text << " seed " << kSeed;
  }
  EXPECT_GT(found, 100'000u);
}

// From one due time to the next one, however far: day by day, as sparse ones are years apart.
TEST(CronOracle, AgreesOverCenturies) {
  constexpr uint64_t kSeed = 4'711;
  Maker maker(kSeed);
  for (int i = 0; i < 60; ++i) {
    const Sample sample(maker);
    const local_days begin = random_day(maker, kYearMin, kYearMax);
    const local_days end(std::chrono::year(kYearMax + 1) / 1 / 1);
    local_days day = begin;
    while (day < end && !sample.takes_day(day)) day += days(1);
    const auto due = Cron::parse(sample.text)->next(CivilMinute(begin) - minutes(1));
    const local_days found = due ? std::chrono::floor<days>(*due) : end;
    ASSERT_EQ(found, day) << sample.text << " seed " << kSeed;
  }
}

TEST(CronOracle, TheLatestIsTheLastThatNextFinds) {
  constexpr uint64_t kSeed = 99;
  Maker maker(kSeed);
  for (int i = 0; i < 500; ++i) {
    const Sample sample(maker);
    const std::string text = maker.pick(0, 3) == 0
                                 ? fmt::format("rate({} minutes)", maker.pick(2, 5'000))
                                 : "cron(" + sample.text + ")";
    auto schedule = Schedule::parse(text);
    ASSERT_TRUE(schedule.ok()) << text;
    const base::Time after(random_day(maker, 2000, 2100).time_since_epoch() +
                           base::Milliseconds(maker.pick(0, 100'000'000)));
    const base::Time now = after + base::Seconds(maker.pick(0, 3'000'000));
    const base::Time since = after - base::Seconds(maker.pick(0, 1'000'000));
    std::optional<base::Time> last;
    for (auto due = schedule->next(since, after); due && *due <= now;
         due = schedule->next(since, *due)) {
      last = due;
    }
    ASSERT_EQ(schedule->latest(since, after, now), last) << text << " seed " << kSeed;
  }
}

}  // namespace
}  // namespace angarium::schedule
