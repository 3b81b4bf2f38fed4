#include "delivery/failure.h"

#include <utility>

#include "base/log.h"
#include "delivery/dead_letter.h"

namespace angarium::delivery {

void FailureReport::add(const Failure& failure, base::Time now) {
  const Delivery& delivery = failure.delivery;
  const Route& route = own_route(delivery);
  uint64_t left_out = 0;
  if (!may_write(now, left_out)) return;
  base::log(base::LogLevel::kWarning,
            delivery.dead_letter ? "dead letter given up" : "delivery given up",
            {{"bus", delivery.bus.name},
             {"account", delivery.bus.partition.account.text()},
             {"region", delivery.bus.partition.region.text()},
             {"rule", route.rule_arn.text()},
             {"target", route.target_arn.text()},
             {"dead_letter_queue", route.dead_letter_arn.text()},
             {"event_id", delivery.content->event_id},
             {"attempts", delivery.attempt},
             {"reason", name(failure.reason)},
             {"error_code", failure.last_attempt.error_code},
             {"error_message", failure.last_attempt.error_message},
             {"lines_left_out", left_out}});
}

bool FailureReport::may_write(base::Time now, uint64_t& left_out) {
  base::MutexLock lock(mutex_);
  if (now >= second_begin_ + base::Seconds(1) || now < second_begin_) {
    second_begin_ = now;
    lines_ = 0;
  }
  if (lines_ >= kLinesPerSecondMax) {
    ++left_out_;
    return false;
  }
  ++lines_;
  left_out = std::exchange(left_out_, 0);
  return true;
}

}  // namespace angarium::delivery
