#include "delivery/dead_letter.h"

#include <utility>

#include "base/shown.h"

namespace angarium::delivery {
namespace {

// EventBridge's name for the limit that ended the retries; null: neither did.
const char* exhausted_condition(GiveUpReason reason) {
  if (reason == GiveUpReason::kRetriesExhausted) return "MaximumRetryAttempts";
  if (reason == GiveUpReason::kTooOld) return "MaximumEventAgeInSeconds";
  return nullptr;
}

}  // namespace

const Route& own_route(const Delivery& delivery) {
  return delivery.dead_letter ? *delivery.dead_letter->route : *delivery.route;
}

Delivery to_dead_letter_queue(const Delivery& given_up, DeadLetter letter, base::Time now) {
  auto route = std::make_shared<Route>();
  route->subscription = letter.route->subscription;
  route->rule_arn = letter.route->rule_arn;
  route->target_arn = TargetArn(letter.route->dead_letter_arn.text());
  route->target_id = letter.route->target_id;
  Delivery delivery = given_up;
  delivery.route = std::move(route);
  delivery.attempt = 1;
  delivery.first_attempt_time = now;
  delivery.dead_letter = std::make_shared<const DeadLetter>(std::move(letter));
  return delivery;
}

std::map<std::string, std::string> attributes_of(const DeadLetter& letter) {
  const bool is_full = letter.reason == GiveUpReason::kQueueFull;
  std::string code = is_full ? "RESOURCE_LIMIT_EXCEEDED" : letter.error_code;
  std::string message = letter.error_message;
  if (is_full) message = "Too many events wait for another attempt. " + message;
  if (code.empty()) code = "UNKNOWN";
  if (message.empty()) message = code;
  const uint32_t retries = letter.attempts_made == 0 ? 0 : letter.attempts_made - 1;
  std::map<std::string, std::string> attributes{
      {"RULE_ARN", letter.route->rule_arn.text()},
      {"TARGET_ARN", letter.route->target_arn.text()},
      {"ERROR_CODE", std::move(code)},
      {"ERROR_MESSAGE", std::string(base::whole_characters(message, kDeadLetterMessageBytesMax))},
      {"RETRY_ATTEMPTS", std::to_string(retries)}};
  const char* condition = exhausted_condition(letter.reason);
  if (condition != nullptr) attributes["EXHAUSTED_RETRY_CONDITION"] = condition;
  return attributes;
}

}  // namespace angarium::delivery
