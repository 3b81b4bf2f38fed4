#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/sqs/batch_shapes.h"
#include "wire/shape.h"

// Requests and answers of the operations that a receipt handle allows; names are AWS's.
namespace angarium::services::sqs {

struct DeleteMessageRequest {
  std::string queue_url;
  std::string receipt_handle;
  static const wire::Shape& shape();
};

struct DeleteMessageBatchRequestEntry {
  std::string id;
  std::string receipt_handle;
  static const wire::Shape& shape();
};
struct DeleteMessageBatchRequest {
  std::string queue_url;
  std::vector<DeleteMessageBatchRequestEntry> entries;
  static const wire::Shape& shape();
};
struct DeleteMessageBatchResultEntry {
  std::string id;
  static const wire::Shape& shape();
};
struct DeleteMessageBatchResult {
  std::vector<DeleteMessageBatchResultEntry> successful;
  std::vector<BatchResultErrorEntry> failed;
  static const wire::Shape& shape();
};

struct ChangeMessageVisibilityRequest {
  std::string queue_url;
  std::string receipt_handle;
  int32_t visibility_timeout = 0;
  static const wire::Shape& shape();
};

struct ChangeMessageVisibilityBatchRequestEntry {
  std::string id;
  std::string receipt_handle;
  std::optional<int32_t> visibility_timeout;
  static const wire::Shape& shape();
};
struct ChangeMessageVisibilityBatchRequest {
  std::string queue_url;
  std::vector<ChangeMessageVisibilityBatchRequestEntry> entries;
  static const wire::Shape& shape();
};
struct ChangeMessageVisibilityBatchResultEntry {
  std::string id;
  static const wire::Shape& shape();
};
struct ChangeMessageVisibilityBatchResult {
  std::vector<ChangeMessageVisibilityBatchResultEntry> successful;
  std::vector<BatchResultErrorEntry> failed;
  static const wire::Shape& shape();
};

}  // namespace angarium::services::sqs
