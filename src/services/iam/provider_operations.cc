#include <fmt/format.h>

#include <algorithm>

#include "services/iam/api.h"
#include "services/iam/condition_keys.h"
#include "services/iam/entity_checks.h"
#include "services/iam/quotas.h"
#include "services/iam/show.h"

// OpenID Connect providers: the issuers whose tokens AssumeRoleWithWebIdentity takes.
namespace angarium::services::iam {
namespace {

constexpr std::string_view kScheme = "https://";

// What follows "https://", without a slash at the end. ValidationError when it isn't the URL of an
// issuer (OpenID Connect Discovery 1.0, section 3: no query, no fragment; API reference: no port).
wire::Result<std::string> issuer_in(std::string_view url) {
  if (!url.starts_with(kScheme)) {
    return validation_error("Invalid Open ID Connect Provider URL: it must begin with https://");
  }
  std::string issuer(url.substr(kScheme.size()));
  if (issuer.ends_with('/')) issuer.pop_back();
  const bool is_plain = std::all_of(issuer.begin(), issuer.end(), [](char c) {
    return c > ' ' && c <= '~' && c != '?' && c != '#' && c != ':' && c != '@';
  });
  if (issuer.empty() || issuer.front() == '/' || !is_plain) {
    return validation_error(
        "Invalid Open ID Connect Provider URL: a host and a path, without port, query or fragment");
  }
  return issuer;
}

wire::Result<void> check_client_ids(const std::vector<std::string>& ids) {
  if (ids.size() > kClientIdsMax) {
    return over_quota("ClientIdsPerOpenIdConnectProvider", kClientIdsMax);
  }
  return {};
}

wire::Result<void> check_thumbprints(const std::vector<std::string>& thumbprints) {
  if (thumbprints.size() > kThumbprintsMax) {
    return over_quota("ThumbprintsPerOpenIdConnectProvider", kThumbprintsMax);
  }
  for (const std::string& print : thumbprints) {
    if (print.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos) continue;
    return invalid_input(fmt::format("`{}` is not a thumbprint: 40 hexadecimal digits", print));
  }
  return {};
}

}  // namespace

base::Task<Checked<Named<OidcProvider>>> Api::plan_create_provider(
    const wire::RequestContext& request, const CreateOpenIDConnectProviderRequest& input) const {
  const base::AccountId& account = request.caller.account;
  auto turn = co_await directory().turn(account);
  auto issuer = issuer_in(input.url);
  if (!issuer.ok()) co_return issuer.error();
  Named<OidcProvider> named{.name = arn_in(account, "oidc-provider", "/" + *issuer)};
  named.found = load<OidcProvider>(account, named.name);
  named.turn.emplace(std::move(turn));
  std::vector<wire::Check> checks(1);
  checks[0].action = "iam:" + request.operation;
  checks[0].resource = named.name;
  add_request_tags(input.tags, checks[0].keys);
  if (input.tags && !input.tags->empty()) {
    checks.push_back(checks[0]);
    checks.back().action = "iam:TagOpenIDConnectProvider";
  }
  co_return wire::Plan<Named<OidcProvider>>(std::move(checks), std::move(named));
}

Answer<CreateOpenIDConnectProviderResponse> Api::create_provider(
    Call<CreateOpenIDConnectProviderRequest, OidcProvider> call) {
  const CreateOpenIDConnectProviderRequest& input = call.input();
  OidcProvider provider{.account = call.request().caller.account};
  auto issuer = issuer_in(input.url);
  if (!issuer.ok()) co_return issuer.error();
  provider.url = std::move(*issuer);
  provider.created = dependencies_.clock.now();
  if (directory().is_taken<OidcProvider>(provider.account, provider.url)) {
    co_return entity_already_exists(
        fmt::format("Provider with url {} already exists.", provider.url));
  }
  if (directory().count<OidcProvider>(provider.account) >= kProvidersMax) {
    co_return over_quota("OpenIdConnectProvidersPerAccount", kProvidersMax);
  }
  provider.client_ids = input.client_ids.value_or(std::vector<std::string>());
  provider.thumbprints = input.thumbprint_list.value_or(std::vector<std::string>());
  auto ids = check_client_ids(provider.client_ids);
  if (!ids.ok()) co_return ids.error();
  auto prints = check_thumbprints(provider.thumbprints);
  if (!prints.ok()) co_return prints.error();
  if (input.tags) {
    auto tags = with_tags({}, *input.tags, "TagsPerOpenIdConnectProvider");
    if (!tags.ok()) co_return tags.error();
    provider.tags = std::move(*tags);
  }
  CreateOpenIDConnectProviderResponse response{.provider_arn = arn_of(provider),
                                               .tags = shown_tags(provider.tags)};
  co_return co_await put(std::move(provider), std::move(response));
}

wire::Result<GetOpenIDConnectProviderResponse> Api::get_provider(
    Call<GetOpenIDConnectProviderRequest, OidcProvider> call) {
  const Named<OidcProvider>& named = call.loaded();
  if (!named.found) return no_such(named);
  return GetOpenIDConnectProviderResponse{.url = named.found->url,
                                          .client_ids = named.found->client_ids,
                                          .thumbprint_list = named.found->thumbprints,
                                          .create_date = named.found->created,
                                          .tags = shown_tags(named.found->tags)};
}

wire::Result<ListOpenIDConnectProvidersResponse> Api::list_providers(
    AccountCall<ListOpenIDConnectProvidersRequest> call) {
  ListOpenIDConnectProvidersResponse response;
  auto& shown = response.provider_list.emplace();
  for (const auto& one : directory().list<OidcProvider>(call.request().caller.account)) {
    shown.push_back({.arn = arn_of(*one)});
  }
  return response;
}

Answer<wire::NoOutput> Api::delete_provider(
    Call<DeleteOpenIDConnectProviderRequest, OidcProvider> call) {
  if (!call.loaded().found) co_return no_such(call.loaded());
  co_return co_await remove(call.loaded().found);
}

Answer<wire::NoOutput> Api::update_thumbprints(
    Call<UpdateOpenIDConnectProviderThumbprintRequest, OidcProvider> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  auto prints = check_thumbprints(call.input().thumbprint_list);
  if (!prints.ok()) co_return prints.error();
  next->thumbprints = call.input().thumbprint_list;
  co_return co_await put(std::move(*next));
}

Answer<wire::NoOutput> Api::add_client_id(
    Call<AddClientIDToOpenIDConnectProviderRequest, OidcProvider> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  std::vector<std::string>& ids = next->client_ids;
  // "Idempotent; it does not fail or return an error if you add an existing client ID."
  if (std::find(ids.begin(), ids.end(), call.input().client_id) != ids.end()) {
    co_return wire::NoOutput();
  }
  ids.push_back(call.input().client_id);
  auto count = check_client_ids(ids);
  if (!count.ok()) co_return count.error();
  co_return co_await put(std::move(*next));
}

Answer<wire::NoOutput> Api::remove_client_id(
    Call<RemoveClientIDFromOpenIDConnectProviderRequest, OidcProvider> call) {
  auto next = copy_to_change(call.loaded());
  if (!next.ok()) co_return next.error();
  // As idempotent as adding.
  std::erase(next->client_ids, call.input().client_id);
  co_return co_await put(std::move(*next));
}

}  // namespace angarium::services::iam
