#include "services/sqs/api.h"

#include <utility>

#include "services/sqs/errors.h"

namespace angarium::services::sqs {

Api::Api(const Dependencies& dependencies, Catalog& catalog)
    : ownership_(dependencies.ownership),
      clock_(dependencies.clock),
      random_(dependencies.random),
      page_tokens_(dependencies.page_tokens),
      settings_(dependencies.settings),
      catalog_(catalog),
      receiver_(dependencies) {}

const wire::ServiceTable& Api::table() {
  static constexpr wire::Operation kOperations[] = {
      wire::operation<&Api::plan_create_queue, &Api::create_queue>("CreateQueue"),
      wire::operation<&Api::plan_delete_message, &Api::delete_message>("DeleteMessage"),
      wire::operation<&Api::plan_delete_message_batch, &Api::delete_message_batch>(
          "DeleteMessageBatch"),
      wire::operation<&Api::plan_delete_queue, &Api::delete_queue>("DeleteQueue"),
      wire::operation<&Api::plan_get_queue_attributes, &Api::get_queue_attributes>(
          "GetQueueAttributes"),
      wire::operation<&Api::plan_get_queue_url, &Api::get_queue_url>("GetQueueUrl"),
      wire::operation<&Api::plan_list_queues, &Api::list_queues>("ListQueues"),
      wire::operation<&Api::plan_receive_message, &Api::receive_message>("ReceiveMessage"),
      wire::operation<&Api::plan_send_message, &Api::send_message>("SendMessage"),
  };
  static constexpr wire::ServiceTable kTable{
      .name = "sqs",
      .signing_name = "sqs",
      .target_prefix = "AmazonSQS",
      .json_protocol = wire::Protocol::kJson10,
      .api_version = "2012-11-05",
      .query_namespace = "http://queue.amazonaws.com/doc/2012-11-05/",
      .error_prefix = "com.amazonaws.sqs#",
      .is_query_compatible = true,
      .operations = kOperations,
      .invalid = &invalid_request,
  };
  return kTable;
}

wire::Result<wire::Plan<NamedQueue>> Api::plan_for_url(const wire::RequestContext& request,
                                                       std::string_view action,
                                                       std::string_view queue_url) const {
  AG_TRY(address, parse_queue_url(queue_url, request.region));
  NamedQueue named{.address = address, .queue = catalog_.find(address)};
  wire::Check check{
      .action = std::string(action), .resource = address.arn().text(), .owner = address.account};
  if (named.queue) check.resource_policy = named.queue->attributes.policy;
  return wire::Plan<NamedQueue>(std::move(check), std::move(named));
}

}  // namespace angarium::services::sqs
