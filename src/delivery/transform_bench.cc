// What a transform costs a delivery, by its kind and by the size of the event's detail.
#include <benchmark/benchmark.h>

#include "delivery/transform.h"

namespace angarium::delivery {
namespace {

using Kind = TransformSource::Kind;

// A detail of about so many bytes: twenty fields of which the eleventh is small and wanted.
std::string envelope(size_t bytes) {
  std::string detail = "{";
  for (int i = 0; i < 20; ++i) {
    const std::string value = i == 10 ? "A-1" : std::string(bytes / 20, 'x');
    detail += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":{\"id\":\"" + value + "\"}";
  }
  return R"({"version":"0","id":"6a7e8feb-b491-4cf7-a9f1-bf3703467718",)"
         R"("detail-type":"order placed","source":"shop","account":"111122223333",)"
         R"("time":"2026-11-22T08:30:00Z","region":"eu-west-1","resources":[],"detail":)" +
         detail + "}}";
}

void run(benchmark::State& state, const TransformSource& source) {
  const Transform transform = *Transform::parse(source);
  const std::string event = envelope(static_cast<size_t>(state.range(0)));
  const TransformSubject subject{event, base::from_unix_ms(0), "arn:aws:events:r:1:rule/name"};
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(transform.apply(subject));
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(event.size()));
}

void BM_Path(benchmark::State& state) { run(state, {Kind::kPath, "$.detail.k10.id", {}}); }
void BM_HeaderPath(benchmark::State& state) { run(state, {Kind::kPath, "$.time", {}}); }
void BM_JsonTemplate(benchmark::State& state) {
  run(state,
      {Kind::kTemplate,
       R"({"id": <id>, "type": "<type>", "note": "<id> at <time>", "rule": <aws.events.rule-arn>})",
       {{"id", "$.detail.k10.id"}, {"type", "$.detail-type"}, {"time", "$.time"}}});
}
void BM_Text(benchmark::State& state) {
  run(state,
      {Kind::kTemplate, R"("<id> at <time>")", {{"id", "$.detail.k10.id"}, {"time", "$.time"}}});
}
void BM_WholeEvent(benchmark::State& state) {
  run(state, {Kind::kTemplate, R"({"event": <aws.events.event.json>})", {}});
}
void BM_Parse(benchmark::State& state) {
  const TransformSource source{
      Kind::kTemplate,
      R"({"id": <id>, "type": "<type>", "note": "<id> at <time>", "rule": <aws.events.rule-arn>})",
      {{"id", "$.detail.k10.id"}, {"type", "$.detail-type"}, {"time", "$.time"}}};
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(Transform::parse(source));
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(BM_Path)->Arg(600)->Arg(100'000);
BENCHMARK(BM_HeaderPath)->Arg(600)->Arg(100'000);
BENCHMARK(BM_JsonTemplate)->Arg(600)->Arg(100'000);
BENCHMARK(BM_Text)->Arg(600);
BENCHMARK(BM_WholeEvent)->Arg(600)->Arg(100'000);
BENCHMARK(BM_Parse);

}  // namespace
}  // namespace angarium::delivery
