#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/sqs/queue_name.h"

// A queue's policy as text: what its quotas say, and how AddPermission and RemovePermission edit
// it. What its statements mean is the policy room's business.
namespace angarium::services::sqs {

// Quotas (developer guide, "Amazon SQS policy quotas"); those of counts are OverLimit.
inline constexpr size_t kPolicyBytesMax = 8'192;
inline constexpr size_t kPolicyStatementsMax = 20;
inline constexpr size_t kPolicyPrincipalsMax = 50;
inline constexpr size_t kPolicyConditionsMax = 10;
inline constexpr size_t kStatementActionsMax = 7;

// `text` is a policy that policy::Policy::parse() takes.
wire::Result<void> check_policy_quotas(std::string_view text);

// What AddPermission gives to whom.
struct Permission {
  std::string label;  // becomes the statement's Sid
  std::vector<std::string> accounts;
  std::vector<std::string> actions;  // "SendMessage" or "*"
};

// The policy with one more statement; `text` is empty when there is none yet. InvalidParameterValue
// for a label that is taken, an account or action that can't be.
wire::Result<std::string> add_permission(std::string_view text, const QueueAddress& queue,
                                         const Permission& permission);

// The policy without that statement; empty when it was the last.
wire::Result<std::string> remove_permission(std::string_view text, std::string_view label);

}  // namespace angarium::services::sqs
