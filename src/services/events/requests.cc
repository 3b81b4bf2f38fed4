#include "services/events/requests.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/arn.h"
#include "base/log.h"
#include "services/events/errors.h"
#include "services/events/names.h"
#include "store/error.h"

namespace angarium::services::events {
namespace {

wire::Error commit_failed(const base::Error& error) {
  if (error.is(store::StoreError::kBusy)) {
    return throttled();
  }
  base::log(base::LogLevel::kError, "a change of events could not be stored",
            {{"error", error.code_name()}, {"message", error.message()}});
  return {.code = "InternalException",
          .message = "The change could not be stored.",
          .status = 500,
          .fault = wire::Fault::kReceiver};
}

void add_resource_tags(const Tags& tags, wire::Check& check) {
  for (const auto& [key, value] : tags) check.keys["aws:ResourceTag/" + key] = {value};
}

}  // namespace

wire::Check check_on(const wire::RequestContext& request, std::string_view operation,
                     const RequestedBus& on, std::string resource) {
  wire::Check check{.action = fmt::format("events:{}", operation), .resource = std::move(resource)};
  if (on.id.partition.account != request.caller.account) check.owner = on.id.partition.account;
  if (on.bus) check.resource_policy = on.bus->policy;
  return check;
}

wire::Check check_on_bus(const wire::RequestContext& request, std::string_view operation,
                         const RequestedBus& on) {
  wire::Check check = check_on(request, operation, on, bus_arn(on.id));
  if (on.bus) add_resource_tags(on.bus->record.tags, check);
  return check;
}

wire::Check check_on_rule(const wire::RequestContext& request, std::string_view operation,
                          const RequestedBus& on, const std::string& rule) {
  wire::Check check = check_on(request, operation, on, rule_arn(on.id, rule));
  const Rule* existing = on.bus ? on.bus->find_rule(rule) : nullptr;
  if (existing == nullptr) {
    check.keys["events:creatorAccount"] = {request.caller.account.text()};
    return check;
  }
  const RuleRecord& record = existing->record;
  check.keys["events:creatorAccount"] = {record.created_by.text()};
  if (record.managed_by) check.keys["events:ManagedBy"] = {*record.managed_by};
  add_resource_tags(record.tags, check);
  return check;
}

wire::Check check_on_resource(const wire::RequestContext& request, std::string_view operation,
                              const std::string& arn, const Catalog& catalog) {
  std::optional<Resource> resource = parse_resource_arn(arn);
  if (!resource) {
    return {.action = fmt::format("events:{}", operation), .resource = arn};
  }
  RequestedBus on{.id = resource->bus, .bus = catalog.find(resource->bus)};
  if (resource->rule.empty()) return check_on_bus(request, operation, on);
  return check_on_rule(request, operation, on, resource->rule);
}

wire::Result<wire::Check> check_pass_role(const wire::RequestContext& request,
                                          const std::string& role_arn,
                                          const std::string& rule_arn) {
  std::optional<base::Arn> arn = base::parse_arn(role_arn);
  if (!arn || arn->service != "iam" || !base::is_account_id(arn->account.text()) ||
      !arn->resource.starts_with("role/")) {
    return malformed_arn(role_arn);
  }
  wire::Check check{.action = "iam:PassRole", .resource = role_arn};
  if (arn->account != request.caller.account) check.owner = arn->account;
  check.keys["iam:PassedToService"] = {"events.amazonaws.com"};
  check.keys["iam:AssociatedResourceArn"] = {rule_arn};
  return check;
}

void add_tag_keys(wire::Check& check, const std::vector<Tag>& tags) {
  for (const Tag& tag : tags) {
    check.keys["aws:TagKeys"].push_back(tag.key);
    check.keys["aws:RequestTag/" + tag.key] = {tag.value};
  }
}

wire::Result<void> check_not_managed(const RuleRecord& rule, bool force) {
  if (!rule.managed_by || force) return {};
  return managed_rule(rule.name, *rule.managed_by);
}

BusRecord changed_record(const Bus& bus, base::Time now) {
  BusRecord record = bus.record;
  record.modified = now;
  if (!bus.is_stored) record.created = now;
  return record;
}

base::Task<wire::Result<void>> commit_change(store::Ownership& ownership,
                                             store::Partition partition,
                                             std::vector<store::Operation> operations) {
  store::CommitRequest request{.partition = std::move(partition),
                               .operations = std::move(operations)};
  base::Result<store::CommitResult> committed = co_await ownership.commit(std::move(request));
  if (!committed.ok()) co_return commit_failed(committed.error());
  co_return wire::Result<void>();
}

size_t count_characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<uint8_t>(c) & 0xc0) != 0x80; }));
}

