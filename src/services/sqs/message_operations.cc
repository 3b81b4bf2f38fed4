#include <fmt/format.h>

#include <set>
#include <utility>

#include "services/sqs/api.h"
#include "services/sqs/characters.h"
#include "services/sqs/digest.h"
#include "services/sqs/errors.h"
#include "services/sqs/push.h"
#include "services/sqs/receipt_handle.h"
#include "services/sqs/selection.h"

// Messages: send, receive, delete.
namespace angarium::services::sqs {
namespace {

constexpr std::string_view kTraceHeader = "AWSTraceHeader";
constexpr size_t kBatchEntriesMax = 10;

// A number of a request that has a range: its value, or `otherwise` when absent.
wire::Result<int64_t> number_in(const std::optional<int32_t>& given, int64_t otherwise, int64_t min,
                                int64_t max, std::string_view parameter, std::string_view reason) {
  if (!given) return otherwise;
  if (*given < min || *given > max) {
    return invalid_parameter_value(std::to_string(*given), parameter, reason);
  }
  return *given;
}

// What MD5OfMessageSystemAttributes is made of: the trace header, if it was sent.
wire::Result<MessageAttributes> read_system_attributes(const SystemAttributeValues& values) {
  MessageAttributes attributes;
  for (const auto& [name, value] : values) {
    if (name != kTraceHeader) {
      return invalid_parameter_value(
          fmt::format("Message system attribute name '{}' is invalid.", name));
    }
    if (value.data_type != "String" || !value.string_value || value.string_value->empty() ||
        find_invalid_character(*value.string_value)) {
      return invalid_parameter_value(fmt::format(
          "Message system attribute '{}' must have a non-empty value of type 'String'.", name));
    }
    attributes[name] = {value.data_type, *value.string_value};
  }
  return attributes;
}

wire::Result<MessageContent> read_content(SendMessageRequest& input, const Queue& queue,
                                          const wire::Caller& sender) {
  AG_TRY(attributes, to_attributes(input.message_attributes));
  MessageContent content{.body = std::move(input.message_body),
                         .attributes = std::move(attributes),
                         .sender_id = sender.user_id};
  AG_CHECK(check_message(content, queue.attributes.message_size_bytes_max));
  return content;
}

std::optional<std::string> none_if_empty(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

wire::Result<void> check_batch(const std::vector<DeleteMessageBatchRequestEntry>& entries) {
  if (entries.empty()) return empty_batch_request("DeleteMessageBatchRequestEntry");
  if (entries.size() > kBatchEntriesMax) return too_many_entries(entries.size(), kBatchEntriesMax);
  std::set<std::string_view> ids;
  for (const DeleteMessageBatchRequestEntry& entry : entries) {
    if (!is_short_name(entry.id)) return invalid_batch_entry_id();
    if (!ids.insert(entry.id).second) return batch_entry_ids_not_distinct(entry.id);
  }
  return {};
}

BatchResultErrorEntry failed_entry(const std::string& id, const wire::Error& error) {
  return {.id = id,
          .sender_fault = error.fault == wire::Fault::kSender,
          .code = error.code_in_query(),
          .message = error.message};
}

wire::Result<Receiver::Request> read_receive(const ReceiveMessageRequest& input, QueuePtr queue) {
  const QueueAttributes& attributes = queue->attributes;
  AG_TRY(messages_max, number_in(input.messages_max, 1, 1, 10, "MaxNumberOfMessages",
                                 "Must be between 1 and 10, if provided."));
  AG_TRY(visibility,
         number_in(input.visibility_timeout, attributes.visibility_timeout.count(), 0, 43'200,
                   "VisibilityTimeout", "Must be >= 0 and <= 43200, if provided."));
  AG_TRY(wait, number_in(input.wait_time_seconds, attributes.receive_wait.count(), 0, 20,
                         "WaitTimeSeconds", "Must be >= 0 and <= 20, if provided."));
  return Receiver::Request{.queue = std::move(queue),
                           .messages_max = static_cast<size_t>(messages_max),
                           .visibility_timeout = base::Seconds(visibility),
                           .wait = base::Seconds(wait)};
}

}  // namespace

wire::Result<wire::Plan<NamedQueue>> Api::plan_send_message(const wire::RequestContext& request,
                                                            const SendMessageRequest& input) {
  return plan_for_url(request, "sqs:SendMessage", input.queue_url);
}

base::Task<wire::Result<SendMessageResult>> Api::send_message(
    wire::Authorized<SendMessageRequest, NamedQueue> call) {
  QueuePtr queue = call.loaded().queue;
  if (!queue) co_return queue_does_not_exist();
  auto delay = number_in(call.input().delay_seconds, queue->attributes.delay.count(), 0, 900,
                         "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.");
  if (!delay.ok()) co_return delay.error();
  SendMessageResult result;
  auto system_attributes = read_system_attributes(call.input().message_system_attributes);
  if (!system_attributes.ok()) co_return system_attributes.error();
  auto content = read_content(call.input(), *queue, call.request().caller);
  if (!content.ok()) co_return content.error();
  if (!system_attributes->empty()) content->trace_header = system_attributes->begin()->second.value;

  result.md5_of_message_body = md5_of_body(content->body);
  result.md5_of_message_attributes = none_if_empty(md5_of_attributes(content->attributes));
  result.md5_of_message_system_attributes = none_if_empty(md5_of_attributes(*system_attributes));
  result.message_id = base::uuid(random_);
  base::Time not_before = clock_.now() + base::Seconds(*delay);
  store::CommitRequest request{.partition = partition_of(queue->address), .operations = {}};
  request.operations.emplace_back(
      message_push(*queue, store::MessageId(result.message_id), *content, not_before));
  request.preconditions.emplace_back(queue_exists(queue->address.name));
  auto committed = co_await ownership_.commit(std::move(request));
  if (!committed.ok()) co_return commit_error(committed.error());
  co_return result;
}

wire::Result<wire::Plan<NamedQueue>> Api::plan_receive_message(const wire::RequestContext& request,
                                                               const ReceiveMessageRequest& input) {
  return plan_for_url(request, "sqs:ReceiveMessage", input.queue_url);
}

base::Task<wire::Result<ReceiveMessageResult>> Api::receive_message(
    wire::Authorized<ReceiveMessageRequest, NamedQueue> call) {
  QueuePtr queue = call.loaded().queue;
  if (!queue) co_return queue_does_not_exist();
  auto selection = Selection::read(call.input());
  if (!selection.ok()) co_return selection.error();
  auto request = read_receive(call.input(), queue);
  if (!request.ok()) co_return request.error();
  AG_CO_TRY(messages, receiver_.receive(std::move(*request)));
  ReceiveMessageResult result;
  for (const store::Message& message : messages) {
    auto shown = selection->show(*queue, message);
    if (!shown.ok()) co_return shown.error();
    if (!result.messages) result.messages.emplace();
    result.messages->push_back(std::move(*shown));
  }
  co_return result;
}

wire::Result<wire::Plan<NamedQueue>> Api::plan_delete_message(const wire::RequestContext& request,
                                                              const DeleteMessageRequest& input) {
  return plan_for_url(request, "sqs:DeleteMessage", input.queue_url);
}

base::Task<wire::Result<wire::NoOutput>> Api::delete_message(
    wire::Authorized<DeleteMessageRequest, NamedQueue> call) {
  QueuePtr queue = call.loaded().queue;
  if (!queue) co_return queue_does_not_exist();
  auto receipt = parse_receipt_handle(queue->handle_key, call.input().receipt_handle);
  if (!receipt) co_return receipt_handle_is_invalid(call.input().receipt_handle);
  std::vector<store::MessageId> ids{receipt->message};
  auto deleted = co_await delete_messages(*queue, std::move(ids));
  if (!deleted.ok()) co_return deleted.error();
  co_return wire::NoOutput{};
}

wire::Result<wire::Plan<NamedQueue>> Api::plan_delete_message_batch(
    const wire::RequestContext& request, const DeleteMessageBatchRequest& input) {
  // A batch needs the permission of the single call (service authorization reference, SQS).
  return plan_for_url(request, "sqs:DeleteMessage", input.queue_url);
}

base::Task<wire::Result<DeleteMessageBatchResult>> Api::delete_message_batch(
    wire::Authorized<DeleteMessageBatchRequest, NamedQueue> call) {
  QueuePtr queue = call.loaded().queue;
  if (!queue) co_return queue_does_not_exist();
  const std::vector<DeleteMessageBatchRequestEntry>& entries = call.input().entries;
  auto checked = check_batch(entries);
  if (!checked.ok()) co_return checked.error();
  DeleteMessageBatchResult result;
  std::vector<store::MessageId> ids;
  for (const DeleteMessageBatchRequestEntry& entry : entries) {
    auto receipt = parse_receipt_handle(queue->handle_key, entry.receipt_handle);
    if (receipt) {
      ids.push_back(receipt->message);
      result.successful.push_back({entry.id});
    } else {
      wire::Error error = receipt_handle_is_invalid(entry.receipt_handle);
      result.failed.push_back(failed_entry(entry.id, error));
    }
  }
  // One commit: it takes all of them or, with an error for the whole request, none.
  if (!ids.empty()) {
    auto deleted = co_await delete_messages(*queue, std::move(ids));
    if (!deleted.ok()) co_return deleted.error();
  }
  co_return result;
}

// Whoever holds a handle may delete, also when the lease is over and another has the message (API
// reference, DeleteMessage); a message that is gone already counts as deleted.
base::Task<wire::Result<void>> Api::delete_messages(const Queue& queue,
                                                    std::vector<store::MessageId> ids) {
  store::CommitRequest request{.partition = partition_of(queue.address), .operations = {}};
  for (store::MessageId& id : ids) {
    request.operations.emplace_back(
        store::QueueDelete{.queue = messages_key(queue.address.name), .id = std::move(id)});
  }
  request.preconditions.emplace_back(queue_exists(queue.address.name));
  auto committed = co_await ownership_.commit(std::move(request));
  if (!committed.ok()) co_return commit_error(committed.error());
  co_return wire::Result<void>();
}

}  // namespace angarium::services::sqs
