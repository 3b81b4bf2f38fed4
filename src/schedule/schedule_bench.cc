// What the next due time costs: of a busy expression, a sparse one, and one that is never due.
#include <benchmark/benchmark.h>

#include "schedule/schedule.h"

namespace angarium::schedule {
namespace {

void run(benchmark::State& state, const char* expression) {
  const Schedule schedule = *Schedule::parse(expression);
  const base::Time at = base::from_unix_ms(1'795'336'201'250);
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(schedule.next(at, at));
  state.SetItemsProcessed(state.iterations());
}

void BM_Rate(benchmark::State& state) { run(state, "rate(5 minutes)"); }
void BM_EachMinute(benchmark::State& state) { run(state, "cron(* * * * ? *)"); }
void BM_Monthly(benchmark::State& state) { run(state, "cron(0 2 ? * SAT#3 *)"); }
void BM_In2199(benchmark::State& state) { run(state, "cron(59 23 31 12 ? 2199)"); }
void BM_Never(benchmark::State& state) { run(state, "cron(0 0 30 2 ? *)"); }
void BM_Parse(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(Schedule::parse("cron(0/5 8-17 ? * MON-FRI *)"));
}

BENCHMARK(BM_Rate);
BENCHMARK(BM_EachMinute);
BENCHMARK(BM_Monthly);
BENCHMARK(BM_In2199);
BENCHMARK(BM_Never);
BENCHMARK(BM_Parse);

}  // namespace
}  // namespace angarium::schedule
