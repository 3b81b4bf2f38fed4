#include "identity/directory.h"

#include <utility>

#include "base/assert.h"
#include "identity/aws_managed.h"
#include "identity/records.h"

namespace angarium::identity {
namespace {

template <class T>
void add_operations(const Edit<T>& edit, const Sealer& sealer, store::CommitRequest& request) {
  for (const auto& entity : edit.removed) {
    request.operations.emplace_back(store::TableDelete{key_of(*entity)});
  }
  for (const auto& entity : edit.put) {
    request.operations.emplace_back(store::TablePut{key_of(*entity), encode(*entity, sealer)});
  }
}

store::CommitRequest request_of(Change& change, const Sealer& sealer) {
  store::CommitRequest request{.partition = global_partition()};
  request.operations = std::move(change.operations);
  request.preconditions = std::move(change.preconditions);
  add_operations(change.users, sealer, request);
  add_operations(change.groups, sealer, request);
  add_operations(change.roles, sealer, request);
  add_operations(change.policies, sealer, request);
  add_operations(change.access_keys, sealer, request);
  add_operations(change.oidc_providers, sealer, request);
  add_operations(change.settings, sealer, request);
  return request;
}

}  // namespace

// ---- Loading

base::Result<std::unique_ptr<Directory>> Directory::open(store::Ownership& ownership,
                                                         Sealer& sealer) {
  std::unique_ptr<Directory> directory(new Directory(ownership, sealer));
  {
    Edit<ManagedPolicy> provided;
    for (ManagedPolicy& policy : aws_managed_policies()) provided.replace(std::move(policy));
    base::MutexLock lock(directory->mutex_);
    directory->apply(provided);
  }
  AG_CHECK(directory->load<User>());
  AG_CHECK(directory->load<Group>());
  AG_CHECK(directory->load<Role>());
  AG_CHECK(directory->load<ManagedPolicy>());
  AG_CHECK(directory->load<AccessKey>());
  AG_CHECK(directory->load<OidcProvider>());
  AG_CHECK(directory->load<AccountSettings>());
  AG_CHECK(directory->check_references());
  return directory;
}

template <class T>
base::Result<void> Directory::load() {
  store::ScanRequest request{.prefix = prefix_of<T>(), .after = {}};
  bool more = true;
  while (more) {
    AG_TRY(page, ownership_.store().scan(global_partition(), request));
    Edit<T> edit;
    for (const store::TableItem& item : page.items) {
      AG_TRY(entity, decode<T>(item.key, item.value, sealer_));
      edit.replace(std::move(entity));
    }
    {
      base::MutexLock lock(mutex_);
      apply(edit);
    }
    more = page.more;
    if (more) request.after = page.items.back().key;
  }
  return {};
}

// Without what is attached, a boundary or a Deny would be dropped unseen.
template <class T>
base::Result<void> Directory::check_references_of(const T& entity) const {
  std::set<std::string> arns = entity.attached;
  if constexpr (!std::is_same_v<T, Group>) {
    if (!entity.boundary_arn.empty()) arns.insert(entity.boundary_arn);
  }
  for (const std::string& arn : arns) {
    if (find_by_arn<ManagedPolicy>(arn, "policy/")) continue;
    return base::Error(store::StoreError::kCorrupt, "the policy `" + arn + "` is attached to `" +
                                                        arn_of(entity) +
                                                        "`, but there is no such policy");
  }
  return {};
}

base::Result<void> Directory::check_references() const {
  base::MutexLock lock(mutex_);
  for (const auto& [account, holdings] : accounts_) {
    for (const auto& [name, user] : std::get<Shelf<User>>(holdings.shelves)) {
      AG_CHECK(check_references_of(*user));
    }
    for (const auto& [name, group] : std::get<Shelf<Group>>(holdings.shelves)) {
      AG_CHECK(check_references_of(*group));
    }
    for (const auto& [name, role] : std::get<Shelf<Role>>(holdings.shelves)) {
      AG_CHECK(check_references_of(*role));
    }
  }
  return {};
}

// ---- Changing

base::Task<store::Turns::Turn> Directory::turn(base::AccountId account) {
  store::Partition partition{.account = std::move(account), .region = {}};
  auto turn = co_await turns_.take(std::move(partition));
  co_return turn;
}

base::Task<base::Result<void>> Directory::commit(Change change) {
  store::CommitRequest request = request_of(change, sealer_);
  auto committed = co_await ownership_.commit(std::move(request));
  if (!committed.ok()) co_return committed.error();
  base::MutexLock lock(mutex_);
  apply(change.users);
  apply(change.groups);
  apply(change.roles);
  apply(change.policies);
  apply(change.access_keys);
  apply(change.oidc_providers);
  apply(change.settings);
  Holdings& holdings = accounts_[change.account];
  holdings.user_standings.clear();
  holdings.role_standings.clear();
  co_return base::Result<void>();
}

template <class T>
void Directory::apply(const Edit<T>& edit) {
  for (const auto& entity : edit.removed) {
    std::get<Shelf<T>>(accounts_[entity->account].shelves).erase(folded(name_of(*entity)));
    index(entity, false);
  }
  for (const auto& entity : edit.put) {
    std::get<Shelf<T>>(accounts_[entity->account].shelves)[folded(name_of(*entity))] = entity;
    index(entity, true);
  }
}

// What can be found by other than its name.
template <class T>
void Directory::index(const std::shared_ptr<const T>& entity, bool is_there) {
  if constexpr (std::is_same_v<T, User> || std::is_same_v<T, Role>) {
    if (is_there) {
      arns_by_id_[entity->id] = arn_of(*entity);
    } else {
      arns_by_id_.erase(entity->id);
    }
  }
  if constexpr (std::is_same_v<T, Group>) {
    auto& groups = accounts_[entity->account].groups_by_id;
    if (is_there) {
      groups[entity->id] = entity;
    } else {
      groups.erase(entity->id);
    }
  }
  if constexpr (std::is_same_v<T, AccessKey>) {
    if (is_there) {
      keys_[entity->id] = entity;
    } else {
      keys_.erase(entity->id);
    }
  }
}

}  // namespace angarium::identity
