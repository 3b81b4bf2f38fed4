#include "services/events/put_events_metrics.h"

namespace angarium::services::events {
namespace {

constexpr size_t kCallersMax = 10'000;  // beyond it they are looked up anew, not remembered

const std::vector<double>& latency_bounds() {
  static const std::vector<double> seconds{0.001, 0.002, 0.005, 0.01, 0.02, 0.05,
                                           0.1,   0.2,   0.5,   1,    2,    5};
  return seconds;
}

const std::vector<double>& size_bounds() {
  static const std::vector<double> bytes{256,    1'024,   4'096,   16'384,
                                         65'536, 262'144, 524'288, 1'048'576};
  return bytes;
}

}  // namespace

PutEventsMetrics::Numbers PutEventsMetrics::of(const store::Partition& caller) {
  base::MutexLock lock(mutex_);
  auto found = numbers_.find(caller);
  if (found != numbers_.end()) return found->second;
  const base::Labels labels{{"account", caller.account.text()}, {"region", caller.region.text()}};
  auto counter = [&](const char* name, const char* help) {
    return metrics_.counter(name, help, labels);
  };
  Numbers numbers{
      counter("angarium_put_events_call_count_total", "Calls of PutEvents"),
      counter("angarium_put_events_success_count_total", "Calls of PutEvents that were answered"),
      counter("angarium_put_events_failed_count_total", "Calls of PutEvents that were refused"),
      counter("angarium_put_events_throttled_count_total", "Calls of PutEvents beyond the quota"),
      counter("angarium_put_events_entries_count_total", "Entries of PutEvents"),
      counter("angarium_put_events_failed_entries_count_total", "Entries that failed"),
      metrics_.histogram("angarium_put_events_latency_seconds", "From PutEvents to its answer",
                         latency_bounds(), labels),
      metrics_.histogram("angarium_put_events_request_size_bytes", "Size of the entries of a call",
                         size_bounds(), labels)};
  if (numbers_.size() < kCallersMax) numbers_.emplace(caller, numbers);
  return numbers;
}

void PutEventsMetrics::called(const store::Partition& caller, Refusal refusal) {
  Numbers numbers = of(caller);
  numbers.calls.add();
  if (refusal == Refusal::kThrottled) numbers.throttled.add();
  if (refusal == Refusal::kFailed) numbers.failures.add();
}

void PutEventsMetrics::answered(const store::Partition& caller, const Answer& answer) {
  Numbers numbers = of(caller);
  numbers.successes.add();
  numbers.entries.add(static_cast<double>(answer.entries));
  if (answer.entries_failed > 0) {
    numbers.entries_failed.add(static_cast<double>(answer.entries_failed));
  }
  numbers.size.observe(static_cast<double>(answer.size_bytes));
  numbers.latency.observe(std::chrono::duration<double>(answer.latency).count());
}

}  // namespace angarium::services::events
