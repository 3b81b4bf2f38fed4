#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/shape.h"

// Requests and answers of the operations on dead letters; names are AWS's.
namespace angarium::services::sqs {

struct ListDeadLetterSourceQueuesRequest {
  std::string queue_url;
  std::optional<std::string> next_token;
  std::optional<int32_t> results_max;
  static const wire::Shape& shape();
};
struct ListDeadLetterSourceQueuesResult {
  std::vector<std::string> queue_urls;
  std::optional<std::string> next_token;
  static const wire::Shape& shape();
};

}  // namespace angarium::services::sqs
