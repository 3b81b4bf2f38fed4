#include "services/events/rule_shapes.h"

#include "services/events/constraints.h"

namespace angarium::services::events {

using wire::member;
using wire::Shape;

const Shape& PutRuleRequest::shape() {
  using T = PutRuleRequest;
  static constexpr wire::Member kMembers[] = {
      as_rule_name(member<&T::name>("Name").required()),
      as_schedule(member<&T::schedule_expression>("ScheduleExpression")),
      as_pattern(member<&T::event_pattern>("EventPattern")),
      member<&T::state>("State").one_of(kRuleStates),
      as_description(member<&T::description>("Description")),
      as_resource_arn(member<&T::role_arn>("RoleArn")),
      member<&T::tags>("Tags"),
      as_bus_name_or_arn(member<&T::event_bus_name>("EventBusName")),
  };
  static constexpr Shape kShape{"PutRuleRequest", kMembers};
  return kShape;
}

const Shape& PutRuleResponse::shape() {
  static constexpr wire::Member kMembers[] = {
      as_resource_arn(member<&PutRuleResponse::rule_arn>("RuleArn")),
  };
  static constexpr Shape kShape{"PutRuleResponse", kMembers};
  return kShape;
}

const Shape& DeleteRuleRequest::shape() {
  using T = DeleteRuleRequest;
  static constexpr wire::Member kMembers[] = {
      as_rule_name(member<&T::name>("Name").required()),
      as_bus_name_or_arn(member<&T::event_bus_name>("EventBusName")),
      member<&T::force>("Force"),
  };
  static constexpr Shape kShape{"DeleteRuleRequest", kMembers};
  return kShape;
}

const Shape& EnableRuleRequest::shape() {
  using T = EnableRuleRequest;
  static constexpr wire::Member kMembers[] = {
      as_rule_name(member<&T::name>("Name").required()),
      as_bus_name_or_arn(member<&T::event_bus_name>("EventBusName")),
  };
  static constexpr Shape kShape{"EnableRuleRequest", kMembers};
  return kShape;
}

const Shape& DisableRuleRequest::shape() {
  using T = DisableRuleRequest;
  static constexpr wire::Member kMembers[] = {
      as_rule_name(member<&T::name>("Name").required()),
      as_bus_name_or_arn(member<&T::event_bus_name>("EventBusName")),
  };
  static constexpr Shape kShape{"DisableRuleRequest", kMembers};
  return kShape;
}

const Shape& DescribeRuleRequest::shape() {
  using T = DescribeRuleRequest;
  static constexpr wire::Member kMembers[] = {
      as_rule_name(member<&T::name>("Name").required()),
      as_bus_name_or_arn(member<&T::event_bus_name>("EventBusName")),
  };
  static constexpr Shape kShape{"DescribeRuleRequest", kMembers};
  return kShape;
}

const Shape& DescribeRuleResponse::shape() {
  using T = DescribeRuleResponse;
  static constexpr wire::Member kMembers[] = {
      as_rule_name(member<&T::name>("Name")),
      as_resource_arn(member<&T::arn>("Arn")),
      as_pattern(member<&T::event_pattern>("EventPattern")),
      as_schedule(member<&T::schedule_expression>("ScheduleExpression")),
      member<&T::state>("State").one_of(kRuleStates),
      as_description(member<&T::description>("Description")),
      as_resource_arn(member<&T::role_arn>("RoleArn")),
      member<&T::managed_by>("ManagedBy").length(1, 128),
      as_bus_name(member<&T::event_bus_name>("EventBusName")),
      member<&T::created_by>("CreatedBy").length(1, 128),
  };
  static constexpr Shape kShape{"DescribeRuleResponse", kMembers};
  return kShape;
}

const Shape& ListRulesRequest::shape() {
  using T = ListRulesRequest;
  static constexpr wire::Member kMembers[] = {
      as_rule_name(member<&T::name_prefix>("NamePrefix")),
      as_bus_name_or_arn(member<&T::event_bus_name>("EventBusName")),
      as_next_token(member<&T::next_token>("NextToken")),
      as_limit(member<&T::limit>("Limit")),
  };
  static constexpr Shape kShape{"ListRulesRequest", kMembers};
  return kShape;
}

const Shape& RuleItem::shape() {
  static constexpr wire::Member kMembers[] = {
      as_rule_name(member<&RuleItem::name>("Name")),
      as_resource_arn(member<&RuleItem::arn>("Arn")),
      as_pattern(member<&RuleItem::event_pattern>("EventPattern")),
      member<&RuleItem::state>("State").one_of(kRuleStates),
      as_description(member<&RuleItem::description>("Description")),
      as_schedule(member<&RuleItem::schedule_expression>("ScheduleExpression")),
      as_resource_arn(member<&RuleItem::role_arn>("RoleArn")),
      member<&RuleItem::managed_by>("ManagedBy").length(1, 128),
      as_bus_name(member<&RuleItem::event_bus_name>("EventBusName")),
  };
  static constexpr Shape kShape{"Rule", kMembers};
  return kShape;
}

const Shape& ListRulesResponse::shape() {
  static constexpr wire::Member kMembers[] = {
      member<&ListRulesResponse::rules>("Rules"),
      as_next_token(member<&ListRulesResponse::next_token>("NextToken")),
  };
  static constexpr Shape kShape{"ListRulesResponse", kMembers};
  return kShape;
}

const Shape& ListRuleNamesByTargetRequest::shape() {
  using T = ListRuleNamesByTargetRequest;
  static constexpr wire::Member kMembers[] = {
      as_resource_arn(member<&T::target_arn>("TargetArn").required()),
      as_bus_name_or_arn(member<&T::event_bus_name>("EventBusName")),
      as_next_token(member<&T::next_token>("NextToken")),
      as_limit(member<&T::limit>("Limit")),
  };
  static constexpr Shape kShape{"ListRuleNamesByTargetRequest", kMembers};
  return kShape;
}

const Shape& ListRuleNamesByTargetResponse::shape() {
  using T = ListRuleNamesByTargetResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::rule_names>("RuleNames"),
      as_next_token(member<&T::next_token>("NextToken")),
  };
  static constexpr Shape kShape{"ListRuleNamesByTargetResponse", kMembers};
  return kShape;
}

const Shape& TestEventPatternRequest::shape() {
  using T = TestEventPatternRequest;
  static constexpr wire::Member kMembers[] = {
      as_pattern(member<&T::event_pattern>("EventPattern").required()),
      member<&T::event>("Event").required(),
  };
  static constexpr Shape kShape{"TestEventPatternRequest", kMembers};
  return kShape;
}

const Shape& TestEventPatternResponse::shape() {
  static constexpr wire::Member kMembers[] = {
      member<&TestEventPatternResponse::result>("Result"),
  };
  static constexpr Shape kShape{"TestEventPatternResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::events
