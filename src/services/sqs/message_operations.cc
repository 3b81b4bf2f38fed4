#include <utility>

#include "services/sqs/api.h"
#include "services/sqs/batch.h"
#include "services/sqs/errors.h"
#include "services/sqs/parameters.h"
#include "services/sqs/push.h"
#include "services/sqs/queue_check.h"
#include "services/sqs/selection.h"
#include "services/sqs/sending.h"

// Messages: send and receive. What a receipt handle allows is in receipt_operations.cc.
namespace angarium::services::sqs {
namespace {

constexpr int64_t kBatchBytesMax = 1'048'576;  // API reference, SendMessageBatch

wire::Result<Receiver::Request> read_receive(const ReceiveMessageRequest& input, QueuePtr queue) {
  const QueueAttributes& attributes = queue->attributes;
  AG_TRY(messages_max, number_in(input.messages_max, 1, 1, 10, "MaxNumberOfMessages",
                                 "Must be between 1 and 10, if provided."));
  AG_TRY(visibility, number_in(input.visibility_timeout, attributes.visibility_timeout.count(), 0,
                               kVisibilityTimeoutMax, "VisibilityTimeout",
                               "Must be >= 0 and <= 43200, if provided."));
  AG_TRY(wait, number_in(input.wait_time_seconds, attributes.receive_wait.count(), 0, 20,
                         "WaitTimeSeconds", "Must be >= 0 and <= 20, if provided."));
  AG_TRY(attempt, check_attempt_id(input.receive_request_attempt_id, queue->is_fifo()));
  return Receiver::Request{.queue = std::move(queue),
                           .messages_max = static_cast<size_t>(messages_max),
                           .visibility_timeout = base::Seconds(visibility),
                           .wait = base::Seconds(wait),
                           .attempt = std::move(attempt)};
}

SendMessageBatchResultEntry sent_entry(std::string id, SendMessageResult result) {
  return {.id = std::move(id),
          .message_id = std::move(result.message_id),
          .md5_of_message_body = std::move(result.md5_of_message_body),
          .md5_of_message_attributes = std::move(result.md5_of_message_attributes),
          .md5_of_message_system_attributes = std::move(result.md5_of_message_system_attributes),
          .sequence_number = std::move(result.sequence_number)};
}

}  // namespace

QueuePlan Api::plan_send_message(const wire::RequestContext& request,
                                 const SendMessageRequest& input) {
  return plan_for_url(request, "sqs:SendMessage", input.queue_url);
}

Answer<SendMessageResult> Api::send_message(QueueCall<SendMessageRequest> call) {
  QueuePtr queue = call.loaded().queue;
  if (!queue) co_return queue_does_not_exist();
  auto outgoing =
      pack(Parcel::take(call.input()), *queue, call.request().caller, clock_.now(), random_);
  if (!outgoing.ok()) co_return outgoing.error();
  store::CommitRequest request{.partition = partition_of(queue->address), .operations = {}};
  request.operations.emplace_back(std::move(outgoing->push));
  request.preconditions.emplace_back(queue_exists(queue->address.name));
  auto committed = co_await ownership_.commit(std::move(request));
  if (!committed.ok()) co_return commit_error(committed.error());
  outgoing->note(*queue, committed->operations.front());
  co_return std::move(outgoing->result);
}

QueuePlan Api::plan_send_message_batch(const wire::RequestContext& request,
                                       const SendMessageBatchRequest& input) {
  // A batch needs the permission of the single call (service authorization reference, SQS).
  return plan_for_url(request, "sqs:SendMessage", input.queue_url);
}

Answer<SendMessageBatchResult> Api::send_message_batch(QueueCall<SendMessageBatchRequest> call) {
  QueuePtr queue = call.loaded().queue;
  if (!queue) co_return queue_does_not_exist();
  std::vector<SendMessageBatchRequestEntry>& entries = call.input().entries;
  auto checked = check_batch(entries, "SendMessageBatchRequestEntry");
  if (!checked.ok()) co_return checked.error();
  std::vector<Parcel> parcels;
  int64_t size_bytes = 0;
  for (SendMessageBatchRequestEntry& entry : entries) {
    parcels.push_back(Parcel::take(entry));
    size_bytes += parcels.back().size_bytes();
  }
  if (size_bytes > kBatchBytesMax) co_return batch_request_too_long(size_bytes, kBatchBytesMax);

  SendMessageBatchResult result;
  std::vector<std::pair<std::string, Outgoing>> sent;  // of each operation, its entry's id
  store::CommitRequest request{.partition = partition_of(queue->address), .operations = {}};
  for (size_t i = 0; i < entries.size(); ++i) {
    auto outgoing =
        pack(std::move(parcels[i]), *queue, call.request().caller, clock_.now(), random_);
    if (!outgoing.ok()) {
      result.failed.push_back(failed_entry(entries[i].id, outgoing.error()));
      continue;
    }
    request.operations.emplace_back(std::move(outgoing->push));
    sent.emplace_back(entries[i].id, std::move(*outgoing));
  }
  if (request.operations.empty()) co_return result;
  request.preconditions.emplace_back(queue_exists(queue->address.name));
  auto committed = co_await ownership_.commit(std::move(request));
  if (!committed.ok()) co_return commit_error(committed.error());
  for (size_t i = 0; i < sent.size(); ++i) {
    auto& [id, outgoing] = sent[i];
    outgoing.note(*queue, committed->operations[i]);
    result.successful.push_back(sent_entry(std::move(id), std::move(outgoing.result)));
  }
  co_return result;
}

QueuePlan Api::plan_receive_message(const wire::RequestContext& request,
                                    const ReceiveMessageRequest& input) {
  return plan_for_url(request, "sqs:ReceiveMessage", input.queue_url);
}

Answer<ReceiveMessageResult> Api::receive_message(QueueCall<ReceiveMessageRequest> call) {
  QueuePtr queue = call.loaded().queue;
  if (!queue) co_return queue_does_not_exist();
  auto selection = Selection::read(call.input());
  if (!selection.ok()) co_return selection.error();
  auto request = read_receive(call.input(), queue);
  if (!request.ok()) co_return request.error();
  request->may_still = [this, &call]() -> wire::Result<void> {
    const QueueAddress& address = call.loaded().address;
    const QueuePtr now = catalog_.find(address);
    return call.ask(queue_check("sqs:ReceiveMessage", address, now.get()), clock_.now());
  };
  AG_CO_TRY(messages, receiver_.receive(std::move(*request)));
  ReceiveMessageResult result;
  for (const store::Message& message : messages) {
    auto shown = selection->show(*queue, message, clock_.now());
    if (!shown.ok()) co_return shown.error();
    if (!result.messages) result.messages.emplace();
    result.messages->push_back(std::move(*shown));
  }
  co_return result;
}

}  // namespace angarium::services::sqs
