#include <algorithm>
#include <utility>

#include "services/sqs/api.h"
#include "services/sqs/errors.h"

// A queue's attributes: show, change.
namespace angarium::services::sqs {
namespace {

std::string unix_seconds(base::Time time) { return std::to_string(base::to_unix_ms(time) / 1'000); }

}  // namespace

QueuePlan Api::plan_get_queue_attributes(const wire::RequestContext& request,
                                         const GetQueueAttributesRequest& input) {
  return plan_for_url(request, "sqs:GetQueueAttributes", input.queue_url);
}

Answer<GetQueueAttributesResult> Api::get_queue_attributes(
    QueueCall<GetQueueAttributesRequest> call) {
  const std::vector<std::string>& names = call.input().attribute_names;
  for (const std::string& name : names) {
    if (!is_attribute_name(name)) co_return invalid_attribute_name(name);
  }
  QueuePtr queue = call.loaded().queue;
  if (!queue) co_return queue_does_not_exist();
  co_await base::resume_on(ownership_.executor());  // counts may come from the disk
  AttributeMap all;
  show_attributes(queue->attributes, all);
  auto policy = all.find("Policy");
  if (policy != all.end() && principals_) policy->second = principals_->with_arns(policy->second);
  all["QueueArn"] = queue->address.arn().text();
  all["CreatedTimestamp"] = unix_seconds(queue->created);
  all["LastModifiedTimestamp"] = unix_seconds(queue->modified);
  auto counted = show_counts(*queue, all);
  if (!counted.ok()) co_return counted.error();

  bool is_all = std::find(names.begin(), names.end(), "All") != names.end();
  AttributeMap shown;
  for (auto& [name, value] : all) {
    if (is_all || std::find(names.begin(), names.end(), name) != names.end()) {
      shown.emplace(name, std::move(value));
    }
  }
  GetQueueAttributesResult result;
  if (!shown.empty()) result.attributes = std::move(shown);
  co_return result;
}

wire::Result<void> Api::show_counts(const Queue& queue, AttributeMap& shown) const {
  const store::Store& store = ownership_.store();
  AG_TRY(counts, store.queue_counts(partition_of(queue.address), messages_key(queue.address.name)));
  shown["ApproximateNumberOfMessages"] = std::to_string(counts.visible);
  shown["ApproximateNumberOfMessagesNotVisible"] = std::to_string(counts.in_flight);
  shown["ApproximateNumberOfMessagesDelayed"] = std::to_string(counts.delayed);
  return {};
}

wire::Result<void> Api::keep_principals(QueueAttributes& attributes) const {
  if (!principals_ || !attributes.policy) return {};
  auto text = principals_->with_ids(attributes.policy->text());
  auto kept = text.ok() ? policy::Policy::parse(*text) : text.error();
  if (!kept.ok()) {
    wire::Error error = invalid_attribute_value("Policy");
    error.message += " " + kept.error().message();
    return error;
  }
  attributes.policy = std::move(*kept);
  return {};
}

QueuePlan Api::plan_set_queue_attributes(const wire::RequestContext& request,
                                         const SetQueueAttributesRequest& input) {
  return plan_for_owner(request, "sqs:SetQueueAttributes", input.queue_url);
}

Answer<wire::NoOutput> Api::set_queue_attributes(QueueCall<SetQueueAttributesRequest> call) {
  AttributeMap given = std::move(call.input().attributes);
  if (given.empty()) co_return missing_parameter("Attributes");
  const base::Time now = clock_.now();
  Change change = [this, given = std::move(given), now](Queue& queue) -> wire::Result<void> {
    AG_TRY(attributes, apply_attributes(queue.attributes, given));
    if (given.contains("Policy")) AG_CHECK(keep_principals(attributes));
    if (given.contains("RedrivePolicy")) AG_CHECK(check_redrive(queue.address, attributes));
    queue.attributes = std::move(attributes);
    queue.modified = now;
    return {};
  };
  auto changed = co_await change_queue(call.loaded().address, std::move(change));
  co_return changed;
}

}  // namespace angarium::services::sqs
