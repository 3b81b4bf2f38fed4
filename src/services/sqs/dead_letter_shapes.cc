#include "services/sqs/dead_letter_shapes.h"

namespace angarium::services::sqs {

const wire::Shape& ListDeadLetterSourceQueuesRequest::shape() {
  using Self = ListDeadLetterSourceQueuesRequest;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::queue_url>("QueueUrl").required(),
      wire::member<&Self::next_token>("NextToken"),
      wire::member<&Self::results_max>("MaxResults"),
  };
  static constexpr wire::Shape kShape{"ListDeadLetterSourceQueuesRequest", kMembers};
  return kShape;
}

const wire::Shape& ListDeadLetterSourceQueuesResult::shape() {
  using Self = ListDeadLetterSourceQueuesResult;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::queue_urls>("queueUrls").required().flattened("QueueUrl"),
      wire::member<&Self::next_token>("NextToken"),
  };
  static constexpr wire::Shape kShape{"ListDeadLetterSourceQueuesResult", kMembers};
  return kShape;
}

}  // namespace angarium::services::sqs
