#include "services/sqs/push.h"

#include <utility>

namespace angarium::services::sqs {

store::QueuePush message_push(const Queue& queue, store::MessageId id,
                              const MessageContent& content, base::Time not_before,
                              base::Milliseconds deduplicate_for) {
  return {.queue = messages_key(queue.address.name),
          .id = std::move(id),
          .not_before = not_before,
          .body = encode_message(content),
          .deduplicate_for = deduplicate_for};
}

store::Precondition queue_exists(const QueueName& name) {
  return store::KeyPresent{queue_record_key(name)};
}

}  // namespace angarium::services::sqs
