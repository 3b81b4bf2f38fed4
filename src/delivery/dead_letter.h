#pragma once

#include <map>
#include <memory>
#include <string>

#include "delivery/give_up_reason.h"
#include "delivery/target.h"

namespace angarium::delivery {

// What became of a delivery that was given up and goes to its dead-letter queue. Immutable.
struct DeadLetter {
  std::shared_ptr<const Route> route;  // where it should have gone
  GiveUpReason reason = GiveUpReason::kPermanent;
  uint32_t attempts_made = 0;
  base::Time first_attempt_time;  // meaningless while attempts_made is 0
  std::string error_code;         // of the last attempt
  std::string error_message;
};

// The same event on its way to the dead-letter queue of `letter.route`: as a delivery of its own,
// with EventBridge's default retry policy counted from `now`. It carries the event itself, whatever
// the target would have been sent, and speaks for the rule (User Guide, "Using dead-letter queues
// to process undelivered events": the queue's policy admits the rule), never for the target's role.
Delivery to_dead_letter_queue(const Delivery& given_up, DeadLetter letter, base::Time now);

// The subscription's own route, also of a dead letter.
const Route& own_route(const Delivery& delivery);

// The attributes of the message, as the same page names them; none is empty.
// EXHAUSTED_RETRY_CONDITION is there when one of the two limits ended it. All of them are of type
// String [the page gives no type], RETRY_ATTEMPTS too: the attempts after the first.
std::map<std::string, std::string> attributes_of(const DeadLetter& letter);

// Longer ones are cut: a target chooses its own words, and the queue has room for the event first.
inline constexpr size_t kDeadLetterMessageBytesMax = 1024;

}  // namespace angarium::delivery
