#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/sqs/attributes.h"
#include "wire/shape.h"

// Requests and answers of the operations on queues; names are AWS's.
namespace angarium::services::sqs {

struct CreateQueueRequest {
  std::string queue_name;
  AttributeMap attributes;
  std::map<std::string, std::string> tags;
  static const wire::Shape& shape();
};
struct CreateQueueResult {
  std::string queue_url;
  static const wire::Shape& shape();
};

struct DeleteQueueRequest {
  std::string queue_url;
  static const wire::Shape& shape();
};

struct GetQueueUrlRequest {
  std::string queue_name;
  std::optional<std::string> owner_account;
  static const wire::Shape& shape();
};
struct GetQueueUrlResult {
  std::string queue_url;
  static const wire::Shape& shape();
};

struct PurgeQueueRequest {
  std::string queue_url;
  static const wire::Shape& shape();
};

struct ListQueuesRequest {
  std::optional<std::string> queue_name_prefix;
  std::optional<std::string> next_token;
  std::optional<int32_t> results_max;
  static const wire::Shape& shape();
};
struct ListQueuesResult {
  std::optional<std::vector<std::string>> queue_urls;  // absent when there are none
  std::optional<std::string> next_token;
  static const wire::Shape& shape();
};

struct GetQueueAttributesRequest {
  std::string queue_url;
  std::vector<std::string> attribute_names;
  static const wire::Shape& shape();
};
struct GetQueueAttributesResult {
  std::optional<AttributeMap> attributes;  // absent when none was asked for
  static const wire::Shape& shape();
};

struct SetQueueAttributesRequest {
  std::string queue_url;
  AttributeMap attributes;
  static const wire::Shape& shape();
};

}  // namespace angarium::services::sqs
