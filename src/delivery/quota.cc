#include "delivery/quota.h"

#include <algorithm>

namespace angarium::delivery {

uint64_t Quota::reserve(uint64_t wanted) {
  const auto most = static_cast<int64_t>(limits.attempt_bytes_max);
  int64_t reserved = reserved_;
  while (true) {
    const int64_t granted = std::min(static_cast<int64_t>(wanted), most - reserved);
    if (granted <= 0) return 0;
    if (reserved_.compare_exchange_weak(reserved, reserved + granted)) {
      return static_cast<uint64_t>(granted);
    }
  }
}

std::unique_ptr<Reservation> Reservation::of(std::shared_ptr<Quota> quota, uint64_t wanted,
                                             uint64_t least) {
  const uint64_t granted = quota->reserve(wanted);
  std::unique_ptr<Reservation> made(new Reservation(std::move(quota), granted));
  return granted < least ? nullptr : std::move(made);
}

std::unique_ptr<Reservation> Reservation::split(uint64_t bytes) {
  const uint64_t moved = std::min(bytes, bytes_);
  bytes_ -= moved;
  return std::unique_ptr<Reservation>(new Reservation(quota_, moved));
}

std::shared_ptr<Quota> Quotas::of(const store::Partition& owner) {
  base::MutexLock lock(mutex_);
  std::shared_ptr<Quota>& found = quotas_[owner];
  if (!found) found = std::make_shared<Quota>(limits_(owner.account));
  return found;
}

}  // namespace angarium::delivery
