#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/task.h"
#include "identity/entities.h"
#include "identity/seal.h"
#include "store/ownership.h"
#include "store/turns.h"
#include "wire/credentials.h"

namespace angarium::identity {

// What changes of one kind: `removed` goes first, then `put` takes the place of its namesakes. A
// rename is both.
template <class T>
struct Edit {
  std::vector<std::shared_ptr<const T>> removed = {};
  std::vector<std::shared_ptr<const T>> put = {};

  void replace(T next) { put.push_back(std::make_shared<const T>(std::move(next))); }
};

// One change of an account, committed as a whole.
struct Change {
  base::AccountId account;
  Edit<User> users = {};
  Edit<Group> groups = {};
  Edit<Role> roles = {};
  Edit<ManagedPolicy> policies = {};
  Edit<AccessKey> access_keys = {};
  Edit<OidcProvider> oidc_providers = {};
  Edit<AccountSettings> settings = {};
  // What else of the global partition is part of it.
  std::vector<store::Operation> operations = {};
  std::vector<store::Precondition> preconditions = {};
};

// What is attached to a user or role, gathered at one moment. Immutable.
struct Standing {
  std::vector<policy::PolicyPtr> identity = {};  // inline and attached, of a user's groups too
  // Which they are, in the same order, for explanations: an ARN, or "inline policy `x` of user
  // `bob`".
  std::vector<std::string> identity_names = {};
  policy::PolicyPtr boundary = nullptr;
  std::string boundary_arn = {};
  Tags tags = {};
  std::string id = {};  // AIDA.. or AROA..
  bool is_service_linked = false;
};
using StandingPtr = std::shared_ptr<const Standing>;

// Everything that IAM keeps of all accounts, in memory and in the store. The store is the truth: a
// change is committed there first and shown next. Also what long-term access keys stand for.
//
// Thread safe. Reads never wait for more than a few instructions; what they give is immutable. A
// change reads and commits during its account's turn.
//
// INVARIANT: what is attached, and what is a boundary, exists; who has keys or is in groups, too.
class Directory final : public wire::Credentials {
 public:
  // Reads all records; may read the disk. The arguments outlive it. kUnsealable when a secret's key
  // is missing: then nothing starts, rather than one tenant being locked out unseen.
  static base::Result<std::unique_ptr<Directory>> open(store::Ownership& ownership, Sealer& sealer);

  // ---- Reads; null: there is none. Names are exact here, though no two differ in case alone.
  std::shared_ptr<const User> user(const base::AccountId& account, std::string_view name) const {
    return find<User>(account, name);
  }
  std::shared_ptr<const Group> group(const base::AccountId& account, std::string_view name) const {
    return find<Group>(account, name);
  }
  std::shared_ptr<const Role> role(const base::AccountId& account, std::string_view name) const {
    return find<Role>(account, name);
  }
  // The customers' and AWS's.
  std::shared_ptr<const ManagedPolicy> managed_policy(std::string_view arn) const;
  std::shared_ptr<const OidcProvider> oidc_provider(std::string_view arn) const;
  std::shared_ptr<const AccessKey> access_key(std::string_view id) const;
  AccountSettings settings(const base::AccountId& account) const;
  // Whose alias it is; empty: nobody's.
  base::AccountId alias_owner(std::string_view alias) const;

  // Those of which anything is kept here, AWS's own among them; in order.
  std::vector<base::AccountId> accounts() const;
  // Of User, Group, Role and ManagedPolicy by name, of AccessKey by id, of OidcProvider by URL.
  template <class T>
  std::shared_ptr<const T> find(const base::AccountId& account, std::string_view name) const;
  // All of an account, in the order of their names.
  template <class T>
  std::vector<std::shared_ptr<const T>> list(const base::AccountId& account) const;
  template <class T>
  size_t count(const base::AccountId& account) const;
  // Whether there is one whose name is the same but for letter case.
  template <class T>
  bool is_taken(const base::AccountId& account, std::string_view name) const;
  // The keys of a user, or with an empty name of the root, in the order of their ids.
  std::vector<std::shared_ptr<const AccessKey>> access_keys(const base::AccountId& account,
                                                            std::string_view user) const;
  std::vector<std::shared_ptr<const Group>> groups_of(const User& user) const;  // by name

  // AIDA.. or AROA.. of whoever has this ARN now; empty: nobody. What a stored policy's principal
  // turns into.
  std::string unique_id(std::string_view arn) const;
  // The ARN of the user or role who has this id; empty: is gone.
  std::string arn_of_id(std::string_view unique_id) const;

  // Null: is gone. Gathered once after each change of the account.
  StandingPtr standing_of_user(const base::AccountId& account, std::string_view name) const;
  StandingPtr standing_of_role(const base::AccountId& account, std::string_view name) const;

  // Active keys of accounts' roots and of users who are still there.
  std::optional<wire::Credential> find(std::string_view access_key_id,
                                       std::string_view session_token) override;

  // ---- Writes
  // While it lives nobody else changes this account.
  base::Task<store::Turns::Turn> turn(base::AccountId account);
  // Durable, and seen by every read that begins later, when it answers. kPreconditionFailed when
  // one of its preconditions doesn't hold, else errors of the store; then nothing has changed.
  base::Task<base::Result<void>> commit(Change change);

 private:
  template <class T>
  using Shelf = std::map<std::string, std::shared_ptr<const T>, std::less<>>;  // by folded name
  struct Holdings {
    std::tuple<Shelf<User>, Shelf<Group>, Shelf<Role>, Shelf<ManagedPolicy>, Shelf<AccessKey>,
               Shelf<OidcProvider>, Shelf<AccountSettings>>
        shelves;
    std::map<std::string, std::shared_ptr<const Group>> groups_by_id;
    // What was asked for since the last change; by name.
    std::map<std::string, StandingPtr, std::less<>> user_standings, role_standings;
  };

  Directory(store::Ownership& ownership, Sealer& sealer)
      : ownership_(ownership), sealer_(sealer), turns_(ownership.executor()) {}

  template <class T>
  base::Result<void> load();
  base::Result<void> check_references() const;
  template <class T>
  base::Result<void> check_references_of(const T& entity) const AG_REQUIRES(mutex_);
  template <class T>
  const Shelf<T>* shelf(const base::AccountId& account) const AG_REQUIRES(mutex_);
  template <class T>
  std::shared_ptr<const T> find_by_arn(std::string_view arn, std::string_view kind) const
      AG_REQUIRES(mutex_);
  template <class T>
  void apply(const Edit<T>& edit) AG_REQUIRES(mutex_);
  template <class T>
  void index(const std::shared_ptr<const T>& entity, bool is_there) AG_REQUIRES(mutex_);
  template <class T>
  StandingPtr gather(const Holdings& holdings, const T& entity) const AG_REQUIRES(mutex_);
  void gather_policies(const Entity& entity, std::string_view kind, Standing& standing) const
      AG_REQUIRES(mutex_);

  store::Ownership& ownership_;
  Sealer& sealer_;
  store::Turns turns_;

  mutable base::Mutex mutex_;
  mutable std::map<base::AccountId, Holdings> accounts_ AG_GUARDED_BY(mutex_);
  Shelf<AccessKey> keys_ AG_GUARDED_BY(mutex_);  // of all accounts, by id as it is
  std::map<std::string, std::string, std::less<>> arns_by_id_
      AG_GUARDED_BY(mutex_);  // users and roles
};

}  // namespace angarium::identity
