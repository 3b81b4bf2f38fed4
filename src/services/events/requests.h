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
// On the bus itself, with its tags.
wire::Check check_on_bus(const wire::RequestContext& request, std::string_view operation,
                         const RequestedBus& on);
// On one of its rules, with its tags, the account that made it (events:creatorAccount) and the
// service that keeps it (events:ManagedBy).
wire::Check check_on_rule(const wire::RequestContext& request, std::string_view operation,
                          const RequestedBus& on, const std::string& rule);
// On whichever of both an ARN names, for who explains a decision; on anything else, without a
// policy. `operation` is its name alone.
wire::Check check_on_resource(const wire::RequestContext& request, std::string_view operation,
                              const std::string& arn, const Catalog& catalog);

// That the caller may hand a role to EventBridge for a rule: iam:PassRole, decided by the role's
// account. ValidationException for what is no role's ARN.
wire::Result<wire::Check> check_pass_role(const wire::RequestContext& request,
                                          const std::string& role_arn, const std::string& rule_arn);
// What a policy may ask about tags that a request brings along.
void add_tag_keys(wire::Check& check, const std::vector<Tag>& tags);

// ManagedRuleException when a service keeps the rule and `force` is not given.
wire::Result<void> check_not_managed(const RuleRecord& rule, bool force = false);

// The record of a bus that is about to change: a default bus begins to be stored with it.
BusRecord changed_record(const Bus& bus, base::Time now);

size_t count_characters(std::string_view text);  // Unicode code points

// What a partition's owner stores of a change. An error is what the caller hears; the log hears
// more.
base::Task<wire::Result<void>> commit_change(store::Ownership& ownership,
                                             store::Partition partition,
                                             std::vector<store::Operation> operations);

size_t page_size(const std::optional<int32_t>& limit);

}  // namespace angarium::services::events
