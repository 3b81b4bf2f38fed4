#include <algorithm>

#include "base/arn.h"
#include "services/events/catalog.h"
#include "services/events/target_input.h"
#include "wire/json_codec.h"

namespace angarium::services::events {
namespace {

delivery::RetryPolicy retry_policy(const TargetRecord& target) {
  delivery::RetryPolicy policy;
  policy.retries_max = target.retries_max.value_or(policy.retries_max);
  if (target.event_age_seconds_max)
    policy.event_age_max = base::Seconds(*target.event_age_seconds_max);
  return policy;
}

bool is_bus(const TargetRecord& target) { return parse_bus_arn(target.arn).has_value(); }

// A rule's own role is for the buses among its targets (PutRule's RoleArn).
delivery::RoleArn role_of(const RuleRecord& rule, const TargetRecord& target) {
  if (target.role_arn) return delivery::RoleArn(*target.role_arn);
  if (rule.role_arn && is_bus(target)) return delivery::RoleArn(*rule.role_arn);
  return {};
}

delivery::HttpParameters http_parameters(const HttpParameters& given) {
  using Entries = std::map<std::string, std::string>;
  return {.path_values = given.path_parameter_values.value_or(std::vector<std::string>()),
          .headers = given.header_parameters.value_or(Entries()),
          .query = given.query_string_parameters.value_or(Entries())};
}

// The blocks that only the far side understands; the others are members of the route.
std::string parameters_of(TargetParameters parameters) {
  parameters.sqs.reset();
  parameters.http.reset();
  if (parameters == TargetParameters()) return {};
  std::string json;
  wire::encode_json(TargetParameters::shape(), &parameters, json);
  return json;
}

bus::Subscription subscription(const BusId& bus, const RuleRecord& rule,
                               const TargetRecord& target) {
  auto route = std::make_shared<delivery::Route>();
  route->subscription = delivery::SubscriptionId(rule.name + "/" + target.id);
  route->rule_arn = delivery::RuleArn(rule_arn(bus, rule.name));
  route->target_arn = delivery::TargetArn(target.arn);
  route->target_id = delivery::TargetId(target.id);
  route->role_arn = role_of(rule, target);
  if (target.parameters.sqs) {
    route->message_group_id = target.parameters.sqs->message_group_id.value_or("");
    // Who names a group asks for its order; EventBridge itself promises none.
    const bool is_fifo = target.arn.ends_with(".fifo");
    if (is_fifo && !route->message_group_id.empty()) route->order = delivery::Order::kGroup;
  }
  if (target.parameters.http) route->http = http_parameters(*target.parameters.http);
  route->parameters = parameters_of(target.parameters);
  route->retry_policy = retry_policy(target);
  route->transform = transform_of(target);
  route->dead_letter_arn = delivery::DeadLetterArn(target.dead_letter_arn.value_or(""));
  return {.route = std::move(route), .to_bus = is_bus(target)};
}

// What the bus matches against once `removed` (null: nothing) has given way to `added` (likewise).
std::shared_ptr<const bus::CompiledBus> recompile(const Bus& bus, const Rule* removed,
                                                  const Rule* added) {
  std::vector<uint32_t> removed_ids;
  std::vector<bus::CompiledRule> rules = bus.compiled->rules();
  if (removed && removed->is_active()) {
    removed_ids.push_back(removed->id);
    std::erase_if(rules, [&](const bus::CompiledRule& rule) { return rule.id == removed->id; });
  }
  std::vector<pattern::Rule> patterns;
  if (added && added->is_active()) {
    patterns.push_back({added->id, added->pattern});
    rules.push_back({added->id, added->subscriptions});
  }
  return std::make_shared<const bus::CompiledBus>(bus.patterns->change(removed_ids, patterns),
                                                  std::move(rules));
}

}  // namespace

bool has_wildcard(const pattern::Pattern& pattern) {
  auto is_wildcard = [](const pattern::Matcher& matcher) {
    return matcher.op == pattern::Operator::kWildcard;
  };
  auto any = [](const auto& list, auto holds) {
    return std::any_of(list.begin(), list.end(), holds);
  };
  auto tests = [&](const pattern::Matcher& matcher) {
    return is_wildcard(matcher) || any(matcher.except, is_wildcard);
  };
  return any(pattern.alternatives(), [&](const pattern::Conjunction& conjunction) {
    return any(conjunction, [&](const pattern::Leaf& leaf) { return any(leaf.matchers, tests); });
  });
}

const Rule* Bus::find_rule(const std::string& name) const {
  auto found = rules.find(name);
  return found == rules.end() ? nullptr : found->second.get();
}

std::shared_ptr<const Rule> make_rule(const BusId& bus, RuleRecord record,
                                      std::shared_ptr<const pattern::Pattern> pattern,
                                      uint32_t id) {
  auto rule = std::make_shared<Rule>();
  for (const TargetRecord& target : record.targets) {
    rule->subscriptions.push_back(subscription(bus, record, target));
  }
  rule->record = std::move(record);
  rule->has_wildcard = pattern && has_wildcard(*pattern);
  rule->pattern = std::move(pattern);
  rule->id = id;
  return rule;
}

std::shared_ptr<const Bus> with_rule(const Bus& bus, std::shared_ptr<const Rule> rule) {
  auto next = std::make_shared<Bus>(bus);
  next->compiled = recompile(bus, bus.find_rule(rule->record.name), rule.get());
  next->next_rule_id = std::max(bus.next_rule_id, rule->id + 1);
  next->rules[rule->record.name] = std::move(rule);
  return next;
}

std::shared_ptr<const Bus> without_rule(const Bus& bus, const std::string& rule) {
  auto next = std::make_shared<Bus>(bus);
  next->compiled = recompile(bus, bus.find_rule(rule), nullptr);
  next->rules.erase(rule);
  return next;
}

base::Result<std::shared_ptr<const Bus>> with_record(const Bus& bus, BusRecord record) {
  auto next = std::make_shared<Bus>(bus);
  next->policy = nullptr;
  if (!record.policy.empty()) {
    AG_TRY(policy, policy::Policy::parse(record.policy));
    next->policy = std::move(policy);
  }
  next->record = std::move(record);
  next->is_stored = true;
  return std::shared_ptr<const Bus>(std::move(next));
}

Bus empty_bus(const BusId& id) {
  Bus bus;
  bus.id = id;
  bus.record.name = id.name;
  bus.patterns = std::make_shared<pattern::RuleIndex>();
  bus.compiled = std::make_shared<const bus::CompiledBus>(bus.patterns->current(),
                                                          std::vector<bus::CompiledRule>{});
  return bus;
}

}  // namespace angarium::services::events
