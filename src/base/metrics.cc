#include "base/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <set>

#include "base/mutex.h"

namespace angarium::base {

void Counter::add(double amount) { static_cast<prometheus::Counter*>(counter_)->Increment(amount); }
double Counter::value() const { return static_cast<prometheus::Counter*>(counter_)->Value(); }
void Gauge::set(double value) { static_cast<prometheus::Gauge*>(gauge_)->Set(value); }
void Gauge::add(double amount) { static_cast<prometheus::Gauge*>(gauge_)->Increment(amount); }
void Histogram::observe(double value) {
  static_cast<prometheus::Histogram*>(histogram_)->Observe(value);
}

struct Metrics::State {
  prometheus::Registry registry;
  Mutex mutex;
  std::set<std::pair<std::string, Labels>> series AG_GUARDED_BY(mutex);

  // The labels to use: the caller's, or the overflow series once the cap is reached.
  Labels admit(const std::string& name, const Labels& labels) {
    MutexLock lock(mutex);
    if (series.contains({name, labels})) return labels;
    if (series.size() >= kSeriesMax) return {{"overflow", "true"}};
    series.emplace(name, labels);
    return labels;
  }
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

Counter Metrics::counter(const std::string& name, const std::string& help, const Labels& labels) {
  auto& family = prometheus::BuildCounter().Name(name).Help(help).Register(state_->registry);
  return Counter(&family.Add(state_->admit(name, labels)));
}

Gauge Metrics::gauge(const std::string& name, const std::string& help, const Labels& labels) {
  auto& family = prometheus::BuildGauge().Name(name).Help(help).Register(state_->registry);
  return Gauge(&family.Add(state_->admit(name, labels)));
}

Histogram Metrics::histogram(const std::string& name, const std::string& help,
                             const std::vector<double>& bounds, const Labels& labels) {
  auto& family = prometheus::BuildHistogram().Name(name).Help(help).Register(state_->registry);
  return Histogram(&family.Add(state_->admit(name, labels), bounds));
}

std::string Metrics::text() const {
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace angarium::base
