#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/shape.h"

// Requests and answers of the operations on message move tasks; names are AWS's.
namespace angarium::services::sqs {

struct StartMessageMoveTaskRequest {
  std::string source_arn;
  std::optional<std::string> destination_arn;
  std::optional<int32_t> messages_per_second_max;
  static const wire::Shape& shape();
};
struct StartMessageMoveTaskResult {
  std::string task_handle;
  static const wire::Shape& shape();
};

struct CancelMessageMoveTaskRequest {
  std::string task_handle;
  static const wire::Shape& shape();
};
struct CancelMessageMoveTaskResult {
  int64_t messages_moved = 0;
  static const wire::Shape& shape();
};

struct ListMessageMoveTasksRequest {
  std::string source_arn;
  std::optional<int32_t> results_max;
  static const wire::Shape& shape();
};
struct ListMessageMoveTasksResultEntry {
  std::optional<std::string> task_handle = {};  // of a running one only
  std::string status;
  std::string source_arn;
  std::optional<std::string> destination_arn = {};
  std::optional<int32_t> messages_per_second_max = {};
  int64_t messages_moved = 0;
  int64_t messages_to_move = 0;
  std::optional<std::string> failure_reason = {};
  int64_t started_ms = 0;
  static const wire::Shape& shape();
};
struct ListMessageMoveTasksResult {
  std::vector<ListMessageMoveTasksResultEntry> results;
  static const wire::Shape& shape();
};

}  // namespace angarium::services::sqs
