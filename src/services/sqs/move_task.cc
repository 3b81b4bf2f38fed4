#include "services/sqs/move_task.h"

#include <array>
#include <utility>

#include "base/base64.h"
#include "json/value.h"
#include "json/writer.h"
#include "store/error.h"
#include "store/fields.h"

namespace angarium::services::sqs {
namespace {

// Field numbers: docs/formats/sqs.md. Never reuse one.
enum TaskField : uint32_t {
  kId = 1,
  kDestinationArn = 2,
  kMessagesPerSecondMax = 3,
  kStatus = 4,
  kStarted = 5,
  kMoved = 6,
  kToMove = 7,
  kFailureReason = 8,
};
constexpr uint32_t kTask = 1;

std::string encode_task(const MoveTask& task) {
  store::FieldWriter writer;
  writer.bytes(kId, task.id);
  if (!task.destination_arn.empty()) writer.bytes(kDestinationArn, task.destination_arn);
  if (task.messages_per_second_max > 0) {
    writer.number(kMessagesPerSecondMax, task.messages_per_second_max);
  }
  writer.number(kStatus, static_cast<uint64_t>(task.status));
  writer.time(kStarted, task.started);
  writer.number(kMoved, task.moved);
  writer.number(kToMove, task.to_move);
  if (!task.failure_reason.empty()) writer.bytes(kFailureReason, task.failure_reason);
  return writer.take();
}

base::Result<MoveTask> decode_task(std::string_view record) {
  MoveTask task;
  uint64_t status = 0;
  store::FieldReader reader(record);
  while (reader.next()) {
    switch (reader.field()) {
      case kId: task.id = reader.bytes(); break;
      case kDestinationArn: task.destination_arn = reader.bytes(); break;
      case kMessagesPerSecondMax:
        task.messages_per_second_max = static_cast<uint32_t>(reader.number());
        break;
      case kStatus: status = reader.number(); break;
      case kStarted: task.started = reader.time(); break;
      case kMoved: task.moved = reader.number(); break;
      case kToMove: task.to_move = reader.number(); break;
      case kFailureReason: task.failure_reason = reader.bytes(); break;
      default: break;
    }
  }
  AG_CHECK(reader.status());
  if (task.id.empty() || status < 1 || status > 5) {
    return base::Error(store::StoreError::kCorrupt, "a message move task without id or status");
  }
  task.status = static_cast<MoveTask::Status>(status);
  return task;
}

}  // namespace

std::string_view MoveTask::status_name() const {
  constexpr std::array<std::string_view, 5> kNames = {"RUNNING", "COMPLETED", "CANCELLING",
                                                      "CANCELLED", "FAILED"};
  return kNames[static_cast<size_t>(status) - 1];
}

store::Key move_records_prefix() { return store::Key::of({"sqs", "move"}); }

store::Key move_record_key(const QueueName& source) {
  return move_records_prefix().with(source.text());
}

std::string encode_move_tasks(const MoveTasks& tasks) {
  store::FieldWriter writer;
  for (const MoveTask& task : tasks) writer.bytes(kTask, encode_task(task));
  return writer.take();
}

base::Result<MoveTasks> decode_move_tasks(std::string_view record) {
  MoveTasks tasks;
  store::FieldReader reader(record);
  while (reader.next()) {
    if (reader.field() != kTask) continue;
    AG_TRY(task, decode_task(reader.bytes()));
    tasks.push_back(std::move(task));
  }
  AG_CHECK(reader.status());
  return tasks;
}

std::string make_task_handle(const MoveTaskName& name) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().key("taskId").string(name.id).key("sourceArn");
  writer.string(name.source.arn().text()).end_object();
  return base::encode_base64(text);
}

std::optional<MoveTaskName> parse_task_handle(std::string_view handle) {
  constexpr size_t kHandleMax = 1'024;
  if (handle.size() > kHandleMax) return std::nullopt;
  auto text = base::decode_base64(handle);
  if (!text) return std::nullopt;
  auto document = json::Document::parse(*text, 2);
  if (!document.ok()) return std::nullopt;
  auto id = document->root().find_string("taskId");
  auto source = document->root().find_string("sourceArn");
  if (!id || !source) return std::nullopt;
  auto address = parse_queue_arn(*source);
  if (!address) return std::nullopt;
  return MoveTaskName{.id = std::string(*id), .source = std::move(*address)};
}

}  // namespace angarium::services::sqs
