#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "services/sqs/queue_name.h"
#include "store/key.h"

namespace angarium::services::sqs {

// One errand of moving a dead-letter queue's messages on (StartMessageMoveTask). A plain value.
struct MoveTask {
  // The numbers are stored (docs/formats/sqs.md).
  enum class Status : uint8_t {
    kRunning = 1,
    kCompleted = 2,
    kCancelling = 3,  // was asked to end; will not move more than the step under way
    kCancelled = 4,
    kFailed = 5,
  };

  std::string id;
  std::string destination_arn = {};      // empty: each message goes back where it came from
  uint32_t messages_per_second_max = 0;  // 0: as fast as it goes
  Status status = Status::kRunning;
  base::Time started;
  uint64_t moved = 0;
  uint64_t to_move = 0;  // as counted at the start
  std::string failure_reason = {};

  bool is_active() const { return status == Status::kRunning || status == Status::kCancelling; }
  std::string_view status_name() const;  // as AWS writes it
};

// The tasks of one source queue, the latest first. Only the first can be active.
using MoveTasks = std::vector<MoveTask>;

// How many are kept: as many as ListMessageMoveTasks can show.
inline constexpr size_t kMoveTasksKept = 10;

// Where the record of a source queue lies (docs/formats/sqs.md).
store::Key move_records_prefix();
store::Key move_record_key(const QueueName& source);

std::string encode_move_tasks(const MoveTasks& tasks);
base::Result<MoveTasks> decode_move_tasks(std::string_view record);

// A task's handle: base64 of {"taskId":...,"sourceArn":...}, as AWS makes them.
struct MoveTaskName {
  std::string id;
  QueueAddress source;
};
std::string make_task_handle(const MoveTaskName& name);
std::optional<MoveTaskName> parse_task_handle(std::string_view handle);

}  // namespace angarium::services::sqs
