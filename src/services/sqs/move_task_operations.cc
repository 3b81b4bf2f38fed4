#include <algorithm>
#include <utility>

#include "base/uuid.h"
#include "services/sqs/api.h"
#include "services/sqs/errors.h"
#include "services/sqs/parameters.h"
#include "services/sqs/push.h"
#include "store/error.h"

// Message move tasks: start, cancel, list. mover.h carries them out.
namespace angarium::services::sqs {
namespace {

constexpr int64_t kMessagesPerSecondMax = 500;  // API reference, StartMessageMoveTask

wire::Result<QueueAddress> read_arn(const std::string& arn, std::string_view parameter) {
  auto address = parse_queue_arn(arn);
  if (!address) return malformed_arn(parameter);
  return std::move(*address);
}

ListMessageMoveTasksResultEntry shown_task(const QueueAddress& source, const MoveTask& task) {
  ListMessageMoveTasksResultEntry shown{.status = std::string(task.status_name()),
                                        .source_arn = source.arn().text(),
                                        .messages_moved = static_cast<int64_t>(task.moved),
                                        .messages_to_move = static_cast<int64_t>(task.to_move),
                                        .started_ms = base::to_unix_ms(task.started)};
  // API reference, ListMessageMoveTasks: "only populated for tasks that are in RUNNING status".
  if (task.status == MoveTask::Status::kRunning) {
    shown.task_handle = make_task_handle({.id = task.id, .source = source});
  }
  if (!task.destination_arn.empty()) shown.destination_arn = task.destination_arn;
  if (task.messages_per_second_max > 0) {
    shown.messages_per_second_max = static_cast<int32_t>(task.messages_per_second_max);
  }
  if (!task.failure_reason.empty()) shown.failure_reason = task.failure_reason;
  return shown;
}

}  // namespace

// Developer guide, "Configure queue permissions for dead-letter queue redrive": starting a task
// needs what moving the messages by hand would need.
wire::Result<wire::Plan<MoveRoute>> Api::plan_start_message_move_task(
    const wire::RequestContext& request, const StartMessageMoveTaskRequest& input) {
  AG_TRY(source, read_arn(input.source_arn, "SourceArn"));
  MoveRoute route{.source = {source, catalog_.find(source)}};
  std::vector<wire::Check> checks;
  for (const char* action : {"sqs:StartMessageMoveTask", "sqs:ReceiveMessage", "sqs:DeleteMessage",
                             "sqs:GetQueueAttributes"}) {
    checks.push_back(owner_check(request, action, route.source));
  }
  std::vector<QueueAddress> destinations;
  if (input.destination_arn) {
    AG_TRY(destination, read_arn(*input.destination_arn, "DestinationArn"));
    route.destination = NamedQueue{destination, catalog_.find(destination)};
    destinations.push_back(std::move(destination));
  } else {
    destinations = catalog_.dead_letter_sources(source, "", kListedMax);
  }
  for (const QueueAddress& address : destinations) {
    checks.push_back(owner_check(request, "sqs:SendMessage", {address, catalog_.find(address)}));
  }
  return wire::Plan<MoveRoute>(std::move(checks), std::move(route));
}

wire::Result<void> Api::check_move_route(const MoveRoute& route) const {
  const QueueAddress& source = route.source.address;
  if (!route.source.queue) return resource_not_found("SourceArn");
  if (catalog_.dead_letter_sources(source, "", 1).empty()) {
    return invalid_parameter_value("Source queue must be configured as a Dead Letter Queue.");
  }
  if (!route.destination) return {};
  const QueueAddress& destination = route.destination->address;
  if (destination == source) {
    return invalid_parameter_value(
        "Source queue arn and destination queue arn cannot be the same.");
  }
  const bool is_beside =
      destination.account == source.account && destination.region == source.region;
  if (!route.destination->queue || !is_beside) return resource_not_found("DestinationArn");
  if (is_fifo(destination.name) != is_fifo(source.name)) {
    return invalid_parameter_value(
        "The source queue and destination queue must be of the same queue type.");
  }
  return {};
}

Answer<StartMessageMoveTaskResult> Api::start_message_move_task(
    wire::Authorized<StartMessageMoveTaskRequest, MoveRoute> call) {
  const MoveRoute& route = call.loaded();
  auto checked = check_move_route(route);
  if (!checked.ok()) co_return checked.error();
  const auto& rate = call.input().messages_per_second_max;
  if (rate && (*rate < 1 || *rate > kMessagesPerSecondMax)) {
    co_return invalid_parameter_value(
        "Value for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: You must enter a "
        "number that's between 1 and 500.");
  }
  MoveTask task{.id = base::uuid(random_),
                .messages_per_second_max = static_cast<uint32_t>(rate.value_or(0)),
                .started = clock_.now()};
  if (route.destination) task.destination_arn = route.destination->address.arn().text();
  const QueueAddress source = route.source.address;
  switch (mover_->reserve(source)) {
    case Mover::Reserved::kYes: break;
    case Mover::Reserved::kQueueHasOne: co_return move_task_running();
    case Mover::Reserved::kAccountHasTooMany:
      co_return too_many_move_tasks(settings_.move_tasks_max);
  }
  StartMessageMoveTaskResult result{make_task_handle({.id = task.id, .source = source})};
  auto committed = co_await commit_new_task(source, std::move(task));
  if (!committed.ok()) {
    mover_->release(source);
    co_return committed.error();
  }
  mover_->run(source);
  co_return result;
}

// Nobody else writes the record meanwhile: the mover has no other task of this queue.
base::Task<wire::Result<void>> Api::commit_new_task(QueueAddress source, MoveTask task) {
  co_await base::resume_on(ownership_.executor());  // record and counts come from the disk
  const store::Partition partition = partition_of(source);
  const store::Key key = move_record_key(source.name);
  auto counts = ownership_.store().queue_counts(partition, messages_key(source.name));
  if (!counts.ok()) co_return counts.error();
  task.to_move = counts->visible;
  auto record = read_move_tasks(source);
  if (!record.ok()) co_return record.error();
  MoveTasks tasks = std::move(record->tasks);
  if (tasks.size() >= kMoveTasksKept) tasks.resize(kMoveTasksKept - 1);
  tasks.insert(tasks.begin(), std::move(task));
  store::CommitRequest request{.partition = partition, .operations = {}};
  request.operations.emplace_back(store::TablePut{key, encode_move_tasks(tasks)});
  request.preconditions.emplace_back(queue_exists(source.name));
  auto committed = co_await ownership_.commit(std::move(request));
  if (!committed.ok()) co_return commit_error(committed.error());
  co_return wire::Result<void>();
}

base::Result<Api::MoveRecord> Api::read_move_tasks(const QueueAddress& source) const {
  AG_TRY(record, ownership_.store().get(partition_of(source), move_record_key(source.name)));
  if (!record) return MoveRecord{};
  AG_TRY(tasks, decode_move_tasks(record->value));
  return MoveRecord{.tasks = std::move(tasks), .revision = record->revision};
}

QueuePlan Api::plan_cancel_message_move_task(const wire::RequestContext& request,
                                             const CancelMessageMoveTaskRequest& input) {
  auto name = parse_task_handle(input.task_handle);
  if (!name) return invalid_task_handle();
  NamedQueue named{name->source, catalog_.find(name->source)};
  wire::Check check = owner_check(request, "sqs:CancelMessageMoveTask", named);
  return wire::Plan<NamedQueue>(std::move(check), std::move(named));
}

Answer<CancelMessageMoveTaskResult> Api::cancel_message_move_task(
    QueueCall<CancelMessageMoveTaskRequest> call) {
  constexpr int kAttemptsMax = 20;  // each step of the mover writes the record
  const QueueAddress source = call.loaded().address;
  const store::Key key = move_record_key(source.name);
  const std::string id = parse_task_handle(call.input().task_handle)->id;
  if (!call.loaded().queue) co_return no_such_move_task();
  co_await base::resume_on(ownership_.executor());
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    auto record = read_move_tasks(source);
    if (!record.ok()) co_return record.error();
    auto task = std::find_if(record->tasks.begin(), record->tasks.end(),
                             [&id](const MoveTask& each) { return each.id == id; });
    if (task == record->tasks.end()) co_return no_such_move_task();
    if (task->status != MoveTask::Status::kRunning) {
      co_return unsupported_operation("Only active tasks can be cancelled.");
    }
    task->status = MoveTask::Status::kCancelling;
    CancelMessageMoveTaskResult result{static_cast<int64_t>(task->moved)};
    store::CommitRequest request{.partition = partition_of(source), .operations = {}};
    request.operations.emplace_back(store::TablePut{key, encode_move_tasks(record->tasks)});
    request.preconditions.emplace_back(store::KeyAtRevision{key, record->revision});
    auto committed = co_await ownership_.commit(std::move(request));
    if (committed.ok()) {
      mover_->wake(source);
      co_return result;
    }
    if (!committed.error().is(store::StoreError::kPreconditionFailed)) co_return committed.error();
  }
  co_return wire::to_wire_error(base::Error(store::StoreError::kBusy, "the task is too quick"));
}

