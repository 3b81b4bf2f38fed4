#include "delivery/invocation_rate.h"

#include <algorithm>

namespace angarium::delivery {
namespace {

using Span = base::Instant::duration;

constexpr Span kBurst = base::Seconds(1);

}  // namespace

InvocationRate::InvocationRate(size_t per_second_max)
    : interval_(std::max(Span(base::Seconds(1)) / static_cast<Span::rep>(per_second_max), Span(1))),
      spent_until_(base::Instant::min().time_since_epoch().count()) {}

// Each token that is taken moves the moment on by the time in which a new one comes. It may lie up
// to the present; it counts for no less than a burst before.
std::optional<base::Instant> InvocationRate::take(base::Instant now) {
  const Span::rep present = now.time_since_epoch().count();
  Span::rep spent = spent_until_.load(std::memory_order_relaxed);
  while (true) {
    const Span::rep next = std::max(spent, present - kBurst.count()) + interval_.count();
    if (next > present) return base::Instant(Span(next));
    if (spent_until_.compare_exchange_weak(spent, next, std::memory_order_relaxed)) {
      return std::nullopt;
    }
  }
}

std::optional<base::Instant> InvocationRate::reserve(base::Instant now, base::Instant latest) {
  const Span::rep present = now.time_since_epoch().count();
  Span::rep spent = spent_until_.load(std::memory_order_relaxed);
  while (true) {
    const Span::rep next = std::max(spent, present - kBurst.count()) + interval_.count();
    if (next > latest.time_since_epoch().count()) return std::nullopt;
    if (spent_until_.compare_exchange_weak(spent, next, std::memory_order_relaxed)) {
      return base::Instant(Span(std::max(next, present)));
    }
  }
}

std::shared_ptr<InvocationRate> InvocationRates::of(const store::Partition& owner) {
  base::MutexLock lock(mutex_);
  auto found = rates_.find(owner);
  if (found != rates_.end()) return found->second;
  const size_t per_second_max = per_second_max_(owner.account);
  auto rate = per_second_max == 0 ? nullptr : std::make_shared<InvocationRate>(per_second_max);
  return rates_.emplace(owner, std::move(rate)).first->second;
}

}  // namespace angarium::delivery
