#include <utility>

#include "services/sqs/api.h"
#include "services/sqs/errors.h"
#include "services/sqs/queue_policy.h"

// AddPermission and RemovePermission: statements of the queue's policy, by their labels.
namespace angarium::services::sqs {
namespace {

wire::Result<void> replace_policy(Queue& queue, const std::string& text) {
  AG_TRY(attributes, apply_attributes(queue.attributes, {{"Policy", text}}));
  queue.attributes = std::move(attributes);
  return {};
}

std::string policy_text(const Queue& queue) {
  return queue.attributes.policy ? queue.attributes.policy->text() : std::string();
}

}  // namespace

QueuePlan Api::plan_add_permission(const wire::RequestContext& request,
                                   const AddPermissionRequest& input) {
  return plan_for_owner(request, "sqs:AddPermission", input.queue_url);
}

Answer<wire::NoOutput> Api::add_permission(QueueCall<AddPermissionRequest> call) {
  AddPermissionRequest& input = call.input();
  Permission permission{.label = std::move(input.label),
                        .accounts = std::move(input.account_ids),
                        .actions = std::move(input.actions)};
  const base::Time now = clock_.now();
  Change change = [permission = std::move(permission), now](Queue& queue) -> wire::Result<void> {
    AG_TRY(text, sqs::add_permission(policy_text(queue), queue.address, permission));
    queue.modified = now;
    return replace_policy(queue, text);
  };
  auto changed = co_await change_queue(call.loaded().address, std::move(change));
  co_return changed;
}

QueuePlan Api::plan_remove_permission(const wire::RequestContext& request,
                                      const RemovePermissionRequest& input) {
  return plan_for_owner(request, "sqs:RemovePermission", input.queue_url);
}

Answer<wire::NoOutput> Api::remove_permission(QueueCall<RemovePermissionRequest> call) {
  std::string label = std::move(call.input().label);
  const base::Time now = clock_.now();
  Change change = [label = std::move(label), now](Queue& queue) -> wire::Result<void> {
    AG_TRY(text, sqs::remove_permission(policy_text(queue), label));
    queue.modified = now;
    return replace_policy(queue, text);
  };
  auto changed = co_await change_queue(call.loaded().address, std::move(change));
  co_return changed;
}

}  // namespace angarium::services::sqs
