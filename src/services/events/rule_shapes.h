#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/events/setting_shapes.h"

namespace angarium::services::events {

struct PutRuleRequest {
  std::string name = {};
  std::optional<std::string> schedule_expression = {};
  std::optional<std::string> event_pattern = {};
  std::optional<std::string> state = {};
  std::optional<std::string> description = {};
  std::optional<std::string> role_arn = {};
  std::optional<std::vector<Tag>> tags = {};  // looked at only when the rule is new, as with AWS
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
  std::optional<bool> force = {};  // also a managed rule
  static const wire::Shape& shape();
};

struct EnableRuleRequest {
  std::string name = {};
  std::optional<std::string> event_bus_name = {};
  static const wire::Shape& shape();
};

struct DisableRuleRequest {
  std::string name = {};
  std::optional<std::string> event_bus_name = {};
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
  std::optional<std::string> schedule_expression = {};
  std::string state = {};
  std::optional<std::string> description = {};
  std::optional<std::string> role_arn = {};
  std::optional<std::string> managed_by = {};
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
  std::optional<std::string> schedule_expression = {};
  std::optional<std::string> role_arn = {};
  std::optional<std::string> managed_by = {};
  std::string event_bus_name = {};
  static const wire::Shape& shape();
};

struct ListRulesResponse {
  std::vector<RuleItem> rules = {};
  std::optional<std::string> next_token = {};
  static const wire::Shape& shape();
};

struct ListRuleNamesByTargetRequest {
  std::string target_arn = {};
  std::optional<std::string> event_bus_name = {};
  std::optional<std::string> next_token = {};
  std::optional<int32_t> limit = {};
  static const wire::Shape& shape();
};

struct ListRuleNamesByTargetResponse {
  std::vector<std::string> rule_names = {};
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

}  // namespace angarium::services::events
