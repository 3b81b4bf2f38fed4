#include "services/sqs/move_task_shapes.h"

namespace angarium::services::sqs {

const wire::Shape& StartMessageMoveTaskRequest::shape() {
  using Self = StartMessageMoveTaskRequest;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::source_arn>("SourceArn").required(),
      wire::member<&Self::destination_arn>("DestinationArn"),
      wire::member<&Self::messages_per_second_max>("MaxNumberOfMessagesPerSecond"),
  };
  static constexpr wire::Shape kShape{"StartMessageMoveTaskRequest", kMembers};
  return kShape;
}

const wire::Shape& StartMessageMoveTaskResult::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&StartMessageMoveTaskResult::task_handle>("TaskHandle"),
  };
  static constexpr wire::Shape kShape{"StartMessageMoveTaskResult", kMembers};
  return kShape;
}

const wire::Shape& CancelMessageMoveTaskRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&CancelMessageMoveTaskRequest::task_handle>("TaskHandle").required(),
  };
  static constexpr wire::Shape kShape{"CancelMessageMoveTaskRequest", kMembers};
  return kShape;
}

const wire::Shape& CancelMessageMoveTaskResult::shape() {
  using Self = CancelMessageMoveTaskResult;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::messages_moved>("ApproximateNumberOfMessagesMoved"),
  };
  static constexpr wire::Shape kShape{"CancelMessageMoveTaskResult", kMembers};
  return kShape;
}

const wire::Shape& ListMessageMoveTasksRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&ListMessageMoveTasksRequest::source_arn>("SourceArn").required(),
      wire::member<&ListMessageMoveTasksRequest::results_max>("MaxResults"),
  };
  static constexpr wire::Shape kShape{"ListMessageMoveTasksRequest", kMembers};
  return kShape;
}

const wire::Shape& ListMessageMoveTasksResultEntry::shape() {
  using Self = ListMessageMoveTasksResultEntry;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::task_handle>("TaskHandle"),
      wire::member<&Self::status>("Status"),
      wire::member<&Self::source_arn>("SourceArn"),
      wire::member<&Self::destination_arn>("DestinationArn"),
      wire::member<&Self::messages_per_second_max>("MaxNumberOfMessagesPerSecond"),
      wire::member<&Self::messages_moved>("ApproximateNumberOfMessagesMoved"),
      wire::member<&Self::messages_to_move>("ApproximateNumberOfMessagesToMove"),
      wire::member<&Self::failure_reason>("FailureReason"),
      wire::member<&Self::started_ms>("StartedTimestamp"),
  };
  static constexpr wire::Shape kShape{"ListMessageMoveTasksResultEntry", kMembers};
  return kShape;
}

const wire::Shape& ListMessageMoveTasksResult::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&ListMessageMoveTasksResult::results>("Results").flattened("Results"),
  };
  static constexpr wire::Shape kShape{"ListMessageMoveTasksResult", kMembers};
  return kShape;
}

}  // namespace angarium::services::sqs
