#include <fmt/format.h>

#include "services/events/errors.h"
#include "services/events/requests.h"
#include "services/events/tags.h"

namespace angarium::services::events {
namespace {

EventBus describe(const Bus& bus, const wire::Principals* principals) {
  EventBus shown{
      .name = bus.id.name, .arn = bus_arn(bus.id), .description = bus.record.description};
  const std::string& policy = bus.record.policy;
  if (!policy.empty()) shown.policy = principals ? principals->with_arns(policy) : policy;
  if (bus.is_stored) {
    shown.creation_time = bus.record.created;
    shown.last_modified_time = bus.record.modified;
  }
  return shown;
}

std::optional<DeadLetterConfig> dead_letter_config(const BusRecord& record) {
  if (!record.dead_letter_arn) return std::nullopt;
  return DeadLetterConfig{.arn = record.dead_letter_arn};
}

std::optional<LogConfig> log_config(const BusRecord& record) {
  if (!record.log_level && !record.log_include_detail) return std::nullopt;
  return LogConfig{.include_detail = record.log_include_detail, .level = record.log_level};
}

// A dead-letter queue of a bus is for events that a customer's key fails to encrypt, and log
// records go where a log delivery of CloudWatch Logs sends them. Without either, as here, both are
// settings that nothing asks for; AWS keeps and shows them all the same.
template <class Input>
void take_settings(const Input& input, BusRecord& record) {
  if (input.description) record.description = input.description;
  if (input.dead_letter_config) record.dead_letter_arn = input.dead_letter_config->arn;
  if (!input.log_config) return;
  record.log_level = input.log_config->level;
  record.log_include_detail = input.log_config->include_detail;
}

}  // namespace

Events::BusPlan Events::plan_create_event_bus(const wire::RequestContext& request,
                                              const CreateEventBusRequest& input) {
  RequestedBus on = requested(request, input.name);
  std::vector<wire::Check> checks{check_on_bus(request, "CreateEventBus", on)};
  if (input.tags && !input.tags->empty()) {
    checks.push_back(check_on_bus(request, "TagResource", on));
    for (wire::Check& check : checks) add_tag_keys(check, *input.tags);
  }
  return wire::Plan<RequestedBus>(std::move(checks), std::move(on));
}

Events::Answer<CreateEventBusResponse> Events::create_event_bus(
    BusCall<CreateEventBusRequest> call) {
  const BusId& id = call.loaded().id;
  // AWS: a slash is for the buses of partners, which need an EventSourceName.
  if (id.name.find('/') != std::string::npos) {
    co_return validation("Event bus name must not contain '/'.");
  }
  store::Turns::Turn turn = co_await turns_.take(id.partition);
  if (catalog_.find(id)) co_return bus_exists(id.name);
  if (catalog_.count(id.partition) >= quotas_.of(id.partition.account).buses_max)
    co_return limit_exceeded();
  BusRecord record{
      .name = id.name, .created = call.request().time, .modified = call.request().time};
  take_settings(call.input(), record);
  wire::Result<Tags> tags = with_tags({}, call.input().tags.value_or(std::vector<Tag>()));
  if (!tags.ok()) co_return tags.error();
  record.tags = std::move(*tags);
  CreateEventBusResponse response{.event_bus_arn = bus_arn(id),
                                  .description = record.description,
                                  .dead_letter_config = dead_letter_config(record),
                                  .log_config = log_config(record)};
  auto empty = std::make_shared<const Bus>(empty_bus(id));
  wire::Result<void> changed = co_await change_record(empty, std::move(record));
  if (!changed.ok()) co_return changed.error();
  co_return response;
}

Events::BusPlan Events::plan_update_event_bus(const wire::RequestContext& request,
                                              const UpdateEventBusRequest& input) {
  RequestedBus on = requested(request, input.name);
  wire::Check check = check_on_bus(request, "UpdateEventBus", on);
  return wire::Plan<RequestedBus>(std::move(check), std::move(on));
}

// What the request leaves out is kept, as AWS does; an empty description is one.
Events::Answer<UpdateEventBusResponse> Events::update_event_bus(
    BusCall<UpdateEventBusRequest> call) {
  const BusId& id = call.loaded().id;
  store::Turns::Turn turn = co_await turns_.take(id.partition);
  std::shared_ptr<const Bus> bus = catalog_.find(id);
  if (!bus) co_return no_such_bus(id);
  BusRecord record = changed_record(*bus, call.request().time);
  take_settings(call.input(), record);
  UpdateEventBusResponse response{.arn = bus_arn(id),
                                  .name = id.name,
                                  .description = record.description,
                                  .dead_letter_config = dead_letter_config(record),
                                  .log_config = log_config(record)};
  wire::Result<void> changed = co_await change_record(bus, std::move(record));
  if (!changed.ok()) co_return changed.error();
  co_return response;
}

Events::BusPlan Events::plan_delete_event_bus(const wire::RequestContext& request,
                                              const DeleteEventBusRequest& input) {
  RequestedBus on = requested(request, input.name);
  wire::Check check = check_on_bus(request, "DeleteEventBus", on);
  return wire::Plan<RequestedBus>(std::move(check), std::move(on));
}

// Deleting a bus that is not there succeeds, as with AWS.
Events::Answer<wire::NoOutput> Events::delete_event_bus(BusCall<DeleteEventBusRequest> call) {
  const BusId& id = call.loaded().id;
  if (id.name == kDefaultBus) co_return validation("Cannot delete event bus default.");
  store::Turns::Turn turn = co_await turns_.take(id.partition);
  std::shared_ptr<const Bus> bus = catalog_.find(id);
  if (!bus) co_return wire::NoOutput{};
  if (!bus->rules.empty()) {
    co_return validation(fmt::format("Event bus {} can't be deleted since it has rules.", id.name));
  }
  std::vector<store::Operation> operations;
  operations.emplace_back(store::TableDelete{bus_key(id.name)});
  wire::Result<void> committed = co_await commit(id.partition, std::move(operations));
  if (!committed.ok()) co_return committed.error();
  catalog_.remove(id);
  co_return wire::NoOutput{};
}

Events::BusPlan Events::plan_describe_event_bus(const wire::RequestContext& request,
                                                const DescribeEventBusRequest& input) {
  RequestedBus on = requested(request, input.name);
  wire::Check check = check_on_bus(request, "DescribeEventBus", on);
  return wire::Plan<RequestedBus>(std::move(check), std::move(on));
}

wire::Result<DescribeEventBusResponse> Events::describe_event_bus(
    BusCall<DescribeEventBusRequest> call) {
  const RequestedBus& on = call.loaded();
  if (!on.bus) return no_such_bus(on.id);
  EventBus shown = describe(*on.bus, principals_);
  return DescribeEventBusResponse{.name = shown.name,
                                  .arn = shown.arn,
                                  .description = shown.description,
                                  .dead_letter_config = dead_letter_config(on.bus->record),
                                  .policy = shown.policy,
                                  .log_config = log_config(on.bus->record),
                                  .creation_time = shown.creation_time,
                                  .last_modified_time = shown.last_modified_time};
}

wire::Result<wire::Plan<>> Events::plan_list_event_buses(const wire::RequestContext&,
                                                         const ListEventBusesRequest&) {
  return wire::Plan<>(wire::Check{.action = "events:ListEventBuses"});
}

wire::Result<ListEventBusesResponse> Events::list_event_buses(
    wire::Authorized<ListEventBusesRequest> call) {
  const ListEventBusesRequest& input = call.input();
  const wire::RequestContext& request = call.request();
  std::string prefix = input.name_prefix.value_or("");
  std::string scope = wire::PageTokens::scope(request, {prefix});
  AG_TRY(after, page_position(scope, input.next_token));
  size_t size = page_size(input.limit);
  store::Partition partition{.account = request.caller.account, .region = request.region};
  auto buses = catalog_.list(partition, prefix, after, size + 1);
  ListEventBusesResponse response;
  for (size_t i = 0; i < std::min(size, buses.size()); ++i) {
    response.event_buses.push_back(describe(*buses[i], principals_));
  }
  if (buses.size() > size) {
    response.next_token = page_tokens_.issue(scope, response.event_buses.back().name);
  }
  return response;
}

}  // namespace angarium::services::events
