#include "delivery/errand.h"

namespace angarium::delivery {

size_t entry_bytes(const Content& content) {
  constexpr size_t kBesideTheEvent = 1024;
  return content.stored.size() + kBesideTheEvent;
}

RetryState state_of(const Errand& errand) {
  const Delivery& delivery = errand.delivery;
  if (!delivery.dead_letter) {
    return {errand.attempts_made, delivery.first_attempt_time, errand.last_attempt.error_code,
            errand.last_attempt.error_message};
  }
  const DeadLetter& letter = *delivery.dead_letter;
  return {letter.attempts_made, letter.first_attempt_time, letter.error_code, letter.error_message,
          DeadLetterState{letter.reason, errand.attempts_made, delivery.first_attempt_time}};
}

}  // namespace angarium::delivery
