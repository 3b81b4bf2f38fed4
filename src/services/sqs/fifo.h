#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "services/sqs/queue_name.h"
#include "wire/error.h"

// What sets FIFO queues apart: their attributes, and the groups and ids that messages carry. Order
// and deduplication are the store's (store/operations.h, groups and deduplication keys).
namespace angarium::services::sqs {

// Developer guide, "Exactly-once processing": both the ids of messages and those of receive
// attempts are remembered for five minutes.
inline constexpr base::Seconds kFifoRemembers{300};

// The attributes that only a FIFO queue has, with AWS's defaults. A plain value.
struct FifoAttributes {
  bool content_based_deduplication = false;
  bool deduplicates_by_group = false;  // DeduplicationScope: messageGroup instead of queue
  bool is_limited_by_group = false;    // FifoThroughputLimit: perMessageGroupId instead of perQueue
  friend bool operator==(const FifoAttributes&, const FifoAttributes&) = default;
};

// CreateQueue needs both the suffix .fifo and the attribute FifoQueue, or neither.
wire::Result<void> check_queue_type(const QueueName& name,
                                    const std::map<std::string, std::string>& attributes);

bool is_fifo_attribute(std::string_view name);
// Sets one of them; `fifo` is none for a standard queue, which has none of them
// (InvalidAttributeName). FifoQueue itself can only say what the queue is.
wire::Result<void> set_fifo_attribute(const std::string& name, const std::string& value,
                                      std::optional<FifoAttributes>& fifo);
// Whether they fit together, once all are set.
wire::Result<void> check_fifo_attributes(const std::optional<FifoAttributes>& fifo);
void show_fifo_attributes(const FifoAttributes& fifo, std::map<std::string, std::string>& out);

// What a sender says about a message's place among others. A plain value.
struct Grouping {
  std::optional<std::string> group_id = {};          // MessageGroupId
  std::optional<std::string> deduplication_id = {};  // MessageDeduplicationId
};

// Checks it for a queue and adds what the queue adds: the id that content gives. On a standard
// queue a group is a label (fair queues), and there is no deduplication.
wire::Result<Grouping> check_grouping(Grouping given, const std::optional<FifoAttributes>& fifo,
                                      std::string_view body);

// What the store is to remember a message by.
std::string deduplication_key(const FifoAttributes& fifo, const Grouping& grouping);

// 20 digits, as AWS has them; ascending in the order of the queue.
std::string sequence_number(uint64_t sequence);

// ReceiveRequestAttemptId, which a standard queue ignores.
wire::Result<std::string> check_attempt_id(const std::optional<std::string>& given, bool is_fifo);

}  // namespace angarium::services::sqs
