#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <utility>

#include "base/mutex.h"
#include "delivery/route.h"

namespace angarium::delivery {

// How much of what everybody shares one account may have in one region. All of it is configuration.
struct QuotaLimits {
  // Entries of all its retry queues and the disk they take. Beyond either its buses take no more
  // events, and what waits goes on being delivered.
  uint64_t retry_events_max = 10'000'000;
  uint64_t retry_bytes_max = uint64_t{10} << 30;
  // Of one subscription. While there is more, those that come up for their next attempt are given
  // up, the longest due first. So a queue exceeds this by what its subscription matches in one
  // longest wait (BackOff::kWaitMax).
  uint64_t subscription_retry_events_max = 1'000'000;
  uint64_t subscription_retry_bytes_max = uint64_t{1} << 30;
  // Of entries of retry queues in memory: leased, with an attempt under way or about to be. Eight
  // times what one subscription may have (Limits::lane_bytes_max), so that it takes eight targets
  // that hang to make the account's others wait for them, at most one attempt's time.
  uint64_t attempt_bytes_max = uint64_t{64} << 20;
  // Attempts at a time of one lane: one target seen from one bus. Enough to keep a target 5 ms away
  // busy at some 6,000/s.
  size_t lane_attempts_max = 32;
};

// What one account has of that in one region. Many buses count into it. Thread safe.
class Quota {
 public:
  explicit Quota(const QuotaLimits& limits) : limits(limits) {}

  // Entries of retry queues and their bytes come (or go: negative).
  void add(int64_t events, int64_t bytes) {
    events_ += events;
    bytes_ += bytes;
  }
  // Whether so many times its limit waits, and its buses must not take in more for now.
  bool is_full(int64_t times = 1) const {
    return events_ >= times * static_cast<int64_t>(limits.retry_events_max) ||
           bytes_ >= times * static_cast<int64_t>(limits.retry_bytes_max);
  }
  int64_t events() const { return events_; }
  int64_t bytes() const { return bytes_; }

  // Sets up to `wanted` bytes aside for attempts; gives how many. They are given back.
  uint64_t reserve(uint64_t wanted);
  void give_back(uint64_t bytes) { reserved_ -= static_cast<int64_t>(bytes); }

  const QuotaLimits limits;

 private:
  std::atomic<int64_t> events_ = 0;
  std::atomic<int64_t> bytes_ = 0;
  std::atomic<int64_t> reserved_ = 0;
};

// Bytes set aside for attempts; given back when it goes. Not thread safe.
class Reservation {
 public:
  // At most `wanted`; null when not even `least` are free.
  static std::unique_ptr<Reservation> of(std::shared_ptr<Quota> quota, uint64_t wanted,
                                         uint64_t least);
  ~Reservation() { quota_->give_back(bytes_); }
  Reservation(const Reservation&) = delete;
  Reservation& operator=(const Reservation&) = delete;

  uint64_t bytes() const { return bytes_; }
  // Up to so many of them become a reservation of their own.
  std::unique_ptr<Reservation> split(uint64_t bytes);

 private:
  Reservation(std::shared_ptr<Quota> quota, uint64_t bytes)
      : quota_(std::move(quota)), bytes_(bytes) {}

  const std::shared_ptr<Quota> quota_;
  uint64_t bytes_;
};

// The quotas of all accounts and regions. Thread safe.
class Quotas {
 public:
  // `limits` of an account, in each region. Asked once for each.
  explicit Quotas(std::function<QuotaLimits(const base::AccountId&)> limits)
      : limits_(std::move(limits)) {}

  // All buses of a partition share one.
  std::shared_ptr<Quota> of(const store::Partition& owner);

 private:
  const std::function<QuotaLimits(const base::AccountId&)> limits_;
  base::Mutex mutex_;
  // As many as there are partitions with buses.
  std::map<store::Partition, std::shared_ptr<Quota>> quotas_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::delivery
