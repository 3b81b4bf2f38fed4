#pragma once

#include <string>

#include "services/events/events.h"
#include "wire/plan.h"

// What the operations have in common: the checks that their plans declare, and pages.
namespace angarium::services::events {

inline constexpr size_t kPageMax = 100;  // AWS's LimitMax100, and its default

// A check on something that belongs to a bus: the bus's owner decides by the bus's policy.
wire::Check check_on(const wire::RequestContext& request, std::string_view operation,
                     const RequestedBus& on, std::string resource);
// On one of its rules, with the account that made it (events:creatorAccount).
wire::Check check_on_rule(const wire::RequestContext& request, std::string_view operation,
                          const RequestedBus& on, const std::string& rule);

size_t page_size(const std::optional<int32_t>& limit);

}  // namespace angarium::services::events
