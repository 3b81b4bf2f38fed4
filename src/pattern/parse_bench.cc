#include <benchmark/benchmark.h>

#include <string>
#include <string_view>

#include "pattern/pattern.h"

namespace angarium::pattern {
namespace {

void parse(benchmark::State& state, const std::string& text) {
  for ([[maybe_unused]] auto _ : state) {
    base::Result<Pattern> pattern = Pattern::parse(text);
    if (!pattern.ok()) state.SkipWithError(pattern.error().message().c_str());
    benchmark::DoNotOptimize(pattern);
  }
  state.SetItemsProcessed(state.iterations());
}

// What a catalog of many rules consists of.
void BM_ParseTwoLeaves(benchmark::State& state) {
  parse(state, R"({"source":["shop.orders"],"detail":{"id":["N-4711"]}})");
}
BENCHMARK(BM_ParseTwoLeaves);

void BM_ParseEveryOperator(benchmark::State& state) {
  parse(state, R"({"source":["shop.orders",{"prefix":"shop."}],"detail":{
      "amount":[{"numeric":[">",0,"<=",99.5]},7],"at":[{"cidr":"10.0.0.0/8"},"10.0.0.1"],
      "state":[{"anything-but":["open","closed"]}],"gone":[{"exists":false}],
      "file":[{"wildcard":"a*.jpg"},{"suffix":{"equals-ignore-case":".png"}}]}})");
}
BENCHMARK(BM_ParseEveryOperator);

void BM_ParseOr(benchmark::State& state) {
  parse(state, R"({"$or":[{"a":[1]},{"b":[1]},{"c":[1]}],"$or":[{"d":[1]},{"e":[1]},{"f":[1]}],
      "source":["shop.orders"]})");
}
BENCHMARK(BM_ParseOr);

}  // namespace
}  // namespace angarium::pattern
