#include <utility>

#include "services/sqs/api.h"
#include "services/sqs/batch.h"
#include "services/sqs/errors.h"
#include "services/sqs/parameters.h"
#include "services/sqs/push.h"
#include "services/sqs/receipt_handle.h"

// What a receipt handle allows: to delete a message, and to change how long it stays in flight.
namespace angarium::services::sqs {
namespace {

// API reference, ChangeMessageVisibility: counts from the receive, whatever was changed since.
constexpr base::Seconds kInFlightMax{kVisibilityTimeoutMax};

wire::Result<Receipt> read_receipt(const Queue& queue, const std::string& handle) {
  auto receipt = parse_receipt_handle(queue.handle_key, handle);
  if (!receipt) return receipt_handle_is_invalid(handle);
  return std::move(*receipt);
}

}  // namespace

QueuePlan Api::plan_delete_message(const wire::RequestContext& request,
                                   const DeleteMessageRequest& input) {
  return plan_for_url(request, "sqs:DeleteMessage", input.queue_url);
}

Answer<wire::NoOutput> Api::delete_message(QueueCall<DeleteMessageRequest> call) {
  QueuePtr queue = call.loaded().queue;
  if (!queue) co_return queue_does_not_exist();
  auto receipt = read_receipt(*queue, call.input().receipt_handle);
  if (!receipt.ok()) co_return receipt.error();
  std::vector<Receipt> receipts{std::move(*receipt)};
  auto deleted = co_await delete_messages(*queue, std::move(receipts));
  if (!deleted.ok()) co_return deleted.error();
  if (deleted->front() == store::Outcome::kNotLeased) {
    co_return receipt_handle_has_expired(call.input().receipt_handle);
  }
  co_return wire::NoOutput{};
}

QueuePlan Api::plan_delete_message_batch(const wire::RequestContext& request,
                                         const DeleteMessageBatchRequest& input) {
  return plan_for_url(request, "sqs:DeleteMessage", input.queue_url);
}

Answer<DeleteMessageBatchResult> Api::delete_message_batch(
    QueueCall<DeleteMessageBatchRequest> call) {
  QueuePtr queue = call.loaded().queue;
  if (!queue) co_return queue_does_not_exist();
  const std::vector<DeleteMessageBatchRequestEntry>& entries = call.input().entries;
  auto checked = check_batch(entries, "DeleteMessageBatchRequestEntry");
  if (!checked.ok()) co_return checked.error();
  DeleteMessageBatchResult result;
  std::vector<Receipt> receipts;
  std::vector<const DeleteMessageBatchRequestEntry*> asked;  // one per receipt
  for (const DeleteMessageBatchRequestEntry& entry : entries) {
    auto receipt = read_receipt(*queue, entry.receipt_handle);
    if (receipt.ok()) {
      receipts.push_back(std::move(*receipt));
      asked.push_back(&entry);
    } else {
      result.failed.push_back(failed_entry(entry.id, receipt.error()));
    }
  }
  if (receipts.empty()) co_return result;
  // One commit: an error of the store is one of the whole request.
  auto deleted = co_await delete_messages(*queue, std::move(receipts));
  if (!deleted.ok()) co_return deleted.error();
  for (size_t i = 0; i < asked.size(); ++i) {
    if ((*deleted)[i] == store::Outcome::kNotLeased) {
      wire::Error error = receipt_handle_has_expired(asked[i]->receipt_handle);
      result.failed.push_back(failed_entry(asked[i]->id, error));
    } else {
      result.successful.push_back({asked[i]->id});
    }
  }
  co_return result;
}

// On a standard queue whoever holds a handle may delete, also when the lease is over and another
// has the message (API reference, DeleteMessage); on a FIFO queue only while the lease lasts, which
// is kNotLeased otherwise. A message that is gone already counts as deleted.
base::Task<wire::Result<std::vector<store::Outcome>>> Api::delete_messages(
    const Queue& queue, std::vector<Receipt> receipts) {
  store::CommitRequest request{.partition = partition_of(queue.address), .operations = {}};
  for (Receipt& receipt : receipts) {
    store::QueueDelete erase{.queue = messages_key(queue.address.name),
                             .id = std::move(receipt.message)};
    if (queue.is_fifo()) {
      erase.lease = receipt.lease;
      erase.unexpired = true;
    }
    request.operations.emplace_back(std::move(erase));
  }
  request.preconditions.emplace_back(queue_exists(queue.address.name));
  auto committed = co_await ownership_.commit(std::move(request));
  if (!committed.ok()) co_return commit_error(committed.error());
  std::vector<store::Outcome> outcomes;
  for (const store::OperationResult& result : committed->operations) {
    outcomes.push_back(result.outcome);
  }
  co_return outcomes;
}

QueuePlan Api::plan_change_message_visibility(const wire::RequestContext& request,
                                              const ChangeMessageVisibilityRequest& input) {
  return plan_for_url(request, "sqs:ChangeMessageVisibility", input.queue_url);
}

Answer<wire::NoOutput> Api::change_message_visibility(
    QueueCall<ChangeMessageVisibilityRequest> call) {
  QueuePtr queue = call.loaded().queue;
  if (!queue) co_return queue_does_not_exist();
  co_await base::resume_on(ownership_.executor());  // the message may come from the disk
  const std::string handle = call.input().receipt_handle;
  auto release = visibility_release(*queue, handle, call.input().visibility_timeout);
  if (!release.ok()) co_return release.error();
  store::CommitRequest request{.partition = partition_of(queue->address), .operations = {}};
  request.operations.emplace_back(std::move(*release));
  request.preconditions.emplace_back(queue_exists(queue->address.name));
  auto committed = co_await ownership_.commit(std::move(request));
  if (!committed.ok()) co_return commit_error(committed.error());
  if (committed->operations.front().outcome != store::Outcome::kDone) {
    co_return no_such_receipt(handle);
  }
  co_return wire::NoOutput{};
}

QueuePlan Api::plan_change_message_visibility_batch(
    const wire::RequestContext& request, const ChangeMessageVisibilityBatchRequest& input) {
  return plan_for_url(request, "sqs:ChangeMessageVisibility", input.queue_url);
}

Answer<ChangeMessageVisibilityBatchResult> Api::change_message_visibility_batch(
    QueueCall<ChangeMessageVisibilityBatchRequest> call) {
  QueuePtr queue = call.loaded().queue;
  if (!queue) co_return queue_does_not_exist();
  const std::vector<ChangeMessageVisibilityBatchRequestEntry>& entries = call.input().entries;
  auto checked = check_batch(entries, "ChangeMessageVisibilityBatchRequestEntry");
  if (!checked.ok()) co_return checked.error();
  co_await base::resume_on(ownership_.executor());
  ChangeMessageVisibilityBatchResult result;
  store::CommitRequest request{.partition = partition_of(queue->address), .operations = {}};
  std::vector<const ChangeMessageVisibilityBatchRequestEntry*> released;  // one per operation
  for (const ChangeMessageVisibilityBatchRequestEntry& entry : entries) {
    auto release = visibility_release(*queue, entry.receipt_handle, entry.visibility_timeout);
    if (release.ok()) {
      request.operations.emplace_back(std::move(*release));
      released.push_back(&entry);
    } else {
      result.failed.push_back(failed_entry(entry.id, release.error()));
    }
  }
  if (released.empty()) co_return result;
  request.preconditions.emplace_back(queue_exists(queue->address.name));
  auto committed = co_await ownership_.commit(std::move(request));
  if (!committed.ok()) co_return commit_error(committed.error());
  for (size_t i = 0; i < released.size(); ++i) {
    if (committed->operations[i].outcome == store::Outcome::kDone) {
      result.successful.push_back({released[i]->id});
    } else {
      wire::Error error = no_such_receipt(released[i]->receipt_handle);
      result.failed.push_back(failed_entry(released[i]->id, error));
    }
  }
  co_return result;
}

// Only the latest receipt of a message can change its time. A message whose time runs out between
// this look and the commit stays in flight: nobody else has received it, or the lease would differ.
wire::Result<store::QueueRelease> Api::visibility_release(
    const Queue& queue, const std::string& handle, std::optional<int32_t> timeout_seconds) const {
  AG_TRY(receipt, read_receipt(queue, handle));
  if (!timeout_seconds) return missing_parameter("VisibilityTimeout");
  AG_TRY(timeout, number_in(timeout_seconds, 0, 0, kVisibilityTimeoutMax, "VisibilityTimeout",
                            "Must be >= 0 and <= 43200, if provided."));
  const store::Key messages = messages_key(queue.address.name);
  AG_TRY(message,
         ownership_.store().queue_get(partition_of(queue.address), messages, receipt.message));
  if (!message || message->lease != receipt.lease) return no_such_receipt(handle);
  const base::Time now = clock_.now();
  if (message->not_before <= now) return message_not_inflight();
  const base::Time until = now + base::Seconds(timeout);
  if (receipt.received && until > *receipt.received + kInFlightMax) {
    return invalid_parameter_value(
        std::to_string(timeout), "VisibilityTimeout",
        "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]");
  }
  return store::QueueRelease{.queue = messages,
                             .id = std::move(receipt.message),
                             .not_before = until,
                             .lease = receipt.lease,
                             .keeps_lease = true,
                             .unexpired = queue.is_fifo()};
}

}  // namespace angarium::services::sqs
