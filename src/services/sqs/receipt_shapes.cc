#include "services/sqs/receipt_shapes.h"

namespace angarium::services::sqs {

const wire::Shape& DeleteMessageRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&DeleteMessageRequest::queue_url>("QueueUrl").required(),
      wire::member<&DeleteMessageRequest::receipt_handle>("ReceiptHandle").required(),
  };
  static constexpr wire::Shape kShape{"DeleteMessageRequest", kMembers};
  return kShape;
}

const wire::Shape& DeleteMessageBatchRequestEntry::shape() {
  using Self = DeleteMessageBatchRequestEntry;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::id>("Id").required(),
      wire::member<&Self::receipt_handle>("ReceiptHandle").required(),
  };
  static constexpr wire::Shape kShape{"DeleteMessageBatchRequestEntry", kMembers};
  return kShape;
}

const wire::Shape& DeleteMessageBatchRequest::shape() {
  using Self = DeleteMessageBatchRequest;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::queue_url>("QueueUrl").required(),
      wire::member<&Self::entries>("Entries").required().flattened(
          "DeleteMessageBatchRequestEntry"),
  };
  static constexpr wire::Shape kShape{"DeleteMessageBatchRequest", kMembers};
  return kShape;
}

const wire::Shape& DeleteMessageBatchResultEntry::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&DeleteMessageBatchResultEntry::id>("Id").required(),
  };
  static constexpr wire::Shape kShape{"DeleteMessageBatchResultEntry", kMembers};
  return kShape;
}

const wire::Shape& DeleteMessageBatchResult::shape() {
  using Self = DeleteMessageBatchResult;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::successful>("Successful")
          .required()
          .flattened("DeleteMessageBatchResultEntry"),
      wire::member<&Self::failed>("Failed").required().flattened("BatchResultErrorEntry"),
  };
  static constexpr wire::Shape kShape{"DeleteMessageBatchResult", kMembers};
  return kShape;
}

const wire::Shape& ChangeMessageVisibilityRequest::shape() {
  using Self = ChangeMessageVisibilityRequest;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::queue_url>("QueueUrl").required(),
      wire::member<&Self::receipt_handle>("ReceiptHandle").required(),
      wire::member<&Self::visibility_timeout>("VisibilityTimeout").required(),
  };
  static constexpr wire::Shape kShape{"ChangeMessageVisibilityRequest", kMembers};
  return kShape;
}

const wire::Shape& ChangeMessageVisibilityBatchRequestEntry::shape() {
  using Self = ChangeMessageVisibilityBatchRequestEntry;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::id>("Id").required(),
      wire::member<&Self::receipt_handle>("ReceiptHandle").required(),
      wire::member<&Self::visibility_timeout>("VisibilityTimeout"),
  };
  static constexpr wire::Shape kShape{"ChangeMessageVisibilityBatchRequestEntry", kMembers};
  return kShape;
}

const wire::Shape& ChangeMessageVisibilityBatchRequest::shape() {
  using Self = ChangeMessageVisibilityBatchRequest;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::queue_url>("QueueUrl").required(),
      wire::member<&Self::entries>("Entries").required().flattened(
          "ChangeMessageVisibilityBatchRequestEntry"),
  };
  static constexpr wire::Shape kShape{"ChangeMessageVisibilityBatchRequest", kMembers};
  return kShape;
}

const wire::Shape& ChangeMessageVisibilityBatchResultEntry::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&ChangeMessageVisibilityBatchResultEntry::id>("Id").required(),
  };
  static constexpr wire::Shape kShape{"ChangeMessageVisibilityBatchResultEntry", kMembers};
  return kShape;
}

const wire::Shape& ChangeMessageVisibilityBatchResult::shape() {
  using Self = ChangeMessageVisibilityBatchResult;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::successful>("Successful")
          .required()
          .flattened("ChangeMessageVisibilityBatchResultEntry"),
      wire::member<&Self::failed>("Failed").required().flattened("BatchResultErrorEntry"),
  };
  static constexpr wire::Shape kShape{"ChangeMessageVisibilityBatchResult", kMembers};
  return kShape;
}

}  // namespace angarium::services::sqs
