#include <fmt/format.h>

#include "services/iam/api.h"
#include "services/iam/pages.h"
#include "services/iam/quotas.h"

// What is about the account as a whole.
namespace angarium::services::iam {

// Aliases are unique among all accounts, so choosing one takes everybody's turn.
Answer<wire::NoOutput> Api::create_account_alias(AccountCall<CreateAccountAliasRequest> call) {
  const base::AccountId account = call.request().caller.account;
  const std::string& alias = call.input().account_alias;
  auto everybody = co_await directory().turn(base::AccountId("aliases"));
  const base::AccountId owner = directory().alias_owner(alias);
  if (owner == account) co_return wire::NoOutput();
  if (!owner.empty()) {
    co_return entity_already_exists(fmt::format("The account alias {} already exists.", alias));
  }
  Change change{.account = account};
  identity::AccountSettings settings = directory().settings(account);
  settings.alias = alias;  // an account has one: the new takes the place of the old
  change.settings.replace(std::move(settings));
  AG_CO_CHECK(directory().commit(std::move(change)));
  co_return wire::NoOutput();
}

Answer<wire::NoOutput> Api::delete_account_alias(AccountCall<DeleteAccountAliasRequest> call) {
  const base::AccountId account = call.request().caller.account;
  identity::AccountSettings settings = directory().settings(account);
  if (settings.alias != call.input().account_alias) {
    co_return no_such_entity(
        fmt::format("The account alias {} cannot be found.", call.input().account_alias));
  }
  settings.alias.clear();
  Change change{.account = account};
  change.settings.replace(std::move(settings));
  AG_CO_CHECK(directory().commit(std::move(change)));
  co_return wire::NoOutput();
}

wire::Result<ListAccountAliasesResponse> Api::list_account_aliases(
    AccountCall<ListAccountAliasesRequest> call) {
  const std::string alias = directory().settings(call.request().caller.account).alias;
  ListAccountAliasesResponse response{.is_truncated = false};
  if (!alias.empty()) response.account_aliases.push_back(alias);
  return response;
}

wire::Result<GetAccountSummaryResponse> Api::get_account_summary(AccountCall<wire::NoOutput> call) {
  const base::AccountId& account = call.request().caller.account;
  auto number = [](size_t count) { return static_cast<int32_t>(count); };
  size_t versions = 0;
  for (const auto& policy : directory().list<ManagedPolicy>(account)) {
    versions += policy->versions.size();
  }
  const size_t root_keys = directory().access_keys(account, "").size();
  GetAccountSummaryResponse response;
  response.summary_map = {
      {"Users", number(directory().count<User>(account))},
      {"UsersQuota", number(kUsersMax)},
      {"Groups", number(directory().count<Group>(account))},
      {"GroupsQuota", number(kGroupsMax)},
      {"Roles", number(directory().count<Role>(account))},
      {"RolesQuota", number(kRolesMax)},
      {"Policies", number(directory().count<ManagedPolicy>(account))},
      {"PoliciesQuota", number(kPoliciesMax)},
      {"PolicyVersionsInUse", number(versions)},
      {"PolicyVersionsInUseQuota", number(kPoliciesMax * kPolicyVersionsMax)},
      {"PolicySizeQuota", number(kManagedPolicyCharactersMax)},
      {"VersionsPerPolicyQuota", number(kPolicyVersionsMax)},
      {"UserPolicySizeQuota", number(kInlineOfUserCharactersMax)},
      {"GroupPolicySizeQuota", number(kInlineOfGroupCharactersMax)},
      {"RolePolicySizeQuota", number(kInlineOfRoleCharactersMax)},
      {"AssumeRolePolicySizeQuota", number(kTrustPolicyCharactersMax)},
      {"GroupsPerUserQuota", number(kGroupsOfUserMax)},
      {"AccessKeysPerUserQuota", number(kAccessKeysMax)},
      {"AttachedPoliciesPerUserQuota", number(kAttachedMax)},
      {"AttachedPoliciesPerGroupQuota", number(kAttachedMax)},
      {"AttachedPoliciesPerRoleQuota", number(kAttachedMax)},
      {"Providers", number(directory().count<OidcProvider>(account))},
      {"AccountAccessKeysPresent", root_keys > 0 ? 1 : 0},
      // What can't be here.
      {"AccountMFAEnabled", 0},
      {"AccountPasswordPresent", 0},
      {"AccountSigningCertificatesPresent", 0},
      {"MFADevices", 0},
      {"MFADevicesInUse", 0},
      {"InstanceProfiles", 0},
      {"ServerCertificates", 0},
  };
  return response;
}

}  // namespace angarium::services::iam
