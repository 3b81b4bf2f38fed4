#include "services/sqs/queue_check.h"

namespace angarium::services::sqs {

wire::Check queue_check(std::string_view action, const QueueAddress& address, const Queue* queue) {
  wire::Check check{
      .action = std::string(action), .resource = address.arn().text(), .owner = address.account};
  if (queue == nullptr) return check;
  check.resource_policy = queue->attributes.policy;
  for (const auto& [key, value] : queue->tags) check.keys["aws:ResourceTag/" + key] = {value};
  return check;
}

}  // namespace angarium::services::sqs
