#include <algorithm>
#include <array>
#include <set>

#include "services/events/errors.h"
#include "services/events/requests.h"
#include "services/events/tags.h"

namespace angarium::services::events {
namespace {

// By the numbers of RuleState.
constexpr std::array<std::string_view, 3> kStates{"DISABLED", "ENABLED",
                                                  "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"};

std::string_view name(RuleState state) { return kStates[static_cast<size_t>(state)]; }

RuleState state_named(const std::optional<std::string>& name) {
  if (!name) return RuleState::kEnabled;
  const auto* found = std::find(kStates.begin(), kStates.end(), *name);
  return static_cast<RuleState>(found - kStates.begin());
}

// The strings that a pattern asks for at one path, for the condition keys of PutRule; none when it
// doesn't mention the path. A test that is not for one string stands as `*`, as does an alternative
// without a test: no condition on certain strings lets them pass.
std::vector<std::string> wanted_strings(const pattern::Pattern& pattern, std::string_view path) {
  std::vector<std::string> strings;
  std::set<std::string_view> known;  // `$or` multiplied out repeats its leaves
  auto add = [&](std::string_view wanted) {
    if (known.insert(wanted).second) strings.emplace_back(wanted);
  };
  size_t mentions = 0;
  for (const pattern::Conjunction& conjunction : pattern.alternatives()) {
    for (const pattern::Leaf& leaf : conjunction) {
      if (leaf.path != path) continue;
      ++mentions;
      for (const pattern::Matcher& matcher : leaf.matchers) {
        bool exact = matcher.op == pattern::Operator::kEquals;
        add(exact ? std::string_view(matcher.operand) : "*");
      }
      if (leaf.absent) add("*");
    }
  }
  if (mentions > 0 && mentions < pattern.alternatives().size()) add("*");
  return strings;
}

RuleItem describe(const BusId& bus, const RuleRecord& rule) {
  return {.name = rule.name,
          .arn = rule_arn(bus, rule.name),
          .event_pattern =
              rule.pattern.empty() ? std::nullopt : std::optional<std::string>(rule.pattern),
          .state = std::string(name(rule.state)),
          .description = rule.description,
          .schedule_expression = rule.schedule_expression,
          .role_arn = rule.role_arn,
          .managed_by = rule.managed_by,
          .event_bus_name = bus.name};
}

// What is known and not yet done: never stored and passed over.
wire::Result<void> check_honoured(const PutRuleRequest& input) {
  if (!input.schedule_expression) return {};
  return validation("ScheduleExpression is not supported by this version of Angarium.");
}

wire::Result<pattern::Pattern> parse_pattern(const PutRuleRequest& input, size_t characters_max) {
  if (!input.event_pattern || input.event_pattern->empty()) {
    return validation("Parameter(s) EventPattern or ScheduleExpression must be specified.");
  }
  auto parsed =
      pattern::Pattern::parse(*input.event_pattern, {.limits = {.characters_max = characters_max}});
  if (parsed.ok()) return std::move(*parsed);
  if (parsed.error().is(pattern::ErrorCode::kPatternTooLong)) return limit_exceeded();
  return invalid_pattern(parsed.error().message());
}

}  // namespace

wire::Result<wire::Plan<RequestedRule>> Events::plan_put_rule(const wire::RequestContext& request,
                                                              const PutRuleRequest& input) {
  AG_CHECK(check_honoured(input));
  AG_TRY(parsed, parse_pattern(input, limits_.pattern_characters_max));
  RequestedRule loaded{.on = requested(request, input.event_bus_name),
                       .pattern = std::make_shared<const pattern::Pattern>(std::move(parsed))};
  wire::Check check = check_on_rule(request, "PutRule", loaded.on, input.name);
  for (const char* path : {"source", "detail-type"}) {
    std::vector<std::string> wanted = wanted_strings(*loaded.pattern, path);
    if (!wanted.empty()) check.keys[std::string("events:") + path] = std::move(wanted);
  }
  return wire::Plan<RequestedRule>(std::move(check), std::move(loaded));
}

// Replaces all that a rule says and keeps its targets, as AWS does.
Events::Answer<PutRuleResponse> Events::put_rule(
    wire::Authorized<PutRuleRequest, RequestedRule> call) {
  const PutRuleRequest& input = call.input();
  const BusId& id = call.loaded().on.id;
  if (!call.loaded().on.bus) co_return no_such_bus(id);
  Turns::Turn turn = co_await turns_.take(id.partition);
  std::shared_ptr<const Bus> bus = catalog_.find(id);
  if (!bus) co_return no_such_bus(id);
  const Rule* existing = bus->find_rule(input.name);
  if (!existing && bus->rules.size() >= limits_.rules_per_bus_max) co_return limit_exceeded();
  RuleRecord record{.name = input.name,
                    .bus = id.name,
                    .created_by = call.request().caller.account,
                    .created = call.request().time};
  if (existing) {
    record = existing->record;
  } else {
    wire::Result<Tags> tags = with_tags({}, input.tags.value_or(std::vector<Tag>()));
    if (!tags.ok()) co_return tags.error();
    record.tags = std::move(*tags);
  }
  record.pattern = *input.event_pattern;
  record.state = state_named(input.state);
  record.description = input.description;
  record.role_arn = input.role_arn;
  wire::Result<void> changed = co_await change_rule(bus, std::move(record), call.loaded().pattern);
  if (!changed.ok()) co_return changed.error();
  co_return PutRuleResponse{.rule_arn = rule_arn(id, input.name)};
}

Events::BusPlan Events::plan_delete_rule(const wire::RequestContext& request,
                                         const DeleteRuleRequest& input) {
  RequestedBus on = requested(request, input.event_bus_name);
  wire::Check check = check_on_rule(request, "DeleteRule", on, input.name);
  return wire::Plan<RequestedBus>(std::move(check), std::move(on));
}

// Deleting a rule that is not there succeeds, as with AWS.
Events::Answer<wire::NoOutput> Events::delete_rule(BusCall<DeleteRuleRequest> call) {
  const BusId& id = call.loaded().id;
  if (!call.loaded().bus) co_return no_such_bus(id);
  Turns::Turn turn = co_await turns_.take(id.partition);
  std::shared_ptr<const Bus> bus = catalog_.find(id);
  if (!bus) co_return no_such_bus(id);
  const std::string& name = call.input().name;
  const Rule* rule = bus->find_rule(name);
  if (!rule) co_return wire::NoOutput{};
  if (!rule->record.targets.empty()) {
    co_return validation("Rule can't be deleted since it has targets.");
  }
  std::vector<store::Operation> operations;
  operations.emplace_back(store::TableDelete{rule_key(id.name, name)});
  wire::Result<void> committed = co_await commit(id.partition, std::move(operations));
  if (!committed.ok()) co_return committed.error();
  catalog_.put(without_rule(*bus, name));
  co_return wire::NoOutput{};
}

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

}  // namespace angarium::services::events
