#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/events/target_parameters.h"

namespace angarium::services::events {

struct RetryPolicyShape {
  std::optional<int32_t> maximum_retry_attempts = {};
  std::optional<int32_t> maximum_event_age_in_seconds = {};
  static const wire::Shape& shape();
};

struct InputTransformer {
  std::optional<std::map<std::string, std::string>> input_paths_map = {};
  std::string input_template = {};
  static const wire::Shape& shape();
};

struct TargetShape : TargetParameters {
  std::string id = {};
  std::string arn = {};
  std::optional<std::string> role_arn = {};
  std::optional<std::string> input = {};
  std::optional<std::string> input_path = {};
  std::optional<InputTransformer> input_transformer = {};
  std::optional<DeadLetterConfig> dead_letter_config = {};
  std::optional<RetryPolicyShape> retry_policy = {};
  static const wire::Shape& shape();
};

struct PutTargetsRequest {
  std::string rule = {};
  std::optional<std::string> event_bus_name = {};  // or ARN, here and below
  std::vector<TargetShape> targets = {};
  static const wire::Shape& shape();
};

// An entry that failed. AWS uses it when too many requests change a rule at once; here they wait
// for one another, so lists of it are always empty.
struct FailedTarget {
  std::string target_id = {};
  std::string error_code = {};
  std::string error_message = {};
};
struct PutTargetsResultEntry : FailedTarget {
  static const wire::Shape& shape();
};
struct RemoveTargetsResultEntry : FailedTarget {
  static const wire::Shape& shape();
};

struct PutTargetsResponse {
  int32_t failed_entry_count = 0;
  std::vector<PutTargetsResultEntry> failed_entries = {};
  static const wire::Shape& shape();
};

struct RemoveTargetsRequest {
  std::string rule = {};
  std::optional<std::string> event_bus_name = {};
  std::vector<std::string> ids = {};
  std::optional<bool> force = {};  // also of a managed rule
  static const wire::Shape& shape();
};

struct RemoveTargetsResponse {
  int32_t failed_entry_count = 0;
  std::vector<RemoveTargetsResultEntry> failed_entries = {};
  static const wire::Shape& shape();
};

struct ListTargetsByRuleRequest {
  std::string rule = {};
  std::optional<std::string> event_bus_name = {};
  std::optional<std::string> next_token = {};
  std::optional<int32_t> limit = {};
  static const wire::Shape& shape();
};

struct ListTargetsByRuleResponse {
  std::vector<TargetShape> targets = {};
  std::optional<std::string> next_token = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::events
