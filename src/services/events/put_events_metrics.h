#pragma once

#include <map>

#include "base/metrics.h"
#include "base/mutex.h"
#include "base/time.h"
#include "store/operations.h"

namespace angarium::services::events {

// What EventBridge counts of PutEvents, for each account and region that calls it
// (docs/metrics.md). Thread safe.
class PutEventsMetrics {
 public:
  enum class Refusal { kNone, kThrottled, kFailed };

  explicit PutEventsMetrics(base::Metrics& metrics) : metrics_(metrics) {}

  // A call has come, and is refused at once or not.
  void called(const store::Partition& caller, Refusal refusal);
  struct Answer {
    size_t entries = 0;
    size_t entries_failed = 0;
    size_t size_bytes = 0;  // as AWS counts
    base::Milliseconds latency{0};
  };
  void answered(const store::Partition& caller, const Answer& answer);

 private:
  struct Numbers {
    base::Counter calls, successes, failures, throttled, entries, entries_failed;
    base::Histogram latency, size;
  };
  Numbers of(const store::Partition& caller);

  base::Metrics& metrics_;
  base::Mutex mutex_;
  // As many as there are accounts that called; in dev mode, where any number is an account, the
  // bound of Metrics makes them share.
  std::map<store::Partition, Numbers> numbers_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::services::events
