#include <algorithm>

#include "services/events/errors.h"
#include "services/events/requests.h"
#include "services/events/target_checks.h"

namespace angarium::services::events {
namespace {

TargetRecord to_record(const TargetShape& target) {
  TargetRecord record{.id = target.id, .arn = target.arn};
  record.role_arn = target.role_arn;
  record.input = target.input;
  record.input_path = target.input_path;
  if (target.input_transformer) {
    record.input_paths_map = target.input_transformer->input_paths_map.value_or(Tags());
    record.input_template = target.input_transformer->input_template;
  }
  record.parameters = target;
  if (target.dead_letter_config) record.dead_letter_arn = target.dead_letter_config->arn;
  if (!target.retry_policy) return record;
  const RetryPolicyShape& retry = *target.retry_policy;
  if (retry.maximum_retry_attempts) {
    record.retries_max = static_cast<uint32_t>(*retry.maximum_retry_attempts);
  }
  if (retry.maximum_event_age_in_seconds) {
    record.event_age_seconds_max = static_cast<uint32_t>(*retry.maximum_event_age_in_seconds);
  }
  return record;
}

std::optional<InputTransformer> input_transformer(const TargetRecord& record) {
  if (!record.input_template) return std::nullopt;
  InputTransformer transformer{.input_template = *record.input_template};
  if (!record.input_paths_map.empty()) transformer.input_paths_map = record.input_paths_map;
  return transformer;
}

std::optional<RetryPolicyShape> retry_policy(const TargetRecord& record) {
  if (!record.retries_max && !record.event_age_seconds_max) return std::nullopt;
  RetryPolicyShape retry;
  if (record.retries_max) {
    retry.maximum_retry_attempts = static_cast<int32_t>(*record.retries_max);
  }
  if (record.event_age_seconds_max) {
    retry.maximum_event_age_in_seconds = static_cast<int32_t>(*record.event_age_seconds_max);
  }
  return retry;
}

TargetShape to_shape(const TargetRecord& record) {
  TargetShape target{record.parameters};
  target.id = record.id;
  target.arn = record.arn;
  target.role_arn = record.role_arn;
  target.input = record.input;
  target.input_path = record.input_path;
  target.input_transformer = input_transformer(record);
  if (record.dead_letter_arn) target.dead_letter_config = {.arn = record.dead_letter_arn};
  target.retry_policy = retry_policy(record);
  return target;
}

// "If you have an IAM role on a cross-account event bus target, a PutTargets call without a role on
// the same target (same Id and Arn) will not remove the role" (API reference, PutTargets).
bool keeps_role(const BusId& bus, const TargetRecord& before, const TargetRecord& after) {
  if (after.role_arn || before.arn != after.arn) return false;
  std::optional<BusId> to = parse_bus_arn(after.arn);
  return to && to->partition.account != bus.partition.account;
}

// A target of the same id gives way.
void put(const BusId& bus, std::vector<TargetRecord>& targets, TargetRecord target) {
  auto place =
      std::lower_bound(targets.begin(), targets.end(), target.id,
                       [](const TargetRecord& t, const std::string& id) { return t.id < id; });
  if (place != targets.end() && place->id == target.id) {
    if (keeps_role(bus, *place, target)) target.role_arn = place->role_arn;
    *place = std::move(target);
  } else {
    targets.insert(place, std::move(target));
  }
}

}  // namespace

Events::BusPlan Events::plan_put_targets(const wire::RequestContext& request,
                                         const PutTargetsRequest& input) {
  RequestedBus on = requested(request, input.event_bus_name);
  AG_CHECK(check_targets(input, on.id, quotas_.of(on.id.partition.account)));
  wire::Check check = check_on_rule(request, "PutTargets", on, input.rule);
  for (const TargetShape& target : input.targets) {
    check.keys["events:TargetArn"].push_back(target.arn);
  }
  std::vector<wire::Check> checks{std::move(check)};
  for (const TargetShape& target : input.targets) {
    if (!target.role_arn) continue;
    AG_TRY(pass_role, check_pass_role(request, *target.role_arn, checks.front().resource));
    checks.push_back(std::move(pass_role));
  }
  return wire::Plan<RequestedBus>(std::move(checks), std::move(on));
}

// A role that the service can't assume is refused when it is given, not when an event needs it.
wire::Result<void> Events::check_assumable(const std::optional<std::string>& role_arn,
                                           const BusId& bus, const std::string& rule,
                                           base::Time now) const {
  if (!role_arn || !principals_) return {};
  const wire::ServiceCall call{.service = "events.amazonaws.com",
                               .source_arn = rule_arn(bus, rule),
                               .account = bus.partition.account,
                               .role_arn = *role_arn,
                               .region = bus.partition.region,
                               .time = now};
  if (principals_->may_assume(call)) return {};
  return not_assumable(*role_arn);
}

Events::Answer<PutTargetsResponse> Events::put_targets(BusCall<PutTargetsRequest> call) {
  const PutTargetsRequest& input = call.input();
  const BusId& id = call.loaded().id;
  if (!call.loaded().bus) co_return no_such_bus(id);
  store::Turns::Turn turn = co_await turns_.take(id.partition);
  std::shared_ptr<const Bus> bus = catalog_.find(id);
  if (!bus) co_return no_such_bus(id);
  const Rule* rule = bus->find_rule(input.rule);
  if (!rule) co_return no_such_rule(id, input.rule);
  wire::Result<void> allowed = check_not_managed(rule->record);
  if (!allowed.ok()) co_return allowed.error();
  for (const TargetShape& target : input.targets) {
    wire::Result<void> assumable =
        check_assumable(target.role_arn, id, input.rule, call.request().time);
    if (!assumable.ok()) co_return assumable.error();
  }
  RuleRecord record = rule->record;
  for (const TargetShape& target : input.targets) put(id, record.targets, to_record(target));
  size_t targets_max = quotas_.of(id.partition.account).targets_per_rule_max;
  if (record.targets.size() > targets_max) co_return limit_exceeded();
  wire::Result<void> changed = co_await change_rule(bus, std::move(record), rule->pattern);
  if (!changed.ok()) co_return changed.error();
  co_return PutTargetsResponse{};
}

Events::BusPlan Events::plan_remove_targets(const wire::RequestContext& request,
                                            const RemoveTargetsRequest& input) {
  RequestedBus on = requested(request, input.event_bus_name);
  size_t ids_max = quotas_.of(on.id.partition.account).targets_per_request_max;
  if (input.ids.size() > ids_max) return limit_exceeded();
  wire::Check check = check_on_rule(request, "RemoveTargets", on, input.rule);
  return wire::Plan<RequestedBus>(std::move(check), std::move(on));
}

// Ids that the rule doesn't have are removed already.
Events::Answer<RemoveTargetsResponse> Events::remove_targets(BusCall<RemoveTargetsRequest> call) {
  const RemoveTargetsRequest& input = call.input();
  const BusId& id = call.loaded().id;
  if (!call.loaded().bus) co_return no_such_bus(id);
  store::Turns::Turn turn = co_await turns_.take(id.partition);
  std::shared_ptr<const Bus> bus = catalog_.find(id);
  if (!bus) co_return no_such_bus(id);
  const Rule* rule = bus->find_rule(input.rule);
  if (!rule) co_return no_such_rule(id, input.rule);
  wire::Result<void> allowed = check_not_managed(rule->record, input.force.value_or(false));
  if (!allowed.ok()) co_return allowed.error();
  RuleRecord record = rule->record;
  size_t removed = std::erase_if(record.targets, [&](const TargetRecord& target) {
    return std::find(input.ids.begin(), input.ids.end(), target.id) != input.ids.end();
  });
  if (removed == 0) co_return RemoveTargetsResponse{};
  wire::Result<void> changed = co_await change_rule(bus, std::move(record), rule->pattern);
  if (!changed.ok()) co_return changed.error();
  co_return RemoveTargetsResponse{};
}

Events::BusPlan Events::plan_list_targets_by_rule(const wire::RequestContext& request,
                                                  const ListTargetsByRuleRequest& input) {
  RequestedBus on = requested(request, input.event_bus_name);
  wire::Check check = check_on_rule(request, "ListTargetsByRule", on, input.rule);
  return wire::Plan<RequestedBus>(std::move(check), std::move(on));
}

wire::Result<ListTargetsByRuleResponse> Events::list_targets_by_rule(
    BusCall<ListTargetsByRuleRequest> call) {
  const ListTargetsByRuleRequest& input = call.input();
  const RequestedBus& on = call.loaded();
  if (!on.bus) return no_such_bus(on.id);
  const Rule* rule = on.bus->find_rule(input.rule);
  if (!rule) return no_such_rule(on.id, input.rule);
  std::string scope = wire::PageTokens::scope(call.request(), {bus_arn(on.id), input.rule});
  AG_TRY(after, page_position(scope, input.next_token));
  ListTargetsByRuleResponse response;
  for (const TargetRecord& target : rule->record.targets) {
    if (target.id <= after) continue;
    if (response.targets.size() == page_size(input.limit)) {
      response.next_token = page_tokens_.issue(scope, response.targets.back().id);
      break;
    }
    response.targets.push_back(to_shape(target));
  }
  return response;
}

}  // namespace angarium::services::events
