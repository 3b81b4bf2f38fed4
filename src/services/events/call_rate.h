#pragma once

#include <map>
#include <utility>

#include "base/mutex.h"
#include "base/time.h"
#include "store/operations.h"

namespace angarium::services::events {

// How often each account may call in each region: a token bucket that holds one second's worth and
// is full at first. Thread safe.
class CallRate {
 public:
  // Beyond it those that are full again are forgotten; a full bucket is like none.
  static constexpr size_t kBucketsMax = 10'000;

  // Whether one more call may be made at `now`. `per_second_max` of 0: always.
  bool take(const store::Partition& caller, size_t per_second_max, base::Time now);

  size_t bucket_count() const;

 private:
  struct Bucket {
    double tokens = 0;
    double capacity = 0;  // per second, as of the last call
    base::Time filled;    // until when
  };
  void forget_full(base::Time now) AG_REQUIRES(mutex_);

  mutable base::Mutex mutex_;
  std::map<store::Partition, Bucket> buckets_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::services::events
