#include "services/events/constraints.h"
#include "services/events/rule_shapes.h"

namespace angarium::services::events {

using wire::member;
using wire::Shape;
using wire::unsupported;

namespace {

constexpr wire::Member as_target_id(wire::Member member) {
  return member.length(1, 64).pattern(kNamePattern);
}
constexpr auto kTargetIdElement = wire::Constraint{}.length(1, 64).pattern(kNamePattern);

}  // namespace

const Shape& RetryPolicyShape::shape() {
  using T = RetryPolicyShape;
  static constexpr wire::Member kMembers[] = {
      member<&T::maximum_retry_attempts>("MaximumRetryAttempts").range(0, 185),
      member<&T::maximum_event_age_in_seconds>("MaximumEventAgeInSeconds").range(60, 86'400),
  };
  static constexpr Shape kShape{"RetryPolicy", kMembers};
  return kShape;
}

const Shape& TargetShape::shape() {
  using T = TargetShape;
  static constexpr wire::Member kMembers[] = {
      as_target_id(member<&T::id>("Id").required()),
      as_resource_arn(member<&T::arn>("Arn").required()),
      unsupported("RoleArn"),
      unsupported("Input"),
      unsupported("InputPath"),
      unsupported("InputTransformer"),
      unsupported("KinesisParameters"),
      unsupported("RunCommandParameters"),
      unsupported("EcsParameters"),
      unsupported("BatchParameters"),
      unsupported("SqsParameters"),
      unsupported("HttpParameters"),
      unsupported("RedshiftDataParameters"),
      unsupported("SageMakerPipelineParameters"),
      unsupported("DeadLetterConfig"),
      member<&T::retry_policy>("RetryPolicy"),
      unsupported("AppSyncParameters"),
  };
  static constexpr Shape kShape{"Target", kMembers};
  return kShape;
}

const Shape& PutTargetsRequest::shape() {
  using T = PutTargetsRequest;
  static constexpr wire::Member kMembers[] = {
      as_rule_name(member<&T::rule>("Rule").required()),
      as_bus_name_or_arn(member<&T::event_bus_name>("EventBusName")),
      member<&T::targets>("Targets").required().items(1, 100),
  };
  static constexpr Shape kShape{"PutTargetsRequest", kMembers};
  return kShape;
}

const Shape& PutTargetsResultEntry::shape() {
  static constexpr wire::Member kMembers[] = {
      as_target_id(member<&PutTargetsResultEntry::target_id>("TargetId")),
      member<&PutTargetsResultEntry::error_code>("ErrorCode"),
      member<&PutTargetsResultEntry::error_message>("ErrorMessage"),
  };
  static constexpr Shape kShape{"PutTargetsResultEntry", kMembers};
  return kShape;
}

const Shape& PutTargetsResponse::shape() {
  using T = PutTargetsResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::failed_entry_count>("FailedEntryCount"),
      member<&T::failed_entries>("FailedEntries"),
  };
  static constexpr Shape kShape{"PutTargetsResponse", kMembers};
  return kShape;
}

const Shape& RemoveTargetsRequest::shape() {
  using T = RemoveTargetsRequest;
  static constexpr wire::Member kMembers[] = {
      as_rule_name(member<&T::rule>("Rule").required()),
      as_bus_name_or_arn(member<&T::event_bus_name>("EventBusName")),
      member<&T::ids>("Ids").required().items(1, 100).each(kTargetIdElement),
      member<&T::force>("Force"),
  };
  static constexpr Shape kShape{"RemoveTargetsRequest", kMembers};
  return kShape;
}

const Shape& RemoveTargetsResultEntry::shape() {
  static constexpr wire::Member kMembers[] = {
      as_target_id(member<&RemoveTargetsResultEntry::target_id>("TargetId")),
      member<&RemoveTargetsResultEntry::error_code>("ErrorCode"),
      member<&RemoveTargetsResultEntry::error_message>("ErrorMessage"),
  };
  static constexpr Shape kShape{"RemoveTargetsResultEntry", kMembers};
  return kShape;
}

const Shape& RemoveTargetsResponse::shape() {
  using T = RemoveTargetsResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::failed_entry_count>("FailedEntryCount"),
      member<&T::failed_entries>("FailedEntries"),
  };
  static constexpr Shape kShape{"RemoveTargetsResponse", kMembers};
  return kShape;
}

const Shape& ListTargetsByRuleRequest::shape() {
  using T = ListTargetsByRuleRequest;
  static constexpr wire::Member kMembers[] = {
      as_rule_name(member<&T::rule>("Rule").required()),
      as_bus_name_or_arn(member<&T::event_bus_name>("EventBusName")),
      as_next_token(member<&T::next_token>("NextToken")),
      as_limit(member<&T::limit>("Limit")),
  };
  static constexpr Shape kShape{"ListTargetsByRuleRequest", kMembers};
  return kShape;
}

const Shape& ListTargetsByRuleResponse::shape() {
  using T = ListTargetsByRuleResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::targets>("Targets").items(1, 100),
      as_next_token(member<&T::next_token>("NextToken")),
  };
  static constexpr Shape kShape{"ListTargetsByRuleResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::events
