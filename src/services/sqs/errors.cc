#include "services/sqs/errors.h"

#include <fmt/format.h>

#include <utility>

#include "store/error.h"

namespace angarium::services::sqs {
namespace {

// Errors of the service's own that the query protocol prefixes.
wire::Error prefixed(std::string code, std::string message) {
  std::string query_code = "AWS.SimpleQueueService." + code;
  return {
      .code = std::move(code), .message = std::move(message), .query_code = std::move(query_code)};
}

wire::Error named(std::string code, std::string message, std::string query_code = {}) {
  return {
      .code = std::move(code), .message = std::move(message), .query_code = std::move(query_code)};
}

// Values come back to the client in messages; a long one is cut.
std::string_view shown(std::string_view value) {
  constexpr size_t kShownMax = 1'024;
  return value.substr(0, kShownMax);
}

}  // namespace

wire::Error queue_does_not_exist() {
  wire::Error error = named("QueueDoesNotExist", "The specified queue does not exist.",
                            "AWS.SimpleQueueService.NonExistentQueue");
  error.query_message = "The specified queue does not exist for this wsdl version.";
  return error;
}

wire::Error queue_name_exists(std::string_view attribute) {
  return named("QueueNameExists",
               fmt::format("A queue already exists with the same name and a different value for "
                           "attribute {}",
                           attribute),
               "QueueAlreadyExists");
}

wire::Error queue_deleted_recently(int64_t wait_seconds) {
  return prefixed(
      "QueueDeletedRecently",
      fmt::format("You must wait {} seconds after deleting a queue before you can create "
                  "another with the same name.",
                  wait_seconds));
}

wire::Error invalid_address(std::string_view queue_url) {
  wire::Error error =
      named("InvalidAddress",
            fmt::format("The address {} is not valid for this endpoint.", shown(queue_url)));
  error.query_status = 404;
  return error;
}

wire::Error invalid_queue_name() {
  return invalid_parameter_value(
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
}

wire::Error invalid_fifo_queue_name() {
  return invalid_parameter_value(
      "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, "
      "must end with .fifo suffix and be 1 to 80 in length");
}

wire::Error invalid_attribute_name(std::string_view attribute) {
  return named("InvalidAttributeName", fmt::format("Unknown Attribute {}.", shown(attribute)));
}

wire::Error invalid_attribute_value(std::string_view attribute) {
  return named("InvalidAttributeValue",
               fmt::format("Invalid value for the parameter {}.", attribute));
}

wire::Error invalid_attribute_value(std::string_view attribute, std::string_view reason) {
  wire::Error error = invalid_attribute_value(attribute);
  error.message += fmt::format(" Reason: {}", reason);
  return error;
}

wire::Error not_valid_for_queue_type(std::string_view value, std::string_view parameter) {
  return invalid_parameter_value(
      value, parameter, "The request include parameter that is not valid for this queue type.");
}

wire::Error unsupported(std::string_view what) {
  return unsupported_operation(fmt::format("{} is not supported yet.", what));
}

wire::Error unsupported_operation(std::string message) {
  return prefixed("UnsupportedOperation", std::move(message));
}

wire::Error malformed_arn(std::string_view parameter) {
  return invalid_parameter_value(
      fmt::format("You must use this format to specify the {}: "
                  "arn:<partition>:<service>:<region>:<account-id>:<resource-id>",
                  parameter));
}

wire::Error resource_not_found(std::string_view parameter) {
  wire::Error error =
      named("ResourceNotFoundException",
            fmt::format("The resource that you specified for the {} parameter doesn't exist.",
                        parameter));
  error.query_status = 404;
  return error;
}

wire::Error move_task_running() {
  return invalid_parameter_value(
      "There is already a task running. Only one active task is allowed for a source queue arn at "
      "a given time.");
}

wire::Error too_many_move_tasks(size_t count_max) {
  return invalid_parameter_value(
      fmt::format("There are already {} active tasks in this account and Region. Wait for one to "
                  "end, or cancel one.",
                  count_max));
}

wire::Error no_such_move_task() {
  wire::Error error = named("ResourceNotFoundException", "Task does not exist.");
  error.query_status = 404;
  return error;
}

wire::Error invalid_task_handle() {
  return invalid_parameter_value("Value for parameter TaskHandle is invalid.");
}

wire::Error too_many_in_policy(size_t count, std::string_view what, size_t count_max) {
  wire::Error error = named(
      "OverLimit", fmt::format("{} {} were found, maximum allowed is {}.", count, what, count_max));
  error.status = 403;
  return error;
}

wire::Error too_many_statements(size_t count, size_t count_max) {
  wire::Error error =
      named("OverLimit", fmt::format("{} statements were found in the submitted policy, max "
                                     "allowed is {}",
                                     count, count_max));
  error.status = 403;
  return error;
}

wire::Error missing_parameter(std::string_view parameter) {
  return named("MissingRequiredParameterException",
               fmt::format("The request must contain the parameter {}.", parameter),
               "MissingParameter");
}

wire::Error invalid_parameter_value(std::string message) {
  return named("InvalidParameterValueException", std::move(message), "InvalidParameterValue");
}

wire::Error invalid_parameter_value(std::string_view value, std::string_view parameter,
                                    std::string_view reason) {
  return invalid_parameter_value(fmt::format("Value {} for parameter {} is invalid. Reason: {}",
                                             shown(value), parameter, reason));
}

wire::Error invalid_message_contents(std::string message) {
  return named("InvalidMessageContents", std::move(message));
}

wire::Error message_too_long(int64_t size_bytes_max) {
  return invalid_parameter_value(fmt::format(
      "One or more parameters are invalid. Reason: Message must be shorter than {} bytes.",
      size_bytes_max));
}

wire::Error receipt_handle_is_invalid(std::string_view handle) {
  wire::Error error = named(
      "ReceiptHandleIsInvalid",
      fmt::format("The input receipt handle \"{}\" is not a valid receipt handle.", shown(handle)));
  error.query_status = 404;  // seen by clients of the query protocol; the JSON protocol has 400
  return error;
}

// Of FIFO queues only: a standard queue takes any handle it ever gave out.
wire::Error receipt_handle_has_expired(std::string_view handle) {
  return invalid_parameter_value(handle, "ReceiptHandle", "The receipt handle has expired.");
}

wire::Error attempt_is_spent(std::string_view attempt) {
  return invalid_parameter_value(
      attempt, "ReceiveRequestAttemptId",
      "The receiveRequestAttemptId is not valid anymore since the receive call is not retryable.");
}

wire::Error no_such_receipt(std::string_view handle) {
  return invalid_parameter_value(
      handle, "ReceiptHandle",
      "Message does not exist or is not available for visibility timeout change.");
}

wire::Error message_not_inflight() {
  return prefixed("MessageNotInflight", "The specified message isn't in flight.");
}

wire::Error purge_in_progress(std::string_view queue_name) {
  wire::Error error = prefixed(
      "PurgeQueueInProgress",
      fmt::format("Only one PurgeQueue operation on {} is allowed every 60 seconds.", queue_name));
  error.status = 403;
  return error;
}

wire::Error over_limit() {
  wire::Error error = named("OverLimit", "Too many messages in flight.");
  error.status = 403;
  return error;
}

wire::Error empty_batch_request(std::string_view entry_shape) {
  return prefixed("EmptyBatchRequest",
                  fmt::format("There should be at least one {} in the request.", entry_shape));
}

wire::Error too_many_entries(size_t count, size_t count_max) {
  return prefixed("TooManyEntriesInBatchRequest",
                  fmt::format("Maximum number of entries per request are {}. You have sent {}.",
                              count_max, count));
}

wire::Error batch_request_too_long(int64_t size_bytes, int64_t size_bytes_max) {
  return prefixed("BatchRequestTooLong",
                  fmt::format("Batch requests cannot be longer than {} bytes. You have sent {} "
                              "bytes.",
                              size_bytes_max, size_bytes));
}

wire::Error batch_entry_ids_not_distinct(std::string_view id) {
  return prefixed("BatchEntryIdsNotDistinct", fmt::format("Id {} repeated.", shown(id)));
}

wire::Error invalid_batch_entry_id() {
  return prefixed(
      "InvalidBatchEntryId",
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. "
      "It can be at most 80 letters long.");
}

wire::Error commit_error(const base::Error& error) {
  if (error.is(store::StoreError::kPreconditionFailed)) return queue_does_not_exist();
  return wire::to_wire_error(error);
}

wire::Error invalid_request(const wire::Violations& violations) {
  const wire::Violation& first = violations.kept().front();
  switch (first.kind) {
    case wire::ViolationKind::kMissing: return missing_parameter(first.member);
    case wire::ViolationKind::kUnsupported: return unsupported("The parameter " + first.path);
    case wire::ViolationKind::kConstraint: break;
  }
  return invalid_parameter_value(first.value, first.member, first.constraint);
}

}  // namespace angarium::services::sqs
