#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "base/executor.h"
#include "base/mutex.h"
#include "delivery/route.h"

namespace angarium::delivery {

// How many times a second events may be sent to targets: EventBridge's quota of invocations of one
// account in one region. Beyond it deliveries wait, none is lost.
//
// A token bucket that holds one second's worth and is full at first, kept as the moment at which it
// would be empty (the "generic cell rate algorithm" of ATM): one atomic number, because it is asked
// under the locks of many buses. Thread safe.
class InvocationRate {
 public:
  explicit InvocationRate(size_t per_second_max);  // at least 1

  // None: one more may be sent now, and is counted. Otherwise when to ask again.
  std::optional<base::Instant> take(base::Instant now);
  // When one more may be sent, which is then counted; none, and nothing counted, when that is after
  // `latest`.
  std::optional<base::Instant> reserve(base::Instant now, base::Instant latest);

 private:
  const base::Instant::duration interval_;  // in which one token comes
  std::atomic<base::Instant::rep> spent_until_;
};

// The rates of all accounts and regions. Thread safe.
class InvocationRates {
 public:
  // `per_second_max` of an account's buses in each region; 0: any number. Asked once for each.
  explicit InvocationRates(std::function<size_t(const base::AccountId&)> per_second_max)
      : per_second_max_(std::move(per_second_max)) {}

  // Null: any number. All buses of a partition share one.
  std::shared_ptr<InvocationRate> of(const store::Partition& owner);

 private:
  const std::function<size_t(const base::AccountId&)> per_second_max_;
  base::Mutex mutex_;
  // As many as there are partitions with buses.
  std::map<store::Partition, std::shared_ptr<InvocationRate>> rates_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::delivery
