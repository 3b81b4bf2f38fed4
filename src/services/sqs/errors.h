#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wire/error.h"
#include "wire/violations.h"

// The errors that SQS answers, each with both of its names: that of the JSON protocol (`code`) and
// that of the query protocol. Texts as AWS sends them.
namespace angarium::services::sqs {

wire::Error queue_does_not_exist();
wire::Error queue_name_exists(std::string_view attribute);
wire::Error queue_deleted_recently(int64_t wait_seconds);
wire::Error invalid_address(std::string_view queue_url);
wire::Error invalid_queue_name();
wire::Error invalid_fifo_queue_name();

wire::Error invalid_attribute_name(std::string_view attribute);
wire::Error invalid_attribute_value(std::string_view attribute);
wire::Error invalid_attribute_value(std::string_view attribute, std::string_view reason);
// AWS knows it and Angarium does not honour it: `what` is "The attribute RedrivePolicy".
wire::Error unsupported(std::string_view what);

// A parameter that only the other type of queue, standard or FIFO, takes.
wire::Error not_valid_for_queue_type(std::string_view value, std::string_view parameter);
// What AWS calls UnsupportedOperation, too: not at this time.
wire::Error unsupported_operation(std::string message);

// Of message move tasks.
wire::Error malformed_arn(std::string_view parameter);
wire::Error resource_not_found(std::string_view parameter);
wire::Error move_task_running();
wire::Error too_many_move_tasks(size_t count_max);
wire::Error no_such_move_task();
wire::Error invalid_task_handle();

// OverLimit: "8 Actions were found, maximum allowed is 7."
wire::Error too_many_in_policy(size_t count, std::string_view what, size_t count_max);
wire::Error too_many_statements(size_t count, size_t count_max);

wire::Error missing_parameter(std::string_view parameter);
wire::Error invalid_parameter_value(std::string message);
// "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: ..."
wire::Error invalid_parameter_value(std::string_view value, std::string_view parameter,
                                    std::string_view reason);

wire::Error invalid_message_contents(std::string message);
wire::Error message_too_long(int64_t size_bytes_max);
wire::Error receipt_handle_is_invalid(std::string_view handle);
// Of a handle that isn't the latest of its message, or whose message is gone.
wire::Error receipt_handle_has_expired(std::string_view handle);
wire::Error attempt_is_spent(std::string_view attempt);
wire::Error no_such_receipt(std::string_view handle);
wire::Error message_not_inflight();
wire::Error over_limit();
wire::Error purge_in_progress(std::string_view queue_name);

wire::Error empty_batch_request(std::string_view entry_shape);
wire::Error too_many_entries(size_t count, size_t count_max);
wire::Error batch_request_too_long(int64_t size_bytes, int64_t size_bytes_max);
wire::Error batch_entry_ids_not_distinct(std::string_view id);
wire::Error invalid_batch_entry_id();

// Of a commit that has queue_exists() (push.h) for its only precondition.
wire::Error commit_error(const base::Error& error);

// What a request violated in its shape, in SQS's own words: ServiceTable::invalid.
wire::Error invalid_request(const wire::Violations& violations);

}  // namespace angarium::services::sqs
