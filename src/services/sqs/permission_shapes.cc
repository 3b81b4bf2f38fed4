#include "services/sqs/permission_shapes.h"

namespace angarium::services::sqs {

const wire::Shape& AddPermissionRequest::shape() {
  using Self = AddPermissionRequest;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::queue_url>("QueueUrl").required(),
      wire::member<&Self::label>("Label").required(),
      wire::member<&Self::account_ids>("AWSAccountIds").required().flattened("AWSAccountId"),
      wire::member<&Self::actions>("Actions").required().flattened("ActionName"),
  };
  static constexpr wire::Shape kShape{"AddPermissionRequest", kMembers};
  return kShape;
}

const wire::Shape& RemovePermissionRequest::shape() {
  static constexpr wire::Member kMembers[] = {
      wire::member<&RemovePermissionRequest::queue_url>("QueueUrl").required(),
      wire::member<&RemovePermissionRequest::label>("Label").required(),
  };
  static constexpr wire::Shape kShape{"RemovePermissionRequest", kMembers};
  return kShape;
}

}  // namespace angarium::services::sqs
