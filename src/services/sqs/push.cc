#include "services/sqs/push.h"

#include <utility>

namespace angarium::services::sqs {

store::QueuePush message_push(const Queue& queue, store::MessageId id,
                              const MessageContent& content, base::Time not_before) {
  store::QueuePush push{.queue = messages_key(queue.address.name),
                        .id = std::move(id),
                        .not_before = not_before,
                        .body = encode_message(content)};
  if (!queue.is_fifo()) return push;
  const Grouping grouping{.group_id = content.group_id,
                          .deduplication_id = content.deduplication_id};
  push.group = content.group_id;
  push.deduplicate_for = kFifoRemembers;
  push.deduplication_key = deduplication_key(*queue.attributes.fifo, grouping);
  return push;
}

store::Precondition queue_exists(const QueueName& name) {
  return store::KeyPresent{queue_record_key(name)};
}

}  // namespace angarium::services::sqs
