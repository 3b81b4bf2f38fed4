#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/events/setting_shapes.h"

namespace angarium::services::events {

struct CreateEventBusRequest {
  std::string name = {};
  std::optional<std::string> description = {};
  std::optional<DeadLetterConfig> dead_letter_config = {};
  std::optional<LogConfig> log_config = {};
  std::optional<std::vector<Tag>> tags = {};
  static const wire::Shape& shape();
};

struct CreateEventBusResponse {
  std::string event_bus_arn = {};
  std::optional<std::string> description = {};
  std::optional<DeadLetterConfig> dead_letter_config = {};
  std::optional<LogConfig> log_config = {};
  static const wire::Shape& shape();
};

// What is left out stays as it is.
struct UpdateEventBusRequest {
  std::optional<std::string> name = {};
  std::optional<std::string> description = {};
  std::optional<DeadLetterConfig> dead_letter_config = {};
  std::optional<LogConfig> log_config = {};
  static const wire::Shape& shape();
};

struct UpdateEventBusResponse {
  std::string arn = {};
  std::string name = {};
  std::optional<std::string> description = {};
  std::optional<DeadLetterConfig> dead_letter_config = {};
  std::optional<LogConfig> log_config = {};
  static const wire::Shape& shape();
};

struct DeleteEventBusRequest {
  std::string name = {};
  static const wire::Shape& shape();
};

struct DescribeEventBusRequest {
  std::optional<std::string> name = {};  // or ARN
  static const wire::Shape& shape();
};

struct DescribeEventBusResponse {
  std::string name = {};
  std::string arn = {};
  std::optional<std::string> description = {};
  std::optional<DeadLetterConfig> dead_letter_config = {};
  std::optional<std::string> policy = {};
  std::optional<LogConfig> log_config = {};
  std::optional<base::Time> creation_time = {};  // none: a default bus that nobody has changed
  std::optional<base::Time> last_modified_time = {};
  static const wire::Shape& shape();
};

struct ListEventBusesRequest {
  std::optional<std::string> name_prefix = {};
  std::optional<std::string> next_token = {};
  std::optional<int32_t> limit = {};
  static const wire::Shape& shape();
};

struct EventBus {
  std::string name = {};
  std::string arn = {};
  std::optional<std::string> description = {};
  std::optional<std::string> policy = {};
  std::optional<base::Time> creation_time = {};
  std::optional<base::Time> last_modified_time = {};
  static const wire::Shape& shape();
};

struct ListEventBusesResponse {
  std::vector<EventBus> event_buses = {};
  std::optional<std::string> next_token = {};
  static const wire::Shape& shape();
};

// That the caller belongs to an organization.
struct Condition {
  std::string type = {};
  std::string key = {};
  std::string value = {};
  static const wire::Shape& shape();
};

struct PutPermissionRequest {
  std::optional<std::string> event_bus_name = {};
  std::optional<std::string> action = {};
  std::optional<std::string> principal = {};
  std::optional<std::string> statement_id = {};
  std::optional<Condition> condition = {};
  std::optional<std::string> policy = {};
  static const wire::Shape& shape();
};

struct RemovePermissionRequest {
  std::optional<std::string> event_bus_name = {};
  std::optional<std::string> statement_id = {};
  std::optional<bool> remove_all_permissions = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::events
