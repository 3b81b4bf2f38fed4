#include <algorithm>
#include <array>
#include <set>

#include "schedule/schedule.h"
#include "services/events/constraints.h"
#include "services/events/errors.h"
#include "services/events/requests.h"
#include "services/events/tags.h"

namespace angarium::services::events {
namespace {

RuleState state_named(const std::optional<std::string>& name) {
  if (!name) return RuleState::kEnabled;
  const auto* found = std::find(kRuleStates.begin(), kRuleStates.end(), *name);
  return static_cast<RuleState>(found - kRuleStates.begin());
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

// The paths of patterns that policies may ask about, as events:PATH (service authorization
// reference, "Condition keys for Amazon EventBridge").
constexpr std::array<const char*, 5> kConditionPaths = {"source", "detail-type", "detail.service",
                                                        "detail.eventTypeCode",
                                                        "detail.userIdentity.principalId"};

bool is_given(const std::optional<std::string>& text) { return text && !text->empty(); }

wire::Result<void> check_schedule(const PutRuleRequest& input, const BusId& on) {
  if (!is_given(input.schedule_expression)) return {};
  if (on.name != kDefaultBus) {
    return validation("ScheduleExpression is supported only on the default event bus.");
  }
  if (schedule::Schedule::parse(*input.schedule_expression).ok()) return {};
  return validation("Parameter ScheduleExpression is not valid.");  // AWS does not say why
}

using PatternPtr = std::shared_ptr<const pattern::Pattern>;

// Null: the rule has a schedule alone.
wire::Result<PatternPtr> parse_pattern(const PutRuleRequest& input, const Limits& limits) {
  if (!is_given(input.event_pattern)) {
    if (is_given(input.schedule_expression)) return PatternPtr();
    return validation("Parameter(s) EventPattern or ScheduleExpression must be specified.");
  }
  pattern::Limits pattern_limits{.characters_max = limits.pattern_characters_max,
                                 .alternatives_max = limits.pattern_alternatives_max};
  auto parsed = pattern::Pattern::parse(*input.event_pattern, {.limits = pattern_limits});
  if (parsed.ok()) return std::make_shared<const pattern::Pattern>(std::move(*parsed));
  if (parsed.error().is(pattern::ErrorCode::kPatternTooLong)) return limit_exceeded();
  return invalid_pattern(parsed.error().message());
}

// Whether the bus may have one more rule, and one more with wildcards. `existing`: the one that
// gives way, or null; `pattern` may be null, too.
wire::Result<void> check_room(const Bus& bus, const Rule* existing, const pattern::Pattern* pattern,
                              const Limits& limits) {
  if (!existing && bus.rules.size() >= limits.rules_per_bus_max) return limit_exceeded();
  if (!pattern || !has_wildcard(*pattern) || (existing && existing->has_wildcard)) return {};
  auto others = std::count_if(bus.rules.begin(), bus.rules.end(),
                              [](const auto& rule) { return rule.second->has_wildcard; });
  if (static_cast<size_t>(others) >= limits.wildcard_rules_per_bus_max) return limit_exceeded();
  return {};
}

}  // namespace

wire::Result<wire::Plan<RequestedRule>> Events::plan_put_rule(const wire::RequestContext& request,
                                                              const PutRuleRequest& input) {
  RequestedBus on = requested(request, input.event_bus_name);
  AG_TRY(pattern, parse_pattern(input, quotas_.of(on.id.partition.account)));
  AG_CHECK(check_schedule(input, on.id));
  RequestedRule loaded{.on = std::move(on), .pattern = pattern};
  wire::Check check = check_on_rule(request, "PutRule", loaded.on, input.name);
  for (const char* path : kConditionPaths) {
    if (!pattern) break;
    std::vector<std::string> wanted = wanted_strings(*pattern, path);
    if (!wanted.empty()) check.keys[std::string("events:") + path] = std::move(wanted);
  }
  std::vector<wire::Check> checks{std::move(check)};
  bool is_new = !loaded.on.bus || !loaded.on.bus->find_rule(input.name);
  if (is_new && input.tags && !input.tags->empty()) {
    checks.push_back(check_on_rule(request, "TagResource", loaded.on, input.name));
    for (wire::Check& each : checks) add_tag_keys(each, *input.tags);
  }
  if (input.role_arn) {
    AG_TRY(pass_role, check_pass_role(request, *input.role_arn, checks.front().resource));
    checks.push_back(std::move(pass_role));
  }
  return wire::Plan<RequestedRule>(std::move(checks), std::move(loaded));
}

// Replaces all that a rule says and keeps its targets, as AWS does.
Events::Answer<PutRuleResponse> Events::put_rule(
    wire::Authorized<PutRuleRequest, RequestedRule> call) {
  const PutRuleRequest& input = call.input();
  const BusId& id = call.loaded().on.id;
  if (!call.loaded().on.bus) co_return no_such_bus(id);
  store::Turns::Turn turn = co_await turns_.take(id.partition);
  std::shared_ptr<const Bus> bus = catalog_.find(id);
  if (!bus) co_return no_such_bus(id);
  const Rule* existing = bus->find_rule(input.name);
  wire::Result<void> room =
      check_room(*bus, existing, call.loaded().pattern.get(), quotas_.of(id.partition.account));
  if (!room.ok()) co_return room.error();
  wire::Result<void> assumable =
      check_assumable(input.role_arn, id, input.name, call.request().time);
  if (!assumable.ok()) co_return assumable.error();
  RuleRecord record{.name = input.name,
                    .bus = id.name,
                    .created_by = call.request().caller.account,
                    .created = call.request().time};
  if (existing) {
    wire::Result<void> allowed = check_not_managed(existing->record);
    if (!allowed.ok()) co_return allowed.error();
    record = existing->record;
  } else {
    wire::Result<Tags> tags = with_tags({}, input.tags.value_or(std::vector<Tag>()));
    if (!tags.ok()) co_return tags.error();
    record.tags = std::move(*tags);
  }
  record.pattern = input.event_pattern.value_or("");
  record.schedule_expression.reset();
  if (is_given(input.schedule_expression)) record.schedule_expression = input.schedule_expression;
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
  store::Turns::Turn turn = co_await turns_.take(id.partition);
  std::shared_ptr<const Bus> bus = catalog_.find(id);
  if (!bus) co_return no_such_bus(id);
  const std::string& name = call.input().name;
  const Rule* rule = bus->find_rule(name);
  if (!rule) co_return wire::NoOutput{};
  wire::Result<void> allowed = check_not_managed(rule->record, call.input().force.value_or(false));
  if (!allowed.ok()) co_return allowed.error();
  if (!rule->record.targets.empty()) {
    co_return validation("Rule can't be deleted since it has targets.");
  }
  wire::Result<void> removed = co_await remove_rule(bus, name);
  if (!removed.ok()) co_return removed.error();
  co_return wire::NoOutput{};
}

Events::BusPlan Events::plan_enable_rule(const wire::RequestContext& request,
                                         const EnableRuleRequest& input) {
  RequestedBus on = requested(request, input.event_bus_name);
  wire::Check check = check_on_rule(request, "EnableRule", on, input.name);
  return wire::Plan<RequestedBus>(std::move(check), std::move(on));
}

Events::BusPlan Events::plan_disable_rule(const wire::RequestContext& request,
                                          const DisableRuleRequest& input) {
  RequestedBus on = requested(request, input.event_bus_name);
  wire::Check check = check_on_rule(request, "DisableRule", on, input.name);
  return wire::Plan<RequestedBus>(std::move(check), std::move(on));
}

Events::Answer<wire::NoOutput> Events::enable_rule(BusCall<EnableRuleRequest> call) {
  return switch_rule(call.loaded(), call.input().name, true);
}

Events::Answer<wire::NoOutput> Events::disable_rule(BusCall<DisableRuleRequest> call) {
  return switch_rule(call.loaded(), call.input().name, false);
}

// A rule that is enabled for all management events stays so when it is enabled.
Events::Answer<wire::NoOutput> Events::switch_rule(RequestedBus on, std::string name,
                                                   bool enabled) {
  if (!on.bus) co_return no_such_bus(on.id);
  store::Turns::Turn turn = co_await turns_.take(on.id.partition);
  std::shared_ptr<const Bus> bus = catalog_.find(on.id);
  if (!bus) co_return no_such_bus(on.id);
  const Rule* rule = bus->find_rule(name);
  if (!rule) co_return no_such_rule(on.id, name);
  wire::Result<void> allowed = check_not_managed(rule->record);
  if (!allowed.ok()) co_return allowed.error();
  if ((rule->record.state != RuleState::kDisabled) == enabled) co_return wire::NoOutput{};
  RuleRecord record = rule->record;
  record.state = enabled ? RuleState::kEnabled : RuleState::kDisabled;
  wire::Result<void> changed = co_await change_rule(bus, std::move(record), rule->pattern);
  if (!changed.ok()) co_return changed.error();
  co_return wire::NoOutput{};
}

}  // namespace angarium::services::events
