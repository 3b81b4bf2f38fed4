#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/iam/simulation.h"

// What the requests of a simulation may say, read into a Simulation. Every error is InvalidInput,
// in AWS's words where they are known.
namespace angarium::services::iam {

// Service and name without wildcards: "sqs:SendMessage".
wire::Result<void> check_actions(const std::vector<std::string>& actions);
// {"*"} when there are none; else ARNs.
wire::Result<std::vector<std::string>> simulated_resources(
    const std::optional<std::vector<std::string>>& arns);
// The scenarios of EC2 demand certain resources; there are no others.
wire::Result<void> check_scenario(const std::optional<std::string>& option,
                                  const std::vector<std::string>& resources);

// Whoever has the policies of `source`, or with a null `source` somebody of the account.
void set_caller(const PolicySource* source, const base::AccountId& account, Simulation& simulation);
// CallerArn, which takes the place of the source.
wire::Result<void> set_caller(const identity::Directory& directory, const base::AccountId& account,
                              const std::string& arn, Simulation& simulation);

wire::Result<void> set_context(const std::optional<std::vector<ContextEntry>>& entries,
                               Simulation& simulation);
wire::Result<void> set_boundary(const std::optional<std::vector<std::string>>& given,
                                Simulation& simulation);
// ResourcePolicy, which must say something about each of the resources, and ResourceOwner. The
// caller must be a user by then.
wire::Result<void> set_resource_policy(const std::optional<std::string>& text,
                                       const std::optional<std::string>& owner,
                                       const std::vector<std::string>& resources,
                                       Simulation& simulation);

}  // namespace angarium::services::iam