size_t page_size(const std::optional<int32_t>& limit) {
  return limit ? static_cast<size_t>(*limit) : kPageMax;
}

RequestedBus Events::requested(const wire::RequestContext& request,
                               const std::optional<std::string>& name_or_arn) const {
  RequestedBus requested{.id = requested_bus(request, name_or_arn), .bus = nullptr};
  // AWS's endpoint of a region knows that region's buses only. And a default bus comes into being
  // for its own account alone: a stranger's ARN must not make one.
  if (requested.id.partition.region != request.region) return requested;
  bool own = requested.id.partition.account == request.caller.account;
  if (own || catalog_.is_published(requested.id)) requested.bus = catalog_.find(requested.id);
  return requested;
}

wire::Result<std::string> Events::page_position(
    const std::string& scope, const std::optional<std::string>& next_token) const {
  if (!next_token) return std::string();
  std::optional<std::string> position = page_tokens_.open(scope, *next_token);
  if (!position) return invalid_next_token();
  return *position;
}

base::Task<wire::Result<void>> Events::commit(store::Partition partition,
                                              std::vector<store::Operation> operations) {
  return commit_change(ownership_, std::move(partition), std::move(operations));
}

base::Task<wire::Result<void>> Events::change_record(std::shared_ptr<const Bus> bus,
                                                     BusRecord record) {
  std::vector<store::Operation> operations;
  operations.emplace_back(store::TablePut{bus_key(record.name), encode(record)});
  auto next = with_record(*bus, std::move(record));
  if (!next.ok()) co_return wire::to_wire_error(next.error());
  wire::Result<void> committed = co_await commit(bus->id.partition, std::move(operations));
  if (!committed.ok()) co_return committed.error();
  catalog_.put(*next);
  unknown_buses_.forget(bus->id);
  co_return wire::Result<void>();
}

base::Task<wire::Result<void>> Events::change_rule(
    std::shared_ptr<const Bus> bus, RuleRecord record,
    std::shared_ptr<const pattern::Pattern> pattern) {
  const Rule* before = bus->find_rule(record.name);
  const Schedules::Change scheduled = schedules_.plan(before ? &before->record : nullptr, &record);
  std::vector<store::Operation> operations = scheduled.operations();
  operations.emplace_back(store::TablePut{rule_key(record.bus, record.name), encode(record)});
  wire::Result<void> committed = co_await commit(bus->id.partition, std::move(operations));
  if (!committed.ok()) co_return committed.error();
  auto rule = make_rule(bus->id, std::move(record), std::move(pattern), bus->next_rule_id);
  catalog_.put(with_rule(*bus, std::move(rule)));
  schedules_.done(bus->id, scheduled);
  co_return wire::Result<void>();
}

base::Task<wire::Result<void>> Events::remove_rule(std::shared_ptr<const Bus> bus,
                                                   std::string rule) {
  const Rule* before = bus->find_rule(rule);
  const Schedules::Change scheduled = schedules_.plan(before ? &before->record : nullptr, nullptr);
  std::vector<store::Operation> operations = scheduled.operations();
  operations.emplace_back(store::TableDelete{rule_key(bus->id.name, rule)});
  wire::Result<void> committed = co_await commit(bus->id.partition, std::move(operations));
  if (!committed.ok()) co_return committed.error();
  catalog_.put(without_rule(*bus, rule));
  schedules_.done(bus->id, scheduled);
  co_return wire::Result<void>();
}

base::Task<void> Events::publish_default(BusId bus) {
  if (bus.name != kDefaultBus || catalog_.is_published(bus)) co_return;
  store::Turns::Turn turn = co_await turns_.take(bus.partition);
  if (!catalog_.is_published(bus)) catalog_.put(catalog_.find(bus));
}

}  // namespace angarium::services::events
