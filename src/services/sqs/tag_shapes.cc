#include "services/sqs/tag_shapes.h"

namespace angarium::services::sqs {

const wire::Shape& TagQueueRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&TagQueueRequest::queue_url>("QueueUrl").required(),
      wire::member<&TagQueueRequest::tags>("Tags").required().flattened_map("Tag", "Key", "Value"),
  };
  static constexpr wire::Shape kShape{"TagQueueRequest", kMembers};
  return kShape;
}

const wire::Shape& UntagQueueRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&UntagQueueRequest::queue_url>("QueueUrl").required(),
      wire::member<&UntagQueueRequest::tag_keys>("TagKeys").required().flattened("TagKey"),
  };
  static constexpr wire::Shape kShape{"UntagQueueRequest", kMembers};
  return kShape;
}

const wire::Shape& ListQueueTagsRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&ListQueueTagsRequest::queue_url>("QueueUrl").required(),
  };
  static constexpr wire::Shape kShape{"ListQueueTagsRequest", kMembers};
  return kShape;
}

const wire::Shape& ListQueueTagsResult::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&ListQueueTagsResult::tags>("Tags").flattened_map("Tag", "Key", "Value"),
  };
  static constexpr wire::Shape kShape{"ListQueueTagsResult", kMembers};
  return kShape;
}

}  // namespace angarium::services::sqs
