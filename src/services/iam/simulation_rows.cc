#include "services/iam/plans.h"
#include "services/iam/rows.h"

// The simulator.
namespace angarium::services::iam {
namespace {

constexpr wire::Operation kRows[] = {
    wire::operation<&Api::plan_policy_source<SimulatePrincipalPolicyRequest>,
                    &Api::simulate_principal_policy>("SimulatePrincipalPolicy"),
    wire::operation<&Api::plan_account<SimulateCustomPolicyRequest>, &Api::simulate_custom_policy>(
        "SimulateCustomPolicy"),
    wire::operation<&Api::plan_account<GetContextKeysForCustomPolicyRequest>,
                    &Api::get_context_keys_for_custom_policy>("GetContextKeysForCustomPolicy"),
    wire::operation<&Api::plan_policy_source<GetContextKeysForPrincipalPolicyRequest>,
                    &Api::get_context_keys_for_principal_policy>(
        "GetContextKeysForPrincipalPolicy"),
};

}  // namespace

std::span<const wire::Operation> simulation_rows() { return kRows; }

}  // namespace angarium::services::iam
