#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/sqs/queue.h"
#include "wire/operation.h"
#include "wire/shape.h"

// Requests and answers of the operations on a queue's tags; names are AWS's.
namespace angarium::services::sqs {

struct TagQueueRequest {
  std::string queue_url;
  Tags tags;
  static const wire::Shape& shape();
};

struct UntagQueueRequest {
  std::string queue_url;
  std::vector<std::string> tag_keys;
  static const wire::Shape& shape();
};

struct ListQueueTagsRequest {
  std::string queue_url;
  static const wire::Shape& shape();
};
struct ListQueueTagsResult {
  std::optional<Tags> tags;  // absent when there are none
  static const wire::Shape& shape();
};

}  // namespace angarium::services::sqs
