#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/decision.h"
#include "services/iam/simulated_policies.h"
#include "services/iam/simulation_shapes.h"

namespace angarium::services::iam {

// A question of SimulatePrincipalPolicy or SimulateCustomPolicy, but for action and resource. A
// plain value; what it answers is policy::decide()'s answer.
//
// Without a resource policy the resource's side is taken to agree, whoever owns it: what is asked
// is whether the caller's own policies allow. (API reference, SimulatePrincipalPolicy: "The
// simulation does not automatically retrieve policies for the specified resources".) With one, the
// resource belongs to the account in its ARN, else to `resource_owner`, else to the caller's.
struct Simulation {
  policy::Principal caller = {};
  std::map<std::string, std::vector<std::string>> context = {};
  std::vector<SimulatedPolicy> identity = {};
  std::optional<SimulatedPolicy> boundary = {};
  policy::PolicyPtr resource_policy = nullptr;
  base::AccountId resource_owner = {};
  // The keys that the policies ask for, each once: context_keys_of() all of them.
  std::vector<std::string> asked_keys = {};

  size_t policy_bytes() const;  // of all documents: what one decision costs grows with it
};

std::vector<std::string> asked_keys(const Simulation& simulation);

// One action on each of the resources. `resources` is {"*"} when none were named: then the answer
// stands in the result itself, else it also stands in one ResourceSpecificResult for each.
EvaluationResult simulate(const Simulation& simulation, const std::string& action,
                          const std::vector<std::string>& resources);

}  // namespace angarium::services::iam
