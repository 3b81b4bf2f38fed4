#include "services/events/target_shapes.h"

#include "services/events/constraints.h"

namespace angarium::services::events {

using wire::member;
using wire::Shape;

namespace {

constexpr wire::Member as_target_id(wire::Member member) {
  return member.length(1, 64).pattern(kNamePattern);
}
constexpr auto kPathElement = wire::Constraint{}.length(std::numeric_limits<int64_t>::min(), 256);
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

const Shape& InputTransformer::shape() {
  using T = InputTransformer;
  static constexpr auto kVariable =
      wire::Constraint{}.length(1, 256).pattern(R"([A-Za-z0-9\_\-]+)");
  static constexpr wire::Member kMembers[] = {
      at_most(member<&T::input_paths_map>("InputPathsMap"), 100).keys(kVariable).each(kPathElement),
      member<&T::input_template>("InputTemplate").required().length(1, 8192),
  };
  static constexpr Shape kShape{"InputTransformer", kMembers};
  return kShape;
}

const Shape& TargetShape::shape() {
  using T = TargetShape;
  static constexpr wire::Member kMembers[] = {
      as_target_id(member<&T::id>("Id").required()),
      as_resource_arn(member<&T::arn>("Arn").required()),
      as_resource_arn(member<&T::role_arn>("RoleArn")),
      at_most(member<&T::input>("Input"), 8192),
      at_most(member<&T::input_path>("InputPath"), 256),
      member<&T::input_transformer>("InputTransformer"),
      member<&T::kinesis>("KinesisParameters"),
      member<&T::run_command>("RunCommandParameters"),
      member<&T::ecs>("EcsParameters"),
      member<&T::batch>("BatchParameters"),
      member<&T::sqs>("SqsParameters"),
      member<&T::http>("HttpParameters"),
      member<&T::redshift_data>("RedshiftDataParameters"),
      member<&T::sage_maker_pipeline>("SageMakerPipelineParameters"),
      member<&T::dead_letter_config>("DeadLetterConfig"),
      member<&T::retry_policy>("RetryPolicy"),
      member<&T::app_sync>("AppSyncParameters"),
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
