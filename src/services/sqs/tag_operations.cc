#include <utility>

#include "services/sqs/api.h"
#include "services/sqs/errors.h"
#include "services/sqs/tags.h"

// A queue's tags. They also decide: policies may ask for them (aws:ResourceTag, aws:RequestTag).
namespace angarium::services::sqs {

QueuePlan Api::plan_tag_queue(const wire::RequestContext& request, const TagQueueRequest& input) {
  AG_TRY(plan, plan_for_owner(request, "sqs:TagQueue", input.queue_url));
  add_request_tags(input.tags, plan.checks().front());
  return plan;
}

Answer<wire::NoOutput> Api::tag_queue(QueueCall<TagQueueRequest> call) {
  Tags added = std::move(call.input().tags);
  if (added.empty()) co_return missing_parameter("Tags");
  const base::Time now = clock_.now();
  Change change = [added = std::move(added), now](Queue& queue) -> wire::Result<void> {
    for (const auto& [key, value] : added) queue.tags[key] = value;
    queue.modified = now;
    return check_tags(queue.address.name, queue.tags);
  };
  auto changed = co_await change_queue(call.loaded().address, std::move(change));
  co_return changed;
}

QueuePlan Api::plan_untag_queue(const wire::RequestContext& request,
                                const UntagQueueRequest& input) {
  AG_TRY(plan, plan_for_owner(request, "sqs:UntagQueue", input.queue_url));
  if (!input.tag_keys.empty()) plan.checks().front().keys["aws:TagKeys"] = input.tag_keys;
  return plan;
}

Answer<wire::NoOutput> Api::untag_queue(QueueCall<UntagQueueRequest> call) {
  std::vector<std::string> keys = std::move(call.input().tag_keys);
  if (keys.empty()) {
    co_return invalid_parameter_value("Tag keys must be between 1 and 128 characters in length.");
  }
  const base::Time now = clock_.now();
  Change change = [keys = std::move(keys), now](Queue& queue) -> wire::Result<void> {
    for (const std::string& key : keys) queue.tags.erase(key);
    queue.modified = now;
    return {};
  };
  auto changed = co_await change_queue(call.loaded().address, std::move(change));
  co_return changed;
}

QueuePlan Api::plan_list_queue_tags(const wire::RequestContext& request,
                                    const ListQueueTagsRequest& input) {
  return plan_for_owner(request, "sqs:ListQueueTags", input.queue_url);
}

wire::Result<ListQueueTagsResult> Api::list_queue_tags(QueueCall<ListQueueTagsRequest> call) {
  QueuePtr queue = call.loaded().queue;
  if (!queue) return queue_does_not_exist();
  ListQueueTagsResult result;
  if (!queue->tags.empty()) result.tags = queue->tags;
  return result;
}

}  // namespace angarium::services::sqs
