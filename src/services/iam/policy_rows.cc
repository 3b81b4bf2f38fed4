#include "services/iam/plans.h"
#include "services/iam/rows.h"

// Managed policies.
namespace angarium::services::iam {
namespace {

constexpr wire::Operation kRows[] = {
    wire::operation<&Api::plan_change<ManagedPolicy, CreatePolicyRequest>, &Api::create_policy>(
        "CreatePolicy"),
    wire::operation<&Api::plan_read<ManagedPolicy, GetPolicyRequest>, &Api::get_policy>(
        "GetPolicy"),
    wire::operation<&Api::plan_change<ManagedPolicy, DeletePolicyRequest>, &Api::delete_policy>(
        "DeletePolicy"),
    wire::operation<&Api::plan_account<ListPoliciesRequest>, &Api::list_policies>("ListPolicies"),
    wire::operation<&Api::plan_change<ManagedPolicy, CreatePolicyVersionRequest>,
                    &Api::create_policy_version>("CreatePolicyVersion"),
    wire::operation<&Api::plan_read<ManagedPolicy, GetPolicyVersionRequest>,
                    &Api::get_policy_version>("GetPolicyVersion"),
    wire::operation<&Api::plan_read<ManagedPolicy, ListPolicyVersionsRequest>,
                    &Api::list_policy_versions>("ListPolicyVersions"),
    wire::operation<&Api::plan_change<ManagedPolicy, SetDefaultPolicyVersionRequest>,
                    &Api::set_default_policy_version>("SetDefaultPolicyVersion"),
    wire::operation<&Api::plan_change<ManagedPolicy, DeletePolicyVersionRequest>,
                    &Api::delete_policy_version>("DeletePolicyVersion"),
    wire::operation<&Api::plan_read<ManagedPolicy, ListEntitiesForPolicyRequest>,
                    &Api::list_entities_for_policy>("ListEntitiesForPolicy"),
    wire::operation<&Api::plan_change<ManagedPolicy, TagPolicyRequest>,
                    &Api::tag<ManagedPolicy, TagPolicyRequest>>("TagPolicy"),
    wire::operation<&Api::plan_change<ManagedPolicy, UntagPolicyRequest>,
                    &Api::untag<ManagedPolicy, UntagPolicyRequest>>("UntagPolicy"),
    wire::operation<&Api::plan_read<ManagedPolicy, ListPolicyTagsRequest>,
                    &Api::list_tags<ManagedPolicy, ListPolicyTagsRequest, ListPolicyTagsResponse>>(
        "ListPolicyTags"),
};

}  // namespace

std::span<const wire::Operation> policy_rows() { return kRows; }

}  // namespace angarium::services::iam
