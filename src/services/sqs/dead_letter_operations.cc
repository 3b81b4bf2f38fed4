#include <utility>

#include "services/sqs/api.h"
#include "services/sqs/errors.h"
#include "services/sqs/parameters.h"

// Dead letters: which queue may send them where, and who does. Receiving moves them (receiver.h).
namespace angarium::services::sqs {

QueuePlan Api::plan_list_dead_letter_source_queues(const wire::RequestContext& request,
                                                   const ListDeadLetterSourceQueuesRequest& input) {
  return plan_for_url(request, "sqs:ListDeadLetterSourceQueues", input.queue_url);
}

wire::Result<ListDeadLetterSourceQueuesResult> Api::list_dead_letter_source_queues(
    QueueCall<ListDeadLetterSourceQueuesRequest> call) {
  if (!call.loaded().queue) return queue_does_not_exist();
  const ListDeadLetterSourceQueuesRequest& input = call.input();
  const QueueAddress& address = call.loaded().address;
  AG_TRY(results_max, listed_max(input.results_max));
  const std::string scope = wire::PageTokens::scope(call.request(), {address.arn().text()});
  AG_TRY(after, page_position(scope, input.next_token));
  const size_t wanted = static_cast<size_t>(results_max);
  std::vector<QueueAddress> sources = catalog_.dead_letter_sources(address, after, wanted + 1);
  ListDeadLetterSourceQueuesResult result;
  if (sources.size() > wanted) {
    sources.pop_back();
    // API reference: "You must set MaxResults to receive a value for NextToken".
    if (input.results_max) {
      result.next_token = page_tokens_.issue(scope, sources.back().name.text());
    }
  }
  for (const QueueAddress& source : sources) {
    result.queue_urls.push_back(queue_url(call.request().base_url, source));
  }
  return result;
}

wire::Result<void> Api::check_redrive(const QueueAddress& source,
                                      const QueueAttributes& attributes) const {
  if (!attributes.redrive) return {};
  const RedrivePolicy& redrive = *attributes.redrive;
  const QueueAddress& target = redrive.dead_letter_queue;
  auto refused = [&redrive](std::string_view reason) {
    return invalid_parameter_value(redrive.text, "RedrivePolicy", reason);
  };
  // Developer guide, "Using dead-letter queues": same account, same region.
  if (target.account != source.account) {
    return refused("Dead-letter target owner should be same as the source.");
  }
  if (target == source) return refused("Dead-letter target can't be the source queue itself.");
  QueuePtr queue = target.region == source.region ? catalog_.find(target) : nullptr;
  if (!queue) return refused("Dead letter target does not exist.");
  if (is_fifo(target.name) != is_fifo(source.name)) {
    return refused("Dead-letter queue must be same type of queue as the source.");
  }
  const auto& allow = queue->attributes.redrive_allow;
  if (allow && !allow->allows(source)) {
    return refused("The RedriveAllowPolicy of the dead letter target does not allow this source.");
  }
  return {};
}

}  // namespace angarium::services::sqs
