#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/shape.h"

namespace angarium::services::events {

struct PutRuleRequest {
  std::string name = {};
  std::optional<std::string> event_pattern = {};
  std::optional<std::string> state = {};
  std::optional<std::string> description = {};
  std::optional<std::string> event_bus_name = {};  // or ARN, here and below
  static const wire::Shape& shape();
};

struct PutRuleResponse {
  std::string rule_arn = {};
  static const wire::Shape& shape();
};

struct DeleteRuleRequest {
  std::string name = {};
  std::optional<std::string> event_bus_name = {};
  std::optional<bool> force = {};  // would also delete a managed rule; there are none
  static const wire::Shape& shape();
};

struct DescribeRuleRequest {
  std::string name = {};
  std::optional<std::string> event_bus_name = {};
  static const wire::Shape& shape();
};

struct DescribeRuleResponse {
  std::string name = {};
  std::string arn = {};
  std::optional<std::string> event_pattern = {};
  std::string state = {};
  std::optional<std::string> description = {};
  std::string event_bus_name = {};
  std::string created_by = {};
  static const wire::Shape& shape();
};

struct ListRulesRequest {
  std::optional<std::string> name_prefix = {};
  std::optional<std::string> event_bus_name = {};
  std::optional<std::string> next_token = {};
  std::optional<int32_t> limit = {};
  static const wire::Shape& shape();
};

struct RuleItem {
  std::string name = {};
  std::string arn = {};
  std::optional<std::string> event_pattern = {};
  std::string state = {};
  std::optional<std::string> description = {};
  std::string event_bus_name = {};
  static const wire::Shape& shape();
};

struct ListRulesResponse {
  std::vector<RuleItem> rules = {};
  std::optional<std::string> next_token = {};
  static const wire::Shape& shape();
};

struct TestEventPatternRequest {
  std::string event_pattern = {};
  std::string event = {};
  static const wire::Shape& shape();
};

struct TestEventPatternResponse {
  bool result = false;
  static const wire::Shape& shape();
};

struct RetryPolicyShape {
  std::optional<int32_t> maximum_retry_attempts = {};
  std::optional<int32_t> maximum_event_age_in_seconds = {};
  static const wire::Shape& shape();
};

struct TargetShape {
  std::string id = {};
  std::string arn = {};
  std::optional<RetryPolicyShape> retry_policy = {};
  static const wire::Shape& shape();
};

struct PutTargetsRequest {
  std::string rule = {};
  std::optional<std::string> event_bus_name = {};
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
  std::optional<bool> force = {};
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
