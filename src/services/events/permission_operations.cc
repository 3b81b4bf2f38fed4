#include <fmt/format.h>

#include "services/events/errors.h"
#include "services/events/policy_document.h"
#include "services/events/requests.h"

namespace angarium::services::events {
namespace {

// Either a whole policy, or one statement by its parts.
wire::Result<void> check_form(const PutPermissionRequest& input) {
  bool any_part = input.action || input.principal || input.statement_id || input.condition;
  bool all_parts = input.action && input.principal && input.statement_id;
  if (input.policy && any_part) {
    return validation(
        "Parameter(s) Action, Principal, StatementId and Condition must not be specified together "
        "with Policy.");
  }
  if (!input.policy && !all_parts) {
    return validation(
        "Parameter(s) Action, Principal and StatementId, or Policy, must be specified.");
  }
  if (input.action && *input.action != "events:PutEvents") {
    return validation("Provided value in parameter 'action' is not supported.");
  }
  if (!input.condition) return {};
  // "Currently, the only supported condition is membership in a certain AWS organization" (API
  // reference, Condition).
  if (input.condition->type != "StringEquals") {
    return validation("Provided value in parameter 'condition.type' is not supported.");
  }
  if (input.condition->key != "aws:PrincipalOrgID") {
    return validation("Provided value in parameter 'condition.key' is not supported.");
  }
  return {};
}

wire::Result<PolicyDocument> existing_document(const Bus& bus) {
  if (bus.record.policy.empty()) return PolicyDocument();
  return PolicyDocument::parse(bus.record.policy);
}

wire::Error invalid_policy(const base::Error& reason) {
  return validation(fmt::format("Parameter Policy is not valid. Reason: {}", reason.message()));
}

// The whole policy of the bus after the request; a given one stays as it was given.
wire::Result<std::string> next_policy(const Bus& bus, const PutPermissionRequest& input) {
  if (input.policy) {
    auto policy = policy::Policy::parse(*input.policy);
    if (!policy.ok()) return invalid_policy(policy.error());
    AG_CHECK(PolicyDocument::parse(*input.policy));
    return *input.policy;
  }
  AG_TRY(document, existing_document(bus));
  document.allow_put_events(bus.id, *input.statement_id, *input.principal, input.condition);
  return document.text();
}

}  // namespace

Events::BusPlan Events::plan_put_permission(const wire::RequestContext& request,
                                            const PutPermissionRequest& input) {
  AG_CHECK(check_form(input));
  RequestedBus on = requested(request, input.event_bus_name);
  wire::Check check = check_on(request, "PutPermission", on, "*");
  return wire::Plan<RequestedBus>(std::move(check), std::move(on));
}

Events::Answer<wire::NoOutput> Events::put_permission(BusCall<PutPermissionRequest> call) {
  const BusId& id = call.loaded().id;
  store::Turns::Turn turn = co_await turns_.take(id.partition);
  std::shared_ptr<const Bus> bus = catalog_.find(id);
  if (!bus) co_return no_such_bus(id);
  wire::Result<std::string> policy = next_policy(*bus, call.input());
  if (!policy.ok()) co_return policy.error();
  size_t characters_max = quotas_.of(id.partition.account).policy_characters_max;
  if (count_characters(*policy) > characters_max) co_return policy_too_long();
  if (call.input().policy && principals_) {
    auto kept = principals_->with_ids(*policy);
    if (!kept.ok()) co_return invalid_policy(kept.error());
    *policy = std::move(*kept);
  }
  BusRecord record = changed_record(*bus, call.request().time);
  record.policy = std::move(*policy);
  wire::Result<void> changed = co_await change_record(bus, std::move(record));
  if (!changed.ok()) co_return changed.error();
  co_return wire::NoOutput{};
}

Events::BusPlan Events::plan_remove_permission(const wire::RequestContext& request,
                                               const RemovePermissionRequest& input) {
  if (!input.statement_id && !input.remove_all_permissions.value_or(false)) {
    return validation("Parameter(s) StatementId or RemoveAllPermissions must be specified.");
  }
  RequestedBus on = requested(request, input.event_bus_name);
  wire::Check check = check_on(request, "RemovePermission", on, "*");
  return wire::Plan<RequestedBus>(std::move(check), std::move(on));
}

Events::Answer<wire::NoOutput> Events::remove_permission(BusCall<RemovePermissionRequest> call) {
  const BusId& id = call.loaded().id;
  store::Turns::Turn turn = co_await turns_.take(id.partition);
  std::shared_ptr<const Bus> bus = catalog_.find(id);
  if (!bus) co_return no_such_bus(id);
  bool all = call.input().remove_all_permissions.value_or(false);
  if (bus->record.policy.empty()) {
    if (all) co_return wire::NoOutput{};
    co_return not_found("EventBus does not have a policy.");
  }
  wire::Result<PolicyDocument> document = existing_document(*bus);
  if (!document.ok()) co_return document.error();
  if (all) {
    *document = PolicyDocument();
  } else if (!document->remove(*call.input().statement_id)) {
    co_return not_found("Statement with the provided id does not exist.");
  }
  BusRecord record = changed_record(*bus, call.request().time);
  record.policy = document->empty() ? "" : document->text();
  wire::Result<void> changed = co_await change_record(bus, std::move(record));
  if (!changed.ok()) co_return changed.error();
  co_return wire::NoOutput{};
}

}  // namespace angarium::services::events
