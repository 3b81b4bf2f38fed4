#include "services/iam/api.h"
#include "services/iam/documents.h"
#include "services/iam/entity_checks.h"
#include "services/iam/pages.h"
#include "services/iam/quotas.h"

namespace angarium::services::iam {
namespace {

template <class T>
constexpr size_t inline_characters_max() {
  if constexpr (std::is_same_v<T, User>) return kInlineOfUserCharactersMax;
  if constexpr (std::is_same_v<T, Group>) return kInlineOfGroupCharactersMax;
  if constexpr (std::is_same_v<T, Role>) return kInlineOfRoleCharactersMax;
}

// All inline policies of one share the quota.
template <class T>
wire::Result<void> check_size(const T& entity) {
  size_t total = 0;
  for (const auto& [name, policy] : entity.inline_policies) {
    total += policy::counted_characters(policy->text());
  }
  if (total <= inline_characters_max<T>()) return {};
  return limit_exceeded("Maximum policy size of " + std::to_string(inline_characters_max<T>()) +
                        " bytes exceeded for " + KindOf<T>::kName + " " + entity.name);
}

template <class Response, class T>
void set_name(Response& response, const T& entity) {
  if constexpr (requires { response.user_name; }) response.user_name = entity.name;
  if constexpr (requires { response.group_name; }) response.group_name = entity.name;
  if constexpr (requires { response.role_name; }) response.role_name = entity.name;
}

}  // namespace

template <class T, class Input>
Answer<wire::NoOutput> Api::put_inline_policy(Call<Input, T> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  auto document = inline_document(call.input().policy_document);
  if (!document.ok()) co_return document.error();
  next->inline_policies[call.input().policy_name] = std::move(*document);
  auto size = check_size(*next);
  if (!size.ok()) co_return size.error();
  co_return co_await put(std::move(*next));
}

template <class T, class Input, class Response>
wire::Result<Response> Api::get_inline_policy(Call<Input, T> call) {
  const Named<T>& named = call.loaded();
  if (!named.found) return no_such(named);
  const std::string& name = call.input().policy_name;
  auto policy = named.found->inline_policies.find(name);
  if (policy == named.found->inline_policies.end()) {
    return no_such_inline_policy(KindOf<T>::kName, name);
  }
  Response response;
  set_name(response, *named.found);
  response.policy_name = name;
  response.policy_document = shown(*policy->second);
  return response;
}

template <class T, class Input>
Answer<wire::NoOutput> Api::delete_inline_policy(Call<Input, T> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  if (next->inline_policies.erase(call.input().policy_name) == 0) {
    co_return no_such_inline_policy(KindOf<T>::kName, call.input().policy_name);
  }
  co_return co_await put(std::move(*next));
}

template <class T, class Input, class Response>
wire::Result<Response> Api::list_inline_policies(Call<Input, T> call) {
  const Named<T>& named = call.loaded();
  if (!named.found) return no_such(named);
  std::vector<std::string> names;
  for (const auto& [name, policy] : named.found->inline_policies) names.push_back(name);
  const std::string scope = wire::PageTokens::scope(call.request(), {named.found->id});
  AG_TRY(page, page_of(std::move(names), call.input(), dependencies_.page_tokens, scope,
                       [](const std::string& name) { return name; }));
  Response response;
  response.policy_names = page.items;
  page.finish(response);
  return response;
}

template Answer<wire::NoOutput> Api::put_inline_policy(Call<PutUserPolicyRequest, User>);
template Answer<wire::NoOutput> Api::put_inline_policy(Call<PutGroupPolicyRequest, Group>);
template Answer<wire::NoOutput> Api::put_inline_policy(Call<PutRolePolicyRequest, Role>);
template wire::Result<GetUserPolicyResponse> Api::get_inline_policy(
    Call<GetUserPolicyRequest, User>);
template wire::Result<GetGroupPolicyResponse> Api::get_inline_policy(
    Call<GetGroupPolicyRequest, Group>);
template wire::Result<GetRolePolicyResponse> Api::get_inline_policy(
    Call<GetRolePolicyRequest, Role>);
template Answer<wire::NoOutput> Api::delete_inline_policy(Call<DeleteUserPolicyRequest, User>);
template Answer<wire::NoOutput> Api::delete_inline_policy(Call<DeleteGroupPolicyRequest, Group>);
template Answer<wire::NoOutput> Api::delete_inline_policy(Call<DeleteRolePolicyRequest, Role>);
template wire::Result<ListUserPoliciesResponse> Api::list_inline_policies(
    Call<ListUserPoliciesRequest, User>);
template wire::Result<ListGroupPoliciesResponse> Api::list_inline_policies(
    Call<ListGroupPoliciesRequest, Group>);
template wire::Result<ListRolePoliciesResponse> Api::list_inline_policies(
    Call<ListRolePoliciesRequest, Role>);

}  // namespace angarium::services::iam
