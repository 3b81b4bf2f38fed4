#include <gtest/gtest.h>

#include <atomic>
#include <semaphore>

#include "base/arn.h"
#include "base/asio_executor.h"
#include "base/metrics.h"
#include "base/one_shot.h"
#include "base/result.h"
#include "base/simulated_executor.h"
#include "base/task.h"
#include "base/uuid.h"

namespace angarium::base {
namespace {

TEST(Arn, RoundTripsAndKeepsColonsOfTheResource) {
  auto arn = parse_arn("arn:aws:lambda:eu-west-1:111122223333:function:f:1");
  ASSERT_TRUE(arn);
  EXPECT_EQ(arn->resource, "function:f:1");
  EXPECT_EQ(arn->text(), "arn:aws:lambda:eu-west-1:111122223333:function:f:1");
}

TEST(Arn, RefusesWhatLacksAPart) {
  for (const char* text : {"", "arn:aws:sqs:eu-west-1:111122223333", "urn:aws:sqs:r:a:q",
                           "arn:aws::r:a:q", "arn:aws:sqs:r:a:"}) {
    EXPECT_FALSE(parse_arn(text)) << text;
  }
}

TEST(Time, FormatsAndParses) {
  Time time = from_unix_ms(1795336200250);
  EXPECT_EQ(format_iso_seconds(time), "2026-11-22T08:30:00Z");
  EXPECT_EQ(format_iso_milliseconds(time), "2026-11-22T08:30:00.250Z");
  EXPECT_EQ(format_basic(time), "20261122T083000Z");
  EXPECT_EQ(format_http_date(time), "Sun, 22 Nov 2026 08:30:00 GMT");
  EXPECT_EQ(parse_iso("2026-11-22T10:30:00.25+02:00"), time);
  EXPECT_EQ(parse_basic("20261122T083000Z"), from_unix_ms(1795336200000));
  EXPECT_EQ(parse_http_date("Sun, 22 Nov 2026 08:30:00 GMT"), from_unix_ms(1795336200000));
  for (const char* text :
       {"2026-02-30T00:00:00Z", "2026-11-22", "2026-11-22T24:00:00Z", "-026-11-22T00:00:00Z"}) {
    EXPECT_FALSE(parse_iso(text)) << text;
  }
}

TEST(Random, UuidHasVersionAndVariant) {
  SeededRandom random(1);
  for (int i = 0; i < 1000; ++i) {
    std::string id = uuid(random);
    ASSERT_EQ(id.size(), 36u);
    ASSERT_EQ(id[14], '4');
    ASSERT_NE(std::string("89ab").find(id[19]), std::string::npos);
  }
}

TEST(Uuid, InOrderSortsByTheMillisecond) {
  SeededRandom random(1);
  std::string before;
  for (int64_t at : {int64_t{0}, int64_t{1}, int64_t{0xffff}, int64_t{1'760'000'000'000}}) {
    const std::string id = uuid_in_order(from_unix_ms(at), random);
    ASSERT_EQ(id.size(), 36u);
    ASSERT_EQ(id[14], '7');
    ASSERT_NE(std::string("89ab").find(id[19]), std::string::npos);
    EXPECT_LT(before, id);
    EXPECT_EQ(std::stoll(id.substr(0, 8) + id.substr(9, 4), nullptr, 16), at);
    EXPECT_NE(id, uuid_in_order(from_unix_ms(at), random));
    before = id;
  }
}

Task<int> add(int a, int b) { co_return a + b; }

Task<void> sum_to(int count, int& out) {
  for (int i = 1; i <= count; ++i) out = co_await add(out, i);
}

TEST(Task, LongChainsCostNoStack) {
  int sum = 0;
  start(sum_to(100'000, sum));
  EXPECT_EQ(sum, 705082704);  // 100000 * 100001 / 2, modulo 2^32
}

Task<void> wait_for(OneShot<int> value, int& out) { out = co_await value; }

TEST(OneShot, FirstSetWins) {
  SimulatedExecutor executor(1);
  OneShot<int> value(executor);
  int got = 0;
  start(wait_for(value, got));
  EXPECT_TRUE(value.set(5));
  EXPECT_FALSE(value.set(6));
  executor.run_until_idle(10);
  EXPECT_EQ(got, 5);
}

Task<void> record(Executor& executor, Instant due, std::vector<int>& order, int id) {
  co_await sleep_until(executor, due);
  order.push_back(id);
}

TEST(SimulatedExecutor, OneSeedOneOrderAndTimersInTime) {
  auto run = [](uint64_t seed) {
    SimulatedExecutor executor(seed);
    std::vector<int> order;
    for (int i = 0; i < 8; ++i) start(record(executor, Instant(Seconds(1)), order, i));
    start(record(executor, Instant(Seconds(2)), order, 99));
    executor.run_until(Instant(Seconds(3)));
    EXPECT_EQ(executor.now(), Instant(Seconds(3)));
    EXPECT_EQ(order.back(), 99);
    return order;
  };
  EXPECT_EQ(run(7), run(7));
  EXPECT_NE(run(7), run(8));
}

TEST(AsioExecutor, RunsWorkAndTimersAndCancels) {
  AsioExecutor executor("test", 1);
  AsioExecutor waiter("waiter", 1);
  std::atomic<bool> cancelled_ran = false;
  TimerId timer =
      executor.post_at(executor.now() + std::chrono::hours(1), [&] { cancelled_ran = true; });
  EXPECT_TRUE(executor.cancel(timer));
  EXPECT_FALSE(executor.cancel(timer));
  std::binary_semaphore done(0);
  executor.post_at(executor.now(), [&] { done.release(); });
  done.acquire();
  EXPECT_FALSE(cancelled_ran);
}

enum class Code { kBroken, kLost };
const ErrorDomain& error_domain(Code) {
  static const ErrorDomain domain{
      "test", [](int code) -> std::string_view { return code == 0 ? "Broken" : "Lost"; }};
  return domain;
}

Result<int> fails() { return Error(Code::kLost, "`x` is lost"); }
Result<int> passes_on() {
  AG_TRY(value, fails());
  return value + 1;
}

TEST(Result, PassesErrorsOn) {
  Result<int> result = passes_on();
  ASSERT_FALSE(result.ok());
  EXPECT_TRUE(result.error().is(Code::kLost));
  EXPECT_FALSE(result.error().is(Code::kBroken));
  EXPECT_EQ(result.error().code_name(), "Lost");
}

TEST(Metrics, CapsTheNumberOfSeries) {
  Metrics metrics;
  for (size_t i = 0; i < Metrics::kSeriesMax + 2; ++i) {
    metrics.counter("events_total", "Events.", {{"bus", std::to_string(i)}}).add();
  }
  EXPECT_EQ(metrics.counter("events_total", "Events.", {{"bus", "new"}}).value(), 2);
}

}  // namespace
}  // namespace angarium::base
