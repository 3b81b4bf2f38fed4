#include "identity/unique_id.h"
#include "services/iam/api.h"
#include "services/iam/condition_keys.h"
#include "services/iam/entity_checks.h"
#include "services/iam/pages.h"
#include "services/iam/quotas.h"

namespace angarium::services::iam {
namespace {

using identity::AccessKey;

std::string status_of(const AccessKey& key) { return key.is_active ? "Active" : "Inactive"; }

// The key of that user, or of the root; null: it has no such key.
std::shared_ptr<const AccessKey> key_of(const identity::Directory& directory,
                                        const base::AccountId& account, const std::string& user,
                                        const std::string& id) {
  auto key = directory.access_key(id);
  return key && key->account == account && key->user == user ? key : nullptr;
}

// Who has keys: users who are there, and the root.
template <class T>
bool is_there(const Named<T>& named) {
  return named.found || named.name.empty();
}

}  // namespace

Answer<CreateAccessKeyResponse> Api::create_access_key(Call<CreateAccessKeyRequest, User> call) {
  const Named<User>& named = call.loaded();
  const base::AccountId& account = call.request().caller.account;
  if (!is_there(named)) co_return no_such(named);
  if (directory().access_keys(account, named.name).size() >= kAccessKeysMax) {
    co_return over_quota("AccessKeysPerUser", kAccessKeysMax);
  }
  AccessKey key{.id = identity::draw_access_key_id(dependencies_.random),
                .account = account,
                .user = named.name,
                .created = dependencies_.clock.now(),
                .secret = identity::draw_secret(dependencies_.random)};
  CreateAccessKeyResponse response{.access_key = {.user_name = key.user,
                                                  .access_key_id = key.id,
                                                  .status = status_of(key),
                                                  .secret_access_key = key.secret,
                                                  .create_date = key.created}};
  Change change{.account = account};
  change.access_keys.replace(std::move(key));
  AG_CO_CHECK(directory().commit(std::move(change)));
  co_return response;
}

Answer<wire::NoOutput> Api::update_access_key(Call<UpdateAccessKeyRequest, User> call) {
  const Named<User>& named = call.loaded();
  const base::AccountId& account = call.request().caller.account;
  if (!is_there(named)) co_return no_such(named);
  auto key = key_of(directory(), account, named.name, call.input().access_key_id);
  if (!key) co_return no_such_access_key(call.input().access_key_id);
  if (call.input().status == "Expired") {
    co_return invalid_input("The status of an access key is set to Active or Inactive");
  }
  AccessKey next = *key;
  next.is_active = call.input().status == "Active";
  Change change{.account = account};
  change.access_keys.replace(std::move(next));
  AG_CO_CHECK(directory().commit(std::move(change)));
  co_return wire::NoOutput();
}

Answer<wire::NoOutput> Api::delete_access_key(Call<DeleteAccessKeyRequest, User> call) {
  const Named<User>& named = call.loaded();
  const base::AccountId& account = call.request().caller.account;
  if (!is_there(named)) co_return no_such(named);
  auto key = key_of(directory(), account, named.name, call.input().access_key_id);
  if (!key) co_return no_such_access_key(call.input().access_key_id);
  Change change{.account = account};
  change.access_keys.removed.push_back(key);
  AG_CO_CHECK(directory().commit(std::move(change)));
  co_return wire::NoOutput();
}

wire::Result<ListAccessKeysResponse> Api::list_access_keys(Call<ListAccessKeysRequest, User> call) {
  const Named<User>& named = call.loaded();
  if (!is_there(named)) return no_such(named);
  const std::string scope = wire::PageTokens::scope(call.request(), {named.name});
  AG_TRY(page,
         page_of(directory().access_keys(call.request().caller.account, named.name), call.input(),
                 dependencies_.page_tokens, scope, [](const auto& key) { return key->id; }));
  ListAccessKeysResponse response;
  for (const auto& key : page.items) {
    response.access_key_metadata.push_back({.user_name = key->user,
                                            .access_key_id = key->id,
                                            .status = status_of(*key),
                                            .create_date = key->created});
  }
  page.finish(response);
  return response;
}

// A key of the root is asked about as the root, one that isn't there as anything.
Checked<KeyOnly> Api::plan_access_key_use(const wire::RequestContext& request,
                                          const GetAccessKeyLastUsedRequest& input) const {
  const base::AccountId& account = request.caller.account;
  wire::Check check{.action = "iam:" + request.operation};
  KeyOnly loaded{directory().access_key(input.access_key_id)};
  if (loaded.key && loaded.key->account != account) loaded.key = nullptr;
  if (!loaded.key) return wire::Plan<KeyOnly>(std::move(check), std::move(loaded));
  check.resource = arn_in(account, "root", "");
  if (auto user = directory().user(account, loaded.key->user)) {
    check.resource = arn_of(*user);
    add_entity_keys(*user, check.keys);
  }
  return wire::Plan<KeyOnly>(std::move(check), std::move(loaded));
}

wire::Result<GetAccessKeyLastUsedResponse> Api::get_access_key_last_used(
    wire::Authorized<GetAccessKeyLastUsedRequest, KeyOnly> call) {
  const auto& key = call.loaded().key;
  if (!key) return no_such_access_key(call.input().access_key_id);
  GetAccessKeyLastUsedResponse response;
  if (!key->user.empty()) response.user_name = key->user;
  AccessKeyLastUsed& shown = response.access_key_last_used.emplace();
  const std::optional<identity::LastUse> use = dependencies_.last_uses.of(key->id);
  // API reference: "N/A" of a key that was never used.
  shown.service_name = use ? use->service : "N/A";
  shown.region = use ? use->region : "N/A";
  if (use) shown.last_used_date = use->time;
  return response;
}

}  // namespace angarium::services::iam
