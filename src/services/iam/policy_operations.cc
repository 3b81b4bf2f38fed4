#include "identity/unique_id.h"
#include "services/iam/api.h"
#include "services/iam/attachments.h"
#include "services/iam/condition_keys.h"
#include "services/iam/documents.h"
#include "services/iam/entity_checks.h"
#include "services/iam/pages.h"
#include "services/iam/quotas.h"
#include "services/iam/show.h"

namespace angarium::services::iam {
namespace {

// AWS keeps IAM's own names apart: a policy's ARN must not be one of theirs.
std::vector<std::shared_ptr<const ManagedPolicy>> in_scope(const identity::Directory& directory,
                                                           const base::AccountId& account,
                                                           const std::string& scope) {
  std::vector<std::shared_ptr<const ManagedPolicy>> all;
  if (scope != "AWS") all = directory.list<ManagedPolicy>(account);
  if (scope == "Local") return all;
  auto of_aws = directory.list<ManagedPolicy>(base::AccountId(identity::kAwsAccount));
  all.insert(all.end(), of_aws.begin(), of_aws.end());
  return all;
}

// Sorted and told apart by ARN: an account's policy may have the name of one of AWS's.
std::string position_of(const std::shared_ptr<const ManagedPolicy>& policy) {
  return identity::folded(policy->name) + " " + policy->account.text();
}

}  // namespace

Answer<CreatePolicyResponse> Api::create_policy(Call<CreatePolicyRequest, ManagedPolicy> call) {
  const CreatePolicyRequest& input = call.input();
  const base::AccountId& account = call.request().caller.account;
  if (directory().is_taken<ManagedPolicy>(account, input.policy_name)) {
    co_return policy_already_exists(input.policy_name);
  }
  if (directory().count<ManagedPolicy>(account) >= kPoliciesMax) {
    co_return over_quota("PoliciesPerAccount", kPoliciesMax);
  }
  auto document = managed_document(input.policy_document);
  if (!document.ok()) co_return document.error();
  ManagedPolicy policy{.account = account, .name = input.policy_name};
  policy.path = input.path.value_or("/");
  policy.id = identity::draw_unique_id(identity::kPolicyId, dependencies_.random);
  policy.description = input.description.value_or("");
  policy.created = policy.updated = dependencies_.clock.now();
  policy.versions[1] = {.policy = std::move(*document), .created = policy.created};
  if (input.tags) {
    auto tags = with_tags({}, *input.tags, "TagsPerPolicy");
    if (!tags.ok()) co_return tags.error();
    policy.tags = std::move(*tags);
  }
  CreatePolicyResponse response{.policy = shown(policy, Uses(), Detail::kWhole)};
  co_return co_await put(std::move(policy), std::move(response));
}

wire::Result<GetPolicyResponse> Api::get_policy(Call<GetPolicyRequest, ManagedPolicy> call) {
  const Named<ManagedPolicy>& named = call.loaded();
  if (!named.found) return no_such_entity("Policy " + named.name + " was not found.");
  const AttachmentCounts counts(directory(), call.request().caller.account);
  return GetPolicyResponse{.policy =
                               shown(*named.found, counts.uses_of(named.name), Detail::kWhole)};
}

Answer<wire::NoOutput> Api::delete_policy(Call<DeletePolicyRequest, ManagedPolicy> call) {
  const std::shared_ptr<const ManagedPolicy> policy = call.loaded().found;
  if (!policy) co_return no_such_entity("Policy " + call.loaded().name + " was not found.");
  auto modifiable = check_modifiable(*policy);
  if (!modifiable.ok()) co_return modifiable.error();
  const Uses uses = AttachmentCounts(directory(), policy->account).uses_of(arn_of(*policy));
  if (uses.attachments > 0)
    co_return delete_conflict("Cannot delete a policy attached to entities.");
  if (uses.boundaries > 0) {
    co_return delete_conflict("Cannot delete a policy that is used as a permissions boundary.");
  }
  if (policy->versions.size() > 1) {
    co_return delete_conflict(
        "This policy has more than one version. Before you delete a policy, you must delete the "
        "policy's versions. The default version is deleted with the policy.");
  }
  co_return co_await remove(policy);
}

wire::Result<ListPoliciesResponse> Api::list_policies(AccountCall<ListPoliciesRequest> call) {
  const ListPoliciesRequest& input = call.input();
  const base::AccountId& account = call.request().caller.account;
  const std::string scope = input.scope.value_or("All");
  const std::string usage = input.policy_usage_filter.value_or("");
  const std::string prefix = input.path_prefix.value_or("/");
  const bool is_attached_only = input.only_attached.value_or(false);
  const AttachmentCounts counts(directory(), account);
  auto all = in_scope(directory(), account, scope);
  std::erase_if(all, [&](const auto& policy) {
    const Uses uses = counts.uses_of(arn_of(*policy));
    return !policy->path.starts_with(prefix) || !uses.are_listed(usage, is_attached_only);
  });
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return position_of(a) < position_of(b); });
  const std::string page_scope = wire::PageTokens::scope(
      call.request(), {scope, usage, prefix, is_attached_only ? "attached" : ""});
  AG_TRY(page, page_of(std::move(all), input, dependencies_.page_tokens, page_scope, position_of));
  ListPoliciesResponse response;
  std::vector<PolicyItem>& policies = response.policies.emplace();
  for (const auto& policy : page.items) {
    policies.push_back(shown(*policy, counts.uses_of(arn_of(*policy)), Detail::kListed));
  }
  page.finish(response);
  return response;
}

}  // namespace angarium::services::iam
