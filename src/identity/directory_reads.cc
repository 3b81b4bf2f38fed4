#include <algorithm>
#include <utility>

#include "base/arn.h"
#include "identity/directory.h"

// What the Directory answers; how it changes is in directory.cc.
namespace angarium::identity {

template <class T>
const Directory::Shelf<T>* Directory::shelf(const base::AccountId& account) const {
  auto holdings = accounts_.find(account);
  return holdings == accounts_.end() ? nullptr : &std::get<Shelf<T>>(holdings->second.shelves);
}

template <class T>
std::shared_ptr<const T> Directory::find(const base::AccountId& account,
                                         std::string_view name) const {
  const std::string key = folded(name);
  base::MutexLock lock(mutex_);
  const Shelf<T>* all = shelf<T>(account);
  if (!all) return nullptr;
  auto found = all->find(key);
  return found != all->end() && name_of(*found->second) == name ? found->second : nullptr;
}

std::vector<base::AccountId> Directory::accounts() const {
  std::vector<base::AccountId> accounts;
  base::MutexLock lock(mutex_);
  accounts.reserve(accounts_.size());
  for (const auto& [account, holdings] : accounts_) accounts.push_back(account);
  return accounts;
}

template <class T>
bool Directory::is_taken(const base::AccountId& account, std::string_view name) const {
  const std::string key = folded(name);
  base::MutexLock lock(mutex_);
  const Shelf<T>* all = shelf<T>(account);
  return all && all->contains(key);
}

template <class T>
std::vector<std::shared_ptr<const T>> Directory::list(const base::AccountId& account) const {
  std::vector<std::shared_ptr<const T>> list;
  base::MutexLock lock(mutex_);
  const Shelf<T>* all = shelf<T>(account);
  if (!all) return list;
  list.reserve(all->size());
  for (const auto& [name, entity] : *all) list.push_back(entity);
  return list;
}

template <class T>
size_t Directory::count(const base::AccountId& account) const {
  base::MutexLock lock(mutex_);
  const Shelf<T>* all = shelf<T>(account);
  return all ? all->size() : 0;
}

template <class T>
std::shared_ptr<const T> Directory::find_by_arn(std::string_view arn, std::string_view kind) const {
  std::optional<base::Arn> parsed = base::parse_arn(arn);
  if (!parsed || parsed->service != "iam" || !parsed->resource.starts_with(kind)) return nullptr;
  const Shelf<T>* all = shelf<T>(parsed->account);
  if (!all) return nullptr;
  // Names hold no slash; the URL of a provider may.
  size_t name_at = std::is_same_v<T, OidcProvider> ? kind.size() : parsed->resource.rfind('/') + 1;
  auto found = all->find(folded(std::string_view(parsed->resource).substr(name_at)));
  return found != all->end() && arn_of(*found->second) == arn ? found->second : nullptr;
}

template std::shared_ptr<const ManagedPolicy> Directory::find_by_arn(std::string_view,
                                                                     std::string_view) const;

std::shared_ptr<const ManagedPolicy> Directory::managed_policy(std::string_view arn) const {
  base::MutexLock lock(mutex_);
  return find_by_arn<ManagedPolicy>(arn, "policy/");
}

std::shared_ptr<const OidcProvider> Directory::oidc_provider(std::string_view arn) const {
  base::MutexLock lock(mutex_);
  return find_by_arn<OidcProvider>(arn, "oidc-provider/");
}

std::shared_ptr<const AccessKey> Directory::access_key(std::string_view id) const {
  base::MutexLock lock(mutex_);
  auto found = keys_.find(id);
  return found != keys_.end() ? found->second : nullptr;
}

AccountSettings Directory::settings(const base::AccountId& account) const {
  auto found = find<AccountSettings>(account, account.text());
  if (found) return *found;
  AccountSettings none;
  none.account = account;
  return none;
}

base::AccountId Directory::alias_owner(std::string_view alias) const {
  base::MutexLock lock(mutex_);
  for (const auto& [account, holdings] : accounts_) {
    for (const auto& [name, settings] : std::get<Shelf<AccountSettings>>(holdings.shelves)) {
      if (settings->alias == alias) return account;
    }
  }
  return {};
}

std::vector<std::shared_ptr<const AccessKey>> Directory::access_keys(const base::AccountId& account,
                                                                     std::string_view user) const {
  std::vector<std::shared_ptr<const AccessKey>> keys = list<AccessKey>(account);
  std::erase_if(keys, [&](const auto& key) { return key->user != user; });
  return keys;
}

std::vector<std::shared_ptr<const Group>> Directory::groups_of(const User& user) const {
  std::vector<std::shared_ptr<const Group>> groups;
  base::MutexLock lock(mutex_);
  auto holdings = accounts_.find(user.account);
  if (holdings == accounts_.end()) return groups;
  for (const std::string& id : user.groups) {
    groups.push_back(holdings->second.groups_by_id.at(id));
  }
  std::sort(groups.begin(), groups.end(),
            [](const auto& a, const auto& b) { return folded(a->name) < folded(b->name); });
  return groups;
}

std::string Directory::unique_id(std::string_view arn) const {
  base::MutexLock lock(mutex_);
  if (auto user = find_by_arn<User>(arn, "user/")) return user->id;
  if (auto role = find_by_arn<Role>(arn, "role/")) return role->id;
  return {};
}

std::string Directory::arn_of_id(std::string_view unique_id) const {
  base::MutexLock lock(mutex_);
  auto found = arns_by_id_.find(unique_id);
  return found != arns_by_id_.end() ? found->second : std::string();
}

std::optional<wire::Credential> Directory::find(std::string_view access_key_id,
                                                std::string_view session_token) {
  if (!session_token.empty()) return std::nullopt;  // these are long-term keys
  std::shared_ptr<const AccessKey> key = access_key(access_key_id);
  if (!key || !key->is_active) return std::nullopt;
  if (key->user.empty()) {
    return wire::Credential{.secret = key->secret,
                            .caller = wire::root_caller(key->account, key->id)};
  }
  std::shared_ptr<const User> user = this->user(key->account, key->user);
  if (!user) return std::nullopt;
  return wire::Credential{.secret = key->secret,
                          .caller = {.kind = wire::CallerKind::kUser,
                                     .account = key->account,
                                     .arn = arn_of(*user),
                                     .user_id = user->id,
                                     .access_key_id = key->id}};
}

template std::shared_ptr<const User> Directory::find(const base::AccountId&,
                                                     std::string_view) const;
template std::shared_ptr<const Group> Directory::find(const base::AccountId&,
                                                      std::string_view) const;
template std::shared_ptr<const Role> Directory::find(const base::AccountId&,
                                                     std::string_view) const;
template std::shared_ptr<const ManagedPolicy> Directory::find(const base::AccountId&,
                                                              std::string_view) const;
template std::shared_ptr<const OidcProvider> Directory::find(const base::AccountId&,
                                                             std::string_view) const;
template std::vector<std::shared_ptr<const User>> Directory::list(const base::AccountId&) const;
template std::vector<std::shared_ptr<const Group>> Directory::list(const base::AccountId&) const;
template std::vector<std::shared_ptr<const Role>> Directory::list(const base::AccountId&) const;
template std::vector<std::shared_ptr<const ManagedPolicy>> Directory::list(
    const base::AccountId&) const;
template std::vector<std::shared_ptr<const AccessKey>> Directory::list(
    const base::AccountId&) const;
template std::vector<std::shared_ptr<const OidcProvider>> Directory::list(
    const base::AccountId&) const;
template size_t Directory::count<User>(const base::AccountId&) const;
template size_t Directory::count<Group>(const base::AccountId&) const;
template size_t Directory::count<Role>(const base::AccountId&) const;
template size_t Directory::count<ManagedPolicy>(const base::AccountId&) const;
template size_t Directory::count<OidcProvider>(const base::AccountId&) const;
template bool Directory::is_taken<User>(const base::AccountId&, std::string_view) const;
template bool Directory::is_taken<Group>(const base::AccountId&, std::string_view) const;
template bool Directory::is_taken<Role>(const base::AccountId&, std::string_view) const;
template bool Directory::is_taken<ManagedPolicy>(const base::AccountId&, std::string_view) const;
template bool Directory::is_taken<OidcProvider>(const base::AccountId&, std::string_view) const;

}  // namespace angarium::identity
