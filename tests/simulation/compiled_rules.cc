#include "simulation/compiled_rules.h"

#include <fmt/format.h>

#include "pattern/rule_index.h"

namespace angarium::simulation {
namespace {

std::string pattern_of(const SimulatedRule& rule) {
  std::string text = R"({"source":[)";
  for (const std::string& source : rule.sources) text += '"' + source + "\",";
  text.back() = ']';
  if (!rule.kinds.empty()) {
    text += R"(,"detail":{"kind":[)";
    for (int kind : rule.kinds) text += std::to_string(kind) + ",";
    text.back() = ']';
    text += "}";
  }
  return text + "}";
}

}  // namespace

std::shared_ptr<const bus::CompiledBus> compile(
    const SimulatedRules& rules,
    const std::function<void(const SimulatedTarget& target, delivery::Route& route)>& finish) {
  std::vector<pattern::Rule> patterns;
  std::vector<bus::CompiledRule> compiled;
  for (const auto& [name, rule] : rules) {
    auto parsed = pattern::Pattern::parse(pattern_of(rule));
    const auto id = static_cast<uint32_t>(patterns.size());
    patterns.push_back({id, std::make_shared<const pattern::Pattern>(std::move(*parsed))});
    compiled.push_back({id, {}});
    for (size_t i = 0; i < rule.targets.size(); ++i) {
      const SimulatedTarget& target = rule.targets[i];
      auto route = std::make_shared<bus::Route>();
      route->subscription = delivery::SubscriptionId(fmt::format("{}/{}", name, i));
      route->rule_arn = delivery::RuleArn("rule/" + name);
      route->target_arn = delivery::TargetArn(target.name);
      route->target_id = delivery::TargetId(std::to_string(i));
      route->retry_policy = target.retries;
      route->dead_letter_arn = delivery::DeadLetterArn(target.dead_letters);
      finish(target, *route);
      compiled.back().subscriptions.push_back({std::move(route), target.name.starts_with("bus:")});
    }
  }
  return std::make_shared<const bus::CompiledBus>(pattern::RuleIndex().change({}, patterns),
                                                  std::move(compiled));
}

}  // namespace angarium::simulation
