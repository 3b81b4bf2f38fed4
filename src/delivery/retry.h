#pragma once

#include <optional>
#include <string>

#include "base/random.h"
#include "delivery/give_up_reason.h"
#include "delivery/target.h"

namespace angarium::delivery {

// Exponential back-off with full jitter ("Exponential Backoff And Jitter", AWS Architecture Blog):
// the wait before the n-th retry is uniform between kWaitMin and min(kWaitMax, kWaitFirst *
// 2^(n-1)). With fifteen minutes at most, EventBridge's 185 retries spread over its 24 hours.
struct BackOff {
  static constexpr base::Milliseconds kWaitMin{50};  // a jitter of zero would hammer
  static constexpr base::Milliseconds kWaitFirst{1'000};
  static constexpr base::Milliseconds kWaitMax{15 * 60 * 1'000};

  // `retry`: from 1. `wish`: the target's own, which is then kept, within the bounds.
  static base::Milliseconds wait(uint32_t retry, std::optional<base::Milliseconds> wish,
                                 base::Random& random);
};
static_assert(kRememberFor >= 2 * BackOff::kWaitMax);

// What becomes of a delivery after an attempt.
struct Verdict {
  enum class Kind { kDone, kRetry, kGiveUp };
  Kind kind = Kind::kDone;
  base::Time retry_at;  // kRetry
  GiveUpReason reason = GiveUpReason::kPermanent;
};

// `delivery.attempt` is the attempt that ended with `attempt` at `now`.
Verdict judge(const Delivery& delivery, const Attempt& attempt, base::Time now,
              base::Random& random);

// Whether a delivery that comes from its retry queue has expired meanwhile. The first attempt is
// always made, however late.
bool is_too_old(const Delivery& delivery, base::Time now);

}  // namespace angarium::delivery
