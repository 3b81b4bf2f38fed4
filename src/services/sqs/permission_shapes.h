#pragma once

#include <string>
#include <vector>

#include "wire/shape.h"

// Requests of the operations on a queue's permissions; names are AWS's.
namespace angarium::services::sqs {

struct AddPermissionRequest {
  std::string queue_url;
  std::string label;
  std::vector<std::string> account_ids;
  std::vector<std::string> actions;
  static const wire::Shape& shape();
};

struct RemovePermissionRequest {
  std::string queue_url;
  std::string label;
  static const wire::Shape& shape();
};

}  // namespace angarium::services::sqs
