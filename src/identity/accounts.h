#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/random.h"
#include "identity/directory.h"
#include "identity/error.h"
#include "store/ownership.h"

namespace angarium::identity {

struct Account {
  base::AccountId id;
  std::string name;  // for people; may be empty, and two accounts may share one
  base::Time created;
  std::string root_access_key_id;
};

// An account that was just made. The only time its secret leaves the server.
struct NewAccount {
  Account account;
  std::string secret_access_key;
};

// The accounts of this server. Their records lie in the global partition; all of them are also held
// in memory. Their root keys are in the Directory. Thread safe.
class Accounts {
 public:
  static constexpr size_t kNameCharactersMax = 50;  // of an account in AWS Organizations

  // Reads all records; may read the disk. The arguments outlive it.
  static base::Result<std::unique_ptr<Accounts>> open(store::Ownership& ownership,
                                                      Directory& directory,
                                                      const base::Clock& clock,
                                                      base::Random& random);

  // A new account with a root access key; a random id unless one is given. kInvalidName,
  // kAccountExists.
  base::Task<base::Result<NewAccount>> create(std::string name, base::AccountId id = {});

  std::vector<Account> list() const;  // by id
  bool exists(const base::AccountId& id) const;

 private:
  Accounts(Directory& directory, const base::Clock& clock, base::Random& random)
      : directory_(directory), clock_(clock), random_(random) {}

  base::Result<void> load(const store::Store& store);
  base::Result<void> load_account(const store::TableItem& item);
  base::Task<base::Result<void>> commit(NewAccount made);
  NewAccount draw(const std::string& name, const base::AccountId& id);

  Directory& directory_;
  const base::Clock& clock_;
  base::Random& random_;

  mutable base::Mutex mutex_;
  std::map<base::AccountId, Account> accounts_ AG_GUARDED_BY(mutex_);
};

}  // namespace angarium::identity
