#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "services/sqs/attributes.h"
#include "services/sqs/message.h"
#include "services/sqs/queue_name.h"
#include "store/operations.h"

namespace angarium::services::sqs {

using Tags = std::map<std::string, std::string>;

// A queue as its record tells it. Immutable once published; its messages are the store's alone.
struct Queue {
  QueueAddress address;
  QueueAttributes attributes;
  Tags tags;
  base::Time created;
  base::Time modified;
  std::optional<base::Time> purged = {};  // when it last was
  // Random bytes made with the queue: what its receipt handles are signed with.
  std::string handle_key;

  bool is_fifo() const { return attributes.fifo.has_value(); }
};

using QueuePtr = std::shared_ptr<const Queue>;

inline constexpr size_t kHandleKeyBytes = 32;

// Where things lie in the store (docs/formats/sqs.md).
store::Partition partition_of(const QueueAddress& address);
store::Key queue_records_prefix();
store::Key queue_record_key(const QueueName& name);
store::Key messages_key(const QueueName& name);

std::string encode_queue(const Queue& queue);
// kCorrupt for what encode_queue() can't have written.
base::Result<QueuePtr> decode_queue(const QueueAddress& address, std::string_view record);

// What the store keeps beside a message and a move may replace. A plain value.
struct MessageState {
  std::string dead_letter_source;  // the ARN of the queue whose dead letter it is; empty: of none
};
std::string encode_state(const MessageState& state);
base::Result<MessageState> decode_state(std::string_view record);

std::string encode_message(const MessageContent& content);
base::Result<MessageContent> decode_message(std::string_view record);

}  // namespace angarium::services::sqs
