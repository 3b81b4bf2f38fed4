#include "services/iam/api.h"
#include "services/iam/entity_checks.h"
#include "services/iam/pages.h"

namespace angarium::services::iam {

template <class T, class Input>
Answer<wire::NoOutput> Api::tag(Call<Input, T> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  auto tags = with_tags(next->tags, call.input().tags, std::string("TagsPer") + KindOf<T>::kTitle);
  if (!tags.ok()) co_return tags.error();
  next->tags = std::move(*tags);
  co_return co_await put(std::move(*next));
}

// Keys that aren't there are not an error.
template <class T, class Input>
Answer<wire::NoOutput> Api::untag(Call<Input, T> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  std::set<std::string> keys;
  for (const std::string& key : call.input().tag_keys) keys.insert(identity::folded(key));
  std::erase_if(next->tags,
                [&](const auto& tag) { return keys.contains(identity::folded(tag.first)); });
  co_return co_await put(std::move(*next));
}

template <class T, class Input, class Response>
wire::Result<Response> Api::list_tags(Call<Input, T> call) {
  const Named<T>& named = call.loaded();
  if (!named.found) return no_such(named);
  // Markers have no room for a key, which may have 512 bytes: they count.
  std::vector<std::pair<std::string, Tag>> tags;
  for (const auto& [key, value] : named.found->tags) {
    tags.emplace_back(std::to_string(100 + tags.size()), Tag{.key = key, .value = value});
  }
  const std::string scope = wire::PageTokens::scope(call.request(), {named.name});
  AG_TRY(page, page_of(std::move(tags), call.input(), dependencies_.page_tokens, scope,
                       [](const auto& tag) { return tag.first; }));
  Response response;
  for (auto& [position, tag] : page.items) response.tags.push_back(std::move(tag));
  page.finish(response);
  return response;
}

template Answer<wire::NoOutput> Api::tag(Call<TagUserRequest, User>);
template Answer<wire::NoOutput> Api::tag(Call<TagRoleRequest, Role>);
template Answer<wire::NoOutput> Api::tag(Call<TagPolicyRequest, ManagedPolicy>);
template Answer<wire::NoOutput> Api::tag(Call<TagOpenIDConnectProviderRequest, OidcProvider>);
template Answer<wire::NoOutput> Api::untag(Call<UntagUserRequest, User>);
template Answer<wire::NoOutput> Api::untag(Call<UntagRoleRequest, Role>);
template Answer<wire::NoOutput> Api::untag(Call<UntagPolicyRequest, ManagedPolicy>);
template Answer<wire::NoOutput> Api::untag(Call<UntagOpenIDConnectProviderRequest, OidcProvider>);
template wire::Result<ListUserTagsResponse> Api::list_tags(Call<ListUserTagsRequest, User>);
template wire::Result<ListRoleTagsResponse> Api::list_tags(Call<ListRoleTagsRequest, Role>);
template wire::Result<ListPolicyTagsResponse> Api::list_tags(
    Call<ListPolicyTagsRequest, ManagedPolicy>);
template wire::Result<ListOpenIDConnectProviderTagsResponse> Api::list_tags(
    Call<ListOpenIDConnectProviderTagsRequest, OidcProvider>);

}  // namespace angarium::services::iam
