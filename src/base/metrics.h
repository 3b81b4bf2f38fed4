#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace angarium::base {

using Labels = std::map<std::string, std::string>;

// A number that only grows. A handle: cheap to copy, valid while its Metrics lives. Thread safe.
class Counter {
 public:
  explicit Counter(void* counter) : counter_(counter) {}
  void add(double amount = 1);
  double value() const;

 private:
  void* counter_;
};

// A number that goes up and down. Otherwise like Counter.
class Gauge {
 public:
  explicit Gauge(void* gauge) : gauge_(gauge) {}
  void set(double value);
  void add(double amount);

 private:
  void* gauge_;
};

// A distribution in fixed buckets. Otherwise like Counter.
class Histogram {
 public:
  explicit Histogram(void* histogram) : histogram_(histogram) {}
  void observe(double value);

 private:
  void* histogram_;
};

// All numbers of one server, in Prometheus's data model. Names end in their unit ("_seconds",
// "_total"). The same name and labels give the same number. At most kSeriesMax series exist; beyond
// that a request gets a shared series labelled overflow="true", so no caller can fill the memory.
// Thread safe; keep the handles rather than looking them up on a hot path.
class Metrics {
 public:
  static constexpr size_t kSeriesMax = 20'000;  // a scrape of some 2 MB

  Metrics();
  ~Metrics();

  Counter counter(const std::string& name, const std::string& help, const Labels& labels = {});
  Gauge gauge(const std::string& name, const std::string& help, const Labels& labels = {});
  // `bounds` are the buckets' upper bounds, ascending.
  Histogram histogram(const std::string& name, const std::string& help,
                      const std::vector<double>& bounds, const Labels& labels = {});
  // Prometheus's text format, version 0.0.4.
  std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace angarium::base
