#include "base/assert.h"
#include "identity/directory.h"

// What the Directory gathers for decisions.
namespace angarium::identity {

void Directory::gather_policies(const Entity& entity, std::string_view kind,
                                Standing& standing) const {
  for (const auto& [name, policy] : entity.inline_policies) {
    standing.identity.push_back(policy);
    standing.identity_names.push_back("inline policy `" + name + "` of " + std::string(kind) +
                                      " `" + entity.name + "`");
  }
  for (const std::string& arn : entity.attached) {
    auto managed = find_by_arn<ManagedPolicy>(arn, "policy/");
    AG_ASSERT(managed);
    standing.identity.push_back(managed->in_force());
    standing.identity_names.push_back(arn);
  }
}

template <class T>
StandingPtr Directory::gather(const Holdings& holdings, const T& entity) const {
  auto standing = std::make_shared<Standing>();
  standing->id = entity.id;
  standing->tags = entity.tags;
  standing->boundary_arn = entity.boundary_arn;
  if (!entity.boundary_arn.empty()) {
    auto boundary = find_by_arn<ManagedPolicy>(entity.boundary_arn, "policy/");
    AG_ASSERT(boundary);
    standing->boundary = boundary->in_force();
  }
  if constexpr (std::is_same_v<T, User>) {
    gather_policies(entity, "user", *standing);
    for (const std::string& id : entity.groups) {
      gather_policies(*holdings.groups_by_id.at(id), "group", *standing);
    }
  } else {
    gather_policies(entity, "role", *standing);
    standing->is_service_linked = entity.is_service_linked;
  }
  return standing;
}

StandingPtr Directory::standing_of_user(const base::AccountId& account,
                                        std::string_view name) const {
  base::MutexLock lock(mutex_);
  auto holdings = accounts_.find(account);
  if (holdings == accounts_.end()) return nullptr;
  auto& known = holdings->second.user_standings;
  auto found = known.find(name);
  if (found != known.end()) return found->second;
  const auto& users = std::get<Shelf<User>>(holdings->second.shelves);
  auto user = users.find(folded(name));
  if (user == users.end() || user->second->name != name) return nullptr;
  return known[std::string(name)] = gather(holdings->second, *user->second);
}

StandingPtr Directory::standing_of_role(const base::AccountId& account,
                                        std::string_view name) const {
  base::MutexLock lock(mutex_);
  auto holdings = accounts_.find(account);
  if (holdings == accounts_.end()) return nullptr;
  auto& known = holdings->second.role_standings;
  auto found = known.find(name);
  if (found != known.end()) return found->second;
  const auto& roles = std::get<Shelf<Role>>(holdings->second.shelves);
  auto role = roles.find(folded(name));
  if (role == roles.end() || role->second->name != name) return nullptr;
  return known[std::string(name)] = gather(holdings->second, *role->second);
}

}  // namespace angarium::identity
