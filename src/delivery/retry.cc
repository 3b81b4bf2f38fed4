#include "delivery/retry.h"

#include <algorithm>

namespace angarium::delivery {
namespace {

// What its age is counted from: a dead letter's is its own, the event may be past its age already.
base::Time born(const Delivery& delivery) {
  return delivery.dead_letter ? delivery.first_attempt_time : delivery.content->ingest_time;
}

}  // namespace

base::Milliseconds BackOff::wait(uint32_t retry, std::optional<base::Milliseconds> wish,
                                 base::Random& random) {
  if (wish) return std::clamp(*wish, kWaitMin, kWaitMax);
  const uint32_t doublings = std::min<uint32_t>(retry == 0 ? 0 : retry - 1, 20);  // beyond the cap
  const base::Milliseconds ceiling = std::min(kWaitMax, kWaitFirst * (int64_t{1} << doublings));
  const auto spread = static_cast<uint64_t>((ceiling - kWaitMin).count());
  return kWaitMin + base::Milliseconds(random.below(spread + 1));
}

Verdict judge(const Delivery& delivery, const Attempt& attempt, base::Time now,
              base::Random& random) {
  if (attempt.outcome == Attempt::Outcome::kDelivered) return {};
  if (attempt.outcome == Attempt::Outcome::kPermanent) {
    return {Verdict::Kind::kGiveUp, {}, GiveUpReason::kPermanent};
  }
  const RetryPolicy& policy = delivery.route->retry_policy;
  const bool is_attempt = attempt.outcome != Attempt::Outcome::kDeferred;
  if (is_attempt && delivery.attempt > policy.retries_max) {
    return {Verdict::Kind::kGiveUp, {}, GiveUpReason::kRetriesExhausted};
  }
  const base::Time retry_at = now + BackOff::wait(delivery.attempt, attempt.retry_after, random);
  if (retry_at - born(delivery) > policy.event_age_max) {
    return {Verdict::Kind::kGiveUp, {}, GiveUpReason::kTooOld};
  }
  return {Verdict::Kind::kRetry, retry_at, {}};
}

bool is_too_old(const Delivery& delivery, base::Time now) {
  return delivery.attempt > 1 && now - born(delivery) > delivery.route->retry_policy.event_age_max;
}

}  // namespace angarium::delivery
