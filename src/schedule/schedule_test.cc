#include "schedule/schedule.h"

#include <gtest/gtest.h>

namespace angarium::schedule {
namespace {

base::Time time(std::string_view iso) { return *base::parse_iso(iso); }

// The next due times of an expression, as text.
std::string next_times(std::string_view expression, std::string_view after, int count = 1,
                       std::string_view since = "2026-01-01T00:00:00Z") {
  auto schedule = Schedule::parse(expression);
  if (!schedule.ok()) return "refused";
  std::string out;
  base::Time at = time(after);
  for (int i = 0; i < count; ++i) {
    const auto due = schedule->next(time(since), at);
    if (!due) return out + "never";
    at = *due;
    out += base::format_iso_seconds(at).substr(0, 16) + " ";
  }
  return out;
}

TEST(Schedule, ARateKeepsTheRhythmOfItsBeginning) {
  EXPECT_EQ(next_times("rate(5 minutes)", "2026-01-01T00:00:00Z", 2),
            "2026-01-01T00:05 2026-01-01T00:10 ");
  EXPECT_EQ(next_times("rate(1 hour)", "2026-01-01T00:59:59Z", 1, "2026-01-01T00:07:00Z"),
            "2026-01-01T01:07 ");
  EXPECT_EQ(next_times("rate(1 day)", "2020-01-01T00:00:00Z"), "2026-01-02T00:00 ")
      << "a clock that was set back: nothing is due before the first";
  auto minute = Schedule::parse("rate(1 minute)");
  EXPECT_EQ(*minute->next(time("2026-01-01T00:00:30Z"), time("2026-01-01T00:01:29Z")),
            time("2026-01-01T00:01:30Z"));
  EXPECT_EQ(*minute->next(time("2026-01-01T00:00:30Z"), time("2026-01-01T00:01:30Z")),
            time("2026-01-01T00:02:30Z"));
}

// All of these were refused, or taken, by AWS.
TEST(Schedule, RatesAsAwsTakesAndRefusesThem) {
  for (const char* refused : {"rate(10 seconds)",
                              "rate(10 years)",
                              "rate(1 minutes)",
                              "rate(1 hours)",
                              "rate(1 days)",
                              "rate(10 minute)",
                              "rate(10 hour)",
                              "rate(10 day)",
                              "rate()",
                              "rate(10)",
                              "rate(10 minutess)",
                              "rate(foo minutes)",
                              "rate(0 minutes)",
                              "rate(-10 minutes)",
                              "rate(10 MINUTES)",
                              "rate( 10 minutes )",
                              " rate(10 minutes)",
                              "rate(10 minutes) ",
                              "rate(10  minutes)",
                              "rate(1.5 minutes)",
                              "rate(+5 minutes)",
                              "rate(2147483648 days)",
                              "rate 5 minutes",
                              "",
                              "rate(",
                              "rate)",
                              "Rate(5 minutes)",
                              "at(2026-01-01T00:00:00)",
                              "5 minutes"}) {
    EXPECT_FALSE(Schedule::parse(refused).ok()) << refused;
  }
  for (const char* taken : {"rate(1 minute)", "rate(2 minutes)", "rate(1 hour)", "rate(24 hours)",
                            "rate(1 day)", "rate(2147483647 days)"}) {
    EXPECT_TRUE(Schedule::parse(taken).ok()) << taken;
  }
}

TEST(Schedule, CronAsAwsTakesAndRefusesIt) {
  for (const char* taken :
       {"cron(0 2 ? * SAT *)", "cron(5,35 14 * * ? *)", "cron(15 10 ? * 6L 2002-2005)",
        "cron(0 2 ? * SAT#3 *)", "cron(* * ? * SAT#3 *)", "cron(0/5 5 ? JAN 1-5 2022)",
        "cron(0/30 20-23 ? * MON-FRI *)", "cron(0 8 1 * ? *)", "cron(0 0 L * ? *)",
        "cron(0 0 LW * ? *)", "cron(0 0 L-3 * ? *)", "cron(0 0 1W,15W * ? *)",
        "cron(  0  12\t* * ?  * )", "cron(0 12 ? * L *)", "cron(0 12 ? * fri-mon *)",
        "cron(/15 * * * ? *)", "cron(0 22-2/2 * NOV-FEB ? *)", "cron(0 0 28-3 * ? 2199)"}) {
    EXPECT_TRUE(Schedule::parse(taken).ok()) << taken;
  }
  for (const char* refused : {"cron(0 1 * * * *)",
                              "cron(7 20 * * NOT *)",
                              "cron(INVALID)",
                              "cron(0 dummy ? * MON-FRI *)",
                              "cron(71 8 1 * ? *)",
                              "cron()",
                              "cron(0 12 * * ?)",
                              "cron(0 0 12 * * ? *)",
                              "cron(0 12 ? * ? *)",
                              "cron(0 12 1 * MON *)",
                              "cron(? 12 1 * ? *)",
                              "cron(0 24 1 * ? *)",
                              "cron(0 12 0 * ? *)",
                              "cron(0 12 32 * ? *)",
                              "cron(0 12 1 0 ? *)",
                              "cron(0 12 1 13 ? *)",
                              "cron(0 12 ? * 0 *)",
                              "cron(0 12 ? * 8 *)",
                              "cron(0 12 1 * ? 1969)",
                              "cron(0 12 1 * ? 2200)",
                              "cron(0 12 1 * ? 2030-2020)",
                              "cron(0/60 * * * ? *)",
                              "cron(0/0 * * * ? *)",
                              "cron(0/ * * * ? *)",
                              "cron(0- * * * ? *)",
                              "cron(0, * * * ? *)",
                              "cron(,0 * * * ? *)",
                              "cron(-5 * * * ? *)",
                              "cron(0 12 ? * 3#6 *)",
                              "cron(0 12 ? * 3#0 *)",
                              "cron(0 12 ? * 3#1,6#3 *)",
                              "cron(0 12 ? * 3#1 *",
                              "cron(0 12 3#1 * ? *)",
                              "cron(0 12 L,1 * ? *)",
                              "cron(0 12 ? * 6L,2 *)",
                              "cron(0 12 ? * 5W *)",
                              "cron(0 12 1-5W * ? *)",
                              "cron(0 12 L-31 * ? *)",
                              "cron(0 12 W * ? *)",
                              "cron(0 12 ?,1 * ? *)",
                              "cron(0 12 1 JANUARY ? *)",
                              "cron(99999999999 * * * ? *)",
                              "cron(0 12 1 * ? *) ",
                              "CRON(0 12 1 * ? *)"}) {
    EXPECT_FALSE(Schedule::parse(refused).ok()) << refused;
  }
}

TEST(Schedule, CronMeansWhatTheGuideSays) {
  EXPECT_EQ(next_times("cron(0 10 * * ? *)", "2026-11-22T10:00:00Z"), "2026-11-23T10:00 ");
  EXPECT_EQ(next_times("cron(15 12 * * ? *)", "2026-11-22T12:14:59Z"), "2026-11-22T12:15 ");
  EXPECT_EQ(next_times("cron(0 18 ? * MON-FRI *)", "2026-11-20T18:00:00Z", 2),
            "2026-11-23T18:00 2026-11-24T18:00 ");
  EXPECT_EQ(next_times("cron(0 8 1 * ? *)", "2026-11-22T00:00:00Z", 2),
            "2026-12-01T08:00 2027-01-01T08:00 ");
  EXPECT_EQ(next_times("cron(1/10 * * * ? *)", "2026-11-22T08:31:00Z", 2),
            "2026-11-22T08:41 2026-11-22T08:51 ");
  EXPECT_EQ(next_times("cron(0 9 ? * 2#1 *)", "2026-11-22T00:00:00Z", 2),
            "2026-12-07T09:00 2027-01-04T09:00 ");
  EXPECT_EQ(next_times("cron(0 12 3W * ? *)", "2026-09-30T00:00:00Z", 2),
            "2026-10-02T12:00 2026-11-03T12:00 ")
      << "Saturday the 3rd gives way to Friday";
  EXPECT_EQ(next_times("cron(0 0 ? * 6L *)", "2026-11-22T00:00:00Z", 2),
            "2026-11-27T00:00 2026-12-25T00:00 ");
  EXPECT_EQ(next_times("cron(0/30 20-23 ? * MON-FRI *)", "2026-11-20T23:30:00Z"),
            "2026-11-23T20:00 ");
}

TEST(Schedule, TheEndsOfMonths) {
  EXPECT_EQ(next_times("cron(0 0 L * ? *)", "2028-01-31T00:00:00Z", 2),
            "2028-02-29T00:00 2028-03-31T00:00 ");
  EXPECT_EQ(next_times("cron(0 0 L-1 2 ? *)", "2026-11-22T00:00:00Z"), "2027-02-27T00:00 ");
  EXPECT_EQ(next_times("cron(0 0 L-30 * ? *)", "2027-02-01T00:00:00Z"), "2027-03-01T00:00 ");
  EXPECT_EQ(next_times("cron(0 0 LW * ? *)", "2026-10-31T00:00:00Z"), "2026-11-30T00:00 ");
  EXPECT_EQ(next_times("cron(0 0 LW 1 ? *)", "2026-11-22T00:00:00Z"), "2027-01-29T00:00 ");
  EXPECT_EQ(next_times("cron(0 0 1W 8 ? *)", "2026-01-01T00:00:00Z"), "2026-08-03T00:00 ")
      << "Saturday the 1st does not leave its month";
  EXPECT_EQ(next_times("cron(0 0 31W 5 ? *)", "2026-01-01T00:00:00Z"), "2026-05-29T00:00 ")
      << "nor does Sunday the 31st";
  EXPECT_EQ(next_times("cron(0 0 31W * ? *)", "2026-06-01T00:00:00Z"), "2026-07-31T00:00 ");
  EXPECT_EQ(next_times("cron(0 0 29 2 ? *)", "2096-03-01T00:00:00Z"), "2104-02-29T00:00 ");
}

TEST(Schedule, TheEndsOfTime) {
  EXPECT_EQ(next_times("cron(0 0 30 2 ? *)", "2026-01-01T00:00:00Z"), "never");
  EXPECT_EQ(next_times("cron(0 0 ? 2 1#5 2026-2028)", "2026-01-01T00:00:00Z"), "never");
  EXPECT_EQ(next_times("cron(* * * * ? 2022)", "2026-01-01T00:00:00Z"), "never");
  EXPECT_EQ(next_times("cron(59 23 31 12 ? *)", "2199-12-31T23:58:00Z", 2),
            "2199-12-31T23:59 never");
  EXPECT_EQ(next_times("cron(* * * * ? *)", "1900-01-01T00:00:00Z"), "1970-01-01T00:00 ");
}

TEST(Schedule, TheLatestOfTheTimesThatHavePassed) {
  const auto since = time("2026-01-01T00:00:20Z");
  auto latest = [&](std::string_view expression, std::string_view after, std::string_view now) {
    const auto due = Schedule::parse(expression)->latest(since, time(after), time(now));
    return due ? base::format_iso_seconds(*due) : "none";
  };
  EXPECT_EQ(latest("rate(5 minutes)", "2026-01-01T00:00:20Z", "2026-01-01T00:05:19Z"), "none");
  EXPECT_EQ(latest("rate(5 minutes)", "2026-01-01T00:00:20Z", "2026-01-01T00:05:20Z"),
            "2026-01-01T00:05:20Z");
  EXPECT_EQ(latest("rate(5 minutes)", "2026-01-01T00:05:20Z", "2026-01-01T00:05:20Z"), "none");
  EXPECT_EQ(latest("rate(5 minutes)", "2026-01-01T00:05:20Z", "2026-03-01T00:01:00Z"),
            "2026-03-01T00:00:20Z");
  EXPECT_EQ(latest("rate(5 minutes)", "2026-03-01T00:00:20Z", "2025-01-01T00:00:00Z"), "none");
  EXPECT_EQ(latest("cron(0 12 * * ? *)", "2026-01-01T12:00:00Z", "2026-01-02T11:59:59Z"), "none");
  EXPECT_EQ(latest("cron(0 12 * * ? *)", "2026-01-01T12:00:00Z", "2026-01-02T12:00:00Z"),
            "2026-01-02T12:00:00Z");
  EXPECT_EQ(latest("cron(0 12 * * ? *)", "2026-01-01T12:00:00Z", "2027-01-02T11:59:59Z"),
            "2027-01-01T12:00:00Z");
  EXPECT_EQ(latest("cron(* * * * ? *)", "1970-01-01T00:00:00Z", "2199-12-31T23:59:59Z"),
            "2199-12-31T23:59:00Z");
  EXPECT_EQ(latest("cron(0 0 29 2 ? *)", "2026-01-01T00:00:00Z", "2199-12-31T23:59:59Z"),
            "2196-02-29T00:00:00Z");
  EXPECT_EQ(latest("cron(0 12 * * ? *)", "2026-01-03T12:00:00Z", "2026-01-02T12:00:00Z"), "none");
}

}  // namespace
}  // namespace angarium::schedule
