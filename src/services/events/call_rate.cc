#include "services/events/call_rate.h"

#include <algorithm>

namespace angarium::services::events {
namespace {

double seconds_between(base::Time from, base::Time to) {
  // A clock that was set back refills nothing.
  return std::max(0.0, static_cast<double>(base::to_unix_ms(to) - base::to_unix_ms(from)) / 1000.0);
}

}  // namespace

bool CallRate::take(const store::Partition& caller, size_t per_second_max, base::Time now) {
  if (per_second_max == 0) return true;
  auto capacity = static_cast<double>(per_second_max);
  base::MutexLock lock(mutex_);
  if (buckets_.size() >= kBucketsMax && !buckets_.contains(caller)) forget_full(now);
  auto [found, is_new] = buckets_.try_emplace(caller, Bucket{capacity, capacity, now});
  Bucket& bucket = found->second;
  if (!is_new) {
    double refilled = bucket.tokens + seconds_between(bucket.filled, now) * capacity;
    bucket = {std::min(capacity, refilled), capacity, now};
  }
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

// Every bucket is full a second after its last call, so what stays was in use within that second.
void CallRate::forget_full(base::Time now) {
  std::erase_if(buckets_, [&](const auto& entry) {
    const Bucket& bucket = entry.second;
    double refilled = bucket.tokens + seconds_between(bucket.filled, now) * bucket.capacity;
    return refilled >= bucket.capacity;
  });
}

size_t CallRate::bucket_count() const {
  base::MutexLock lock(mutex_);
  return buckets_.size();
}

}  // namespace angarium::services::events
