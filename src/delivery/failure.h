#pragma once

#include "base/mutex.h"
#include "base/time.h"
#include "delivery/retry.h"
#include "delivery/target.h"

namespace angarium::delivery {

// A delivery that is given up: with a dead-letter queue it goes on as a dead letter, and that may
// itself be given up.
struct Failure {
  Delivery delivery;
  GiveUpReason reason = GiveUpReason::kPermanent;
  Attempt last_attempt;
};

// Makes failures visible to the rule's owner: each is logged with rule, target, error code and
// message (and was counted, as a Tally). Thread safe.
class FailureReport {
 public:
  // A rule with a broken target fails at the speed of its events; beyond this the log only says how
  // many lines it left out.
  static constexpr uint32_t kLinesPerSecondMax = 20;

  void add(const Failure& failure, base::Time now);

 private:
  // Whether a line may be written now, and how many were left out before it.
  bool may_write(base::Time now, uint64_t& left_out);

  base::Mutex mutex_;
  base::Time second_begin_ AG_GUARDED_BY(mutex_);
  uint32_t lines_ AG_GUARDED_BY(mutex_) = 0;
  uint64_t left_out_ AG_GUARDED_BY(mutex_) = 0;
};

}  // namespace angarium::delivery
