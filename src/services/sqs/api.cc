#include "services/sqs/api.h"

#include <utility>

#include "base/assert.h"
#include "services/sqs/errors.h"
#include "services/sqs/queue_check.h"
#include "store/error.h"

namespace angarium::services::sqs {
Api::Api(const Dependencies& dependencies, Catalog& catalog, std::shared_ptr<Mover> mover)
    : ownership_(dependencies.ownership),
      principals_(dependencies.principals),
      clock_(dependencies.clock),
      random_(dependencies.random),
      page_tokens_(dependencies.page_tokens),
      settings_(dependencies.settings),
      catalog_(catalog),
      mover_(std::move(mover)),
      receiver_(dependencies, catalog) {}

const wire::ServiceTable& Api::table() {
  static constexpr wire::Operation kOperations[] = {
      wire::operation<&Api::plan_add_permission, &Api::add_permission>("AddPermission"),
      wire::operation<&Api::plan_cancel_message_move_task, &Api::cancel_message_move_task>(
          "CancelMessageMoveTask"),
      wire::operation<&Api::plan_change_message_visibility, &Api::change_message_visibility>(
          "ChangeMessageVisibility"),
      wire::operation<&Api::plan_change_message_visibility_batch,
                      &Api::change_message_visibility_batch>("ChangeMessageVisibilityBatch"),
      wire::operation<&Api::plan_create_queue, &Api::create_queue>("CreateQueue"),
      wire::operation<&Api::plan_delete_message, &Api::delete_message>("DeleteMessage"),
      wire::operation<&Api::plan_delete_message_batch, &Api::delete_message_batch>(
          "DeleteMessageBatch"),
      wire::operation<&Api::plan_delete_queue, &Api::delete_queue>("DeleteQueue"),
      wire::operation<&Api::plan_get_queue_attributes, &Api::get_queue_attributes>(
          "GetQueueAttributes"),
      wire::operation<&Api::plan_get_queue_url, &Api::get_queue_url>("GetQueueUrl"),
      wire::operation<&Api::plan_list_dead_letter_source_queues,
                      &Api::list_dead_letter_source_queues>("ListDeadLetterSourceQueues"),
      wire::operation<&Api::plan_list_message_move_tasks, &Api::list_message_move_tasks>(
          "ListMessageMoveTasks"),
      wire::operation<&Api::plan_list_queue_tags, &Api::list_queue_tags>("ListQueueTags"),
      wire::operation<&Api::plan_list_queues, &Api::list_queues>("ListQueues"),
      wire::operation<&Api::plan_purge_queue, &Api::purge_queue>("PurgeQueue"),
      wire::operation<&Api::plan_receive_message, &Api::receive_message>("ReceiveMessage"),
      wire::operation<&Api::plan_remove_permission, &Api::remove_permission>("RemovePermission"),
      wire::operation<&Api::plan_send_message, &Api::send_message>("SendMessage"),
      wire::operation<&Api::plan_send_message_batch, &Api::send_message_batch>("SendMessageBatch"),
      wire::operation<&Api::plan_set_queue_attributes, &Api::set_queue_attributes>(
          "SetQueueAttributes"),
      wire::operation<&Api::plan_start_message_move_task, &Api::start_message_move_task>(
          "StartMessageMoveTask"),
      wire::operation<&Api::plan_tag_queue, &Api::tag_queue>("TagQueue"),
      wire::operation<&Api::plan_untag_queue, &Api::untag_queue>("UntagQueue"),
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

QueuePlan Api::plan_for_url(const wire::RequestContext& request, std::string_view action,
                            std::string_view queue_url) const {
  AG_ASSERT(!is_owners_alone(action));
  AG_TRY(address, parse_queue_url(queue_url, request.region));
  NamedQueue named{.address = address, .queue = catalog_.find(address)};
  wire::Check check = queue_check(action, named.address, named.queue.get());
  return wire::Plan<NamedQueue>(std::move(check), std::move(named));
}

wire::Check Api::owner_check(const wire::RequestContext& request, std::string_view action,
                             const NamedQueue& named) const {
  wire::Check check = queue_check(action, named.address, named.queue.get());
  if (check.owner != request.caller.account) check.resource_policy = nullptr;
  return check;
}

QueuePlan Api::plan_for_owner(const wire::RequestContext& request, std::string_view action,
                              std::string_view queue_url) const {
  AG_ASSERT(is_owners_alone(action));
  AG_TRY(address, parse_queue_url(queue_url, request.region));
  NamedQueue named{.address = address, .queue = catalog_.find(address)};
  wire::Check check = owner_check(request, action, named);
  return wire::Plan<NamedQueue>(std::move(check), std::move(named));
}

wire::Result<std::string> Api::page_position(const std::string& scope,
                                             const std::optional<std::string>& token) const {
  if (!token) return std::string();
  auto position = page_tokens_.open(scope, *token);
  if (!position) {
    return invalid_parameter_value(*token, "NextToken", "Invalid or expired next token.");
  }
  return std::move(*position);
}

Answer<wire::NoOutput> Api::change_queue(QueueAddress address, Change change,
                                         std::vector<store::Operation> along) {
  constexpr int kAttemptsMax = 20;  // each lost one means that another caller's change was made
  const store::Key key = queue_record_key(address.name);
  const store::Partition partition = partition_of(address);
  co_await base::resume_on(ownership_.executor());  // the record comes from the disk
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    auto record = ownership_.store().get(partition, key);
    if (!record.ok()) co_return record.error();
    if (!*record) co_return queue_does_not_exist();
    auto decoded = decode_queue(address, (*record)->value);
    if (!decoded.ok()) co_return decoded.error();
    Queue queue = **decoded;
    auto decided = change(queue);
    if (!decided.ok()) co_return decided.error();
    store::CommitRequest request{.partition = partition, .operations = along};
    request.operations.emplace_back(store::TablePut{key, encode_queue(queue)});
    request.preconditions.emplace_back(store::KeyAtRevision{key, (*record)->revision});
    auto committed = co_await ownership_.commit(std::move(request));
    if (committed.ok()) {
      catalog_.put(std::make_shared<const Queue>(std::move(queue)), committed->revision);
      co_return wire::NoOutput{};
    }
    if (!committed.error().is(store::StoreError::kPreconditionFailed)) co_return committed.error();
  }
  co_return wire::to_wire_error(
      base::Error(store::StoreError::kBusy, "the queue is being changed by too many"));
}

}  // namespace angarium::services::sqs
