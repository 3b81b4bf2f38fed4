#include <algorithm>

#include "services/events/constraints.h"
#include "services/events/errors.h"
#include "services/events/requests.h"

namespace angarium::services::events {
namespace {

RuleItem describe(const BusId& bus, const RuleRecord& rule) {
  return {.name = rule.name,
          .arn = rule_arn(bus, rule.name),
          .event_pattern =
              rule.pattern.empty() ? std::nullopt : std::optional<std::string>(rule.pattern),
          .state = std::string(kRuleStates[static_cast<size_t>(rule.state)]),
          .description = rule.description,
          .schedule_expression = rule.schedule_expression,
          .role_arn = rule.role_arn,
          .managed_by = rule.managed_by,
          .event_bus_name = bus.name};
}

bool has_target(const Rule& rule, const std::string& arn) {
  const std::vector<TargetRecord>& targets = rule.record.targets;
  return std::any_of(targets.begin(), targets.end(),
                     [&](const TargetRecord& target) { return target.arn == arn; });
}

}  // namespace

Events::BusPlan Events::plan_describe_rule(const wire::RequestContext& request,
                                           const DescribeRuleRequest& input) {
  RequestedBus on = requested(request, input.event_bus_name);
  wire::Check check = check_on_rule(request, "DescribeRule", on, input.name);
  return wire::Plan<RequestedBus>(std::move(check), std::move(on));
}

wire::Result<DescribeRuleResponse> Events::describe_rule(BusCall<DescribeRuleRequest> call) {
  const RequestedBus& on = call.loaded();
  if (!on.bus) return no_such_bus(on.id);
  const Rule* rule = on.bus->find_rule(call.input().name);
  if (!rule) return no_such_rule(on.id, call.input().name);
  RuleItem shown = describe(on.id, rule->record);
  return DescribeRuleResponse{.name = shown.name,
                              .arn = shown.arn,
                              .event_pattern = shown.event_pattern,
                              .schedule_expression = shown.schedule_expression,
                              .state = shown.state,
                              .description = shown.description,
                              .role_arn = shown.role_arn,
                              .managed_by = shown.managed_by,
                              .event_bus_name = shown.event_bus_name,
                              .created_by = rule->record.created_by.text()};
}

Events::BusPlan Events::plan_list_rules(const wire::RequestContext& request,
                                        const ListRulesRequest& input) {
  RequestedBus on = requested(request, input.event_bus_name);
  wire::Check check = check_on(request, "ListRules", on, "*");
  return wire::Plan<RequestedBus>(std::move(check), std::move(on));
}

wire::Result<ListRulesResponse> Events::list_rules(BusCall<ListRulesRequest> call) {
  const ListRulesRequest& input = call.input();
  const RequestedBus& on = call.loaded();
  if (!on.bus) return no_such_bus(on.id);
  std::string prefix = input.name_prefix.value_or("");
  std::string scope = wire::PageTokens::scope(call.request(), {bus_arn(on.id), prefix});
  AG_TRY(after, page_position(scope, input.next_token));
  ListRulesResponse response;
  auto rule = after.empty() ? on.bus->rules.lower_bound(prefix) : on.bus->rules.upper_bound(after);
  for (; rule != on.bus->rules.end() && rule->first.starts_with(prefix); ++rule) {
    if (response.rules.size() == page_size(input.limit)) {
      response.next_token = page_tokens_.issue(scope, response.rules.back().name);
      break;
    }
    response.rules.push_back(describe(on.id, rule->second->record));
  }
  return response;
}

Events::BusPlan Events::plan_list_rule_names_by_target(const wire::RequestContext& request,
                                                       const ListRuleNamesByTargetRequest& input) {
  RequestedBus on = requested(request, input.event_bus_name);
  wire::Check check = check_on(request, "ListRuleNamesByTarget", on, "*");
  return wire::Plan<RequestedBus>(std::move(check), std::move(on));
}

wire::Result<ListRuleNamesByTargetResponse> Events::list_rule_names_by_target(
    BusCall<ListRuleNamesByTargetRequest> call) {
  const ListRuleNamesByTargetRequest& input = call.input();
  const RequestedBus& on = call.loaded();
  if (!on.bus) return no_such_bus(on.id);
  std::string scope = wire::PageTokens::scope(call.request(), {bus_arn(on.id), input.target_arn});
  AG_TRY(after, page_position(scope, input.next_token));
  ListRuleNamesByTargetResponse response;
  for (auto rule = on.bus->rules.upper_bound(after); rule != on.bus->rules.end(); ++rule) {
    if (!has_target(*rule->second, input.target_arn)) continue;
    if (response.rule_names.size() == page_size(input.limit)) {
      response.next_token = page_tokens_.issue(scope, response.rule_names.back());
      break;
    }
    response.rule_names.push_back(rule->first);
  }
  return response;
}

}  // namespace angarium::services::events
