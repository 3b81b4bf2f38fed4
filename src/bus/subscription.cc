#include "bus/subscription.h"

#include <algorithm>
#include <utility>

namespace angarium::bus {

CompiledBus::CompiledBus(std::shared_ptr<const pattern::RuleSet> patterns,
                         std::vector<CompiledRule> rules)
    : patterns_(std::move(patterns)), rules_(std::move(rules)) {
  std::sort(rules_.begin(), rules_.end(),
            [](const CompiledRule& a, const CompiledRule& b) { return a.id < b.id; });
}

base::Result<std::vector<const Subscription*>> CompiledBus::match(std::string_view envelope,
                                                                  pattern::Scratch& scratch) const {
  std::vector<const Subscription*> wanted;
  AG_TRY(ids, patterns_->match_validated(envelope, scratch));
  auto rule = rules_.begin();
  for (uint32_t id : ids) {  // ascending, as the rules are
    rule = std::lower_bound(rule, rules_.end(), id,
                            [](const CompiledRule& a, uint32_t b) { return a.id < b; });
    if (rule == rules_.end()) break;
    if (rule->id != id) continue;
    for (const Subscription& subscription : rule->subscriptions) wanted.push_back(&subscription);
  }
  return wanted;
}

}  // namespace angarium::bus
