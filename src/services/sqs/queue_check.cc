#include "services/sqs/queue_check.h"

#include <algorithm>
#include <array>

namespace angarium::services::sqs {
namespace {

constexpr std::array<std::string_view, 10> kOwnersAlone{
    "sqs:AddPermission",      "sqs:CancelMessageMoveTask",
    "sqs:DeleteQueue",        "sqs:ListMessageMoveTasks",
    "sqs:ListQueueTags",      "sqs:RemovePermission",
    "sqs:SetQueueAttributes", "sqs:StartMessageMoveTask",
    "sqs:TagQueue",           "sqs:UntagQueue"};

}  // namespace

bool is_owners_alone(std::string_view action) {
  return std::find(kOwnersAlone.begin(), kOwnersAlone.end(), action) != kOwnersAlone.end();
}

wire::Check queue_check(std::string_view action, const QueueAddress& address, const Queue* queue) {
  wire::Check check{
      .action = std::string(action), .resource = address.arn().text(), .owner = address.account};
  if (queue == nullptr) return check;
  check.resource_policy = queue->attributes.policy;
  for (const auto& [key, value] : queue->tags) check.keys["aws:ResourceTag/" + key] = {value};
  return check;
}

}  // namespace angarium::services::sqs
