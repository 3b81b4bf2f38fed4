#include "services/sqs/queue_shapes.h"

namespace angarium::services::sqs {

const wire::Shape& CreateQueueRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&CreateQueueRequest::queue_name>("QueueName").required(),
      wire::member<&CreateQueueRequest::attributes>("Attributes")
          .flattened_map("Attribute", "Name", "Value"),
      wire::member<&CreateQueueRequest::tags>("tags").flattened_map("Tag", "Key", "Value"),
  };
  static constexpr wire::Shape kShape{"CreateQueueRequest", kMembers};
  return kShape;
}

const wire::Shape& CreateQueueResult::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&CreateQueueResult::queue_url>("QueueUrl"),
  };
  static constexpr wire::Shape kShape{"CreateQueueResult", kMembers};
  return kShape;
}

const wire::Shape& DeleteQueueRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&DeleteQueueRequest::queue_url>("QueueUrl").required(),
  };
  static constexpr wire::Shape kShape{"DeleteQueueRequest", kMembers};
  return kShape;
}

const wire::Shape& GetQueueUrlRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&GetQueueUrlRequest::queue_name>("QueueName").required(),
      wire::member<&GetQueueUrlRequest::owner_account>("QueueOwnerAWSAccountId"),
  };
  static constexpr wire::Shape kShape{"GetQueueUrlRequest", kMembers};
  return kShape;
}

const wire::Shape& GetQueueUrlResult::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&GetQueueUrlResult::queue_url>("QueueUrl"),
  };
  static constexpr wire::Shape kShape{"GetQueueUrlResult", kMembers};
  return kShape;
}

const wire::Shape& PurgeQueueRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&PurgeQueueRequest::queue_url>("QueueUrl").required(),
  };
  static constexpr wire::Shape kShape{"PurgeQueueRequest", kMembers};
  return kShape;
}

const wire::Shape& ListQueuesRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&ListQueuesRequest::queue_name_prefix>("QueueNamePrefix"),
      wire::member<&ListQueuesRequest::next_token>("NextToken"),
      wire::member<&ListQueuesRequest::results_max>("MaxResults"),
  };
  static constexpr wire::Shape kShape{"ListQueuesRequest", kMembers};
  return kShape;
}

const wire::Shape& ListQueuesResult::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&ListQueuesResult::queue_urls>("QueueUrls").flattened("QueueUrl"),
      wire::member<&ListQueuesResult::next_token>("NextToken"),
  };
  static constexpr wire::Shape kShape{"ListQueuesResult", kMembers};
  return kShape;
}

const wire::Shape& GetQueueAttributesRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&GetQueueAttributesRequest::queue_url>("QueueUrl").required(),
      wire::member<&GetQueueAttributesRequest::attribute_names>("AttributeNames")
          .flattened("AttributeName"),
  };
  static constexpr wire::Shape kShape{"GetQueueAttributesRequest", kMembers};
  return kShape;
}

const wire::Shape& GetQueueAttributesResult::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&GetQueueAttributesResult::attributes>("Attributes")
          .flattened_map("Attribute", "Name", "Value"),
  };
  static constexpr wire::Shape kShape{"GetQueueAttributesResult", kMembers};
  return kShape;
}

const wire::Shape& SetQueueAttributesRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&SetQueueAttributesRequest::queue_url>("QueueUrl").required(),
      wire::member<&SetQueueAttributesRequest::attributes>("Attributes")
          .required()
          .flattened_map("Attribute", "Name", "Value"),
  };
  static constexpr wire::Shape kShape{"SetQueueAttributesRequest", kMembers};
  return kShape;
}

}  // namespace angarium::services::sqs
