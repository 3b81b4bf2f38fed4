#include "services/iam/api.h"
#include "services/iam/entity_checks.h"
#include "services/iam/pages.h"
#include "services/iam/quotas.h"

namespace angarium::services::iam {
namespace {

std::string quota_of(const char* title) { return std::string("PoliciesPer") + title; }

// Markers have no room for an ARN with a long path; an account's policy may have the name of one of
// AWS's.
std::string position_of(const std::shared_ptr<const ManagedPolicy>& policy) {
  return identity::folded(policy->name) + " " + policy->account.text();
}

}  // namespace

template <class T, class Input>
Answer<wire::NoOutput> Api::attach_policy(Call<Input, T> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  const std::string& arn = call.input().policy_arn;
  if (!load<ManagedPolicy>(next->account, arn)) co_return no_such_policy(arn);
  if (next->attached.contains(arn)) co_return wire::NoOutput();
  if (next->attached.size() >= kAttachedMax) {
    co_return over_quota(quota_of(KindOf<T>::kTitle), kAttachedMax);
  }
  next->attached.insert(arn);
  co_return co_await put(std::move(*next));
}

template <class T, class Input>
Answer<wire::NoOutput> Api::detach_policy(Call<Input, T> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  const std::string& arn = call.input().policy_arn;
  if (next->attached.erase(arn) == 0) co_return not_attached(arn);
  co_return co_await put(std::move(*next));
}

template <class T, class Input, class Response>
wire::Result<Response> Api::list_attached_policies(Call<Input, T> call) {
  const Named<T>& named = call.loaded();
  if (!named.found) return no_such(named);
  std::vector<std::shared_ptr<const ManagedPolicy>> attached;
  for (const std::string& arn : named.found->attached) {
    auto policy = directory().managed_policy(arn);
    if (policy) attached.push_back(std::move(policy));  // none: deleted since the plan looked
  }
  std::sort(attached.begin(), attached.end(),
            [](const auto& a, const auto& b) { return position_of(a) < position_of(b); });
  const std::string prefix = call.input().path_prefix.value_or("/");
  std::erase_if(attached, [&](const auto& policy) { return !policy->path.starts_with(prefix); });
  const std::string scope = wire::PageTokens::scope(call.request(), {named.found->id, prefix});
  AG_TRY(page,
         page_of(std::move(attached), call.input(), dependencies_.page_tokens, scope, position_of));
  Response response;
  std::vector<AttachedPolicy>& shown = response.attached_policies.emplace();
  for (const auto& policy : page.items) {
    shown.push_back({.policy_name = policy->name, .policy_arn = arn_of(*policy)});
  }
  page.finish(response);
  return response;
}

template <class T, class Input>
Answer<wire::NoOutput> Api::put_boundary(Call<Input, T> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  auto boundary = check_boundary(next->account, call.input().permissions_boundary);
  if (!boundary.ok()) co_return boundary.error();
  next->boundary_arn = call.input().permissions_boundary;
  co_return co_await put(std::move(*next));
}

template <class T, class Input>
Answer<wire::NoOutput> Api::delete_boundary(Call<Input, T> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  if (next->boundary_arn.empty()) {
    co_return no_such_entity(std::string(KindOf<T>::kTitle) + " " + next->name +
                             " has no permissions boundary.");
  }
  next->boundary_arn.clear();
  co_return co_await put(std::move(*next));
}

template Answer<wire::NoOutput> Api::attach_policy(Call<AttachUserPolicyRequest, User>);
template Answer<wire::NoOutput> Api::attach_policy(Call<AttachGroupPolicyRequest, Group>);
template Answer<wire::NoOutput> Api::attach_policy(Call<AttachRolePolicyRequest, Role>);
template Answer<wire::NoOutput> Api::detach_policy(Call<DetachUserPolicyRequest, User>);
template Answer<wire::NoOutput> Api::detach_policy(Call<DetachGroupPolicyRequest, Group>);
template Answer<wire::NoOutput> Api::detach_policy(Call<DetachRolePolicyRequest, Role>);
template wire::Result<ListAttachedUserPoliciesResponse> Api::list_attached_policies(
    Call<ListAttachedUserPoliciesRequest, User>);
template wire::Result<ListAttachedGroupPoliciesResponse> Api::list_attached_policies(
    Call<ListAttachedGroupPoliciesRequest, Group>);
template wire::Result<ListAttachedRolePoliciesResponse> Api::list_attached_policies(
    Call<ListAttachedRolePoliciesRequest, Role>);
template Answer<wire::NoOutput> Api::put_boundary(Call<PutUserPermissionsBoundaryRequest, User>);
template Answer<wire::NoOutput> Api::put_boundary(Call<PutRolePermissionsBoundaryRequest, Role>);
template Answer<wire::NoOutput> Api::delete_boundary(
    Call<DeleteUserPermissionsBoundaryRequest, User>);
template Answer<wire::NoOutput> Api::delete_boundary(
    Call<DeleteRolePermissionsBoundaryRequest, Role>);

}  // namespace angarium::services::iam