QueuePlan Api::plan_list_message_move_tasks(const wire::RequestContext& request,
                                            const ListMessageMoveTasksRequest& input) {
  AG_TRY(source, read_arn(input.source_arn, "SourceArn"));
  NamedQueue named{source, catalog_.find(source)};
  wire::Check check = owner_check(request, "sqs:ListMessageMoveTasks", named);
  return wire::Plan<NamedQueue>(std::move(check), std::move(named));
}

Answer<ListMessageMoveTasksResult> Api::list_message_move_tasks(
    QueueCall<ListMessageMoveTasksRequest> call) {
  const QueueAddress source = call.loaded().address;
  if (!call.loaded().queue) co_return resource_not_found("SourceArn");
  auto results_max = number_in(call.input().results_max, 1, 1, kMoveTasksKept, "MaxResults",
                               "Must be between 1 and 10, if provided.");
  if (!results_max.ok()) co_return results_max.error();
  co_await base::resume_on(ownership_.executor());
  auto record = read_move_tasks(source);
  if (!record.ok()) co_return record.error();
  ListMessageMoveTasksResult result;
  for (const MoveTask& task : record->tasks) {
    if (result.results.size() == static_cast<size_t>(*results_max)) break;
    result.results.push_back(shown_task(source, task));
  }
  co_return result;
}

}  // namespace angarium::services::sqs
