#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/random.h"
#include "identity/error.h"
#include "identity/seal.h"
#include "store/ownership.h"
#include "wire/credentials.h"

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

// The accounts of this server and their root keys: what an access key id stands for. Records lie in
// the global partition, secrets sealed; all of them are also held in memory, for every request
// asks. Thread safe.
class Accounts final : public wire::Credentials {
 public:
  static constexpr size_t kNameCharactersMax = 50;  // of an account in AWS Organizations

  // Reads all records; may read the disk. The arguments outlive it. kUnsealable when a secret's key
  // is missing: then nothing starts, rather than one tenant being locked out unseen.
  static base::Result<std::unique_ptr<Accounts>> open(store::Ownership& ownership, Sealer& sealer,
                                                      const base::Clock& clock,
                                                      base::Random& random);

  // A new account with a root access key; a random id unless one is given. kInvalidName,
  // kAccountExists.
  base::Task<base::Result<NewAccount>> create(std::string name, base::AccountId id = {});

  std::vector<Account> list() const;  // by id
  bool exists(const base::AccountId& id) const;

  std::optional<wire::Credential> find(std::string_view access_key_id,
                                       std::string_view session_token) override;

 private:
  Accounts(store::Ownership& ownership, Sealer& sealer, const base::Clock& clock,
           base::Random& random)
      : ownership_(ownership), sealer_(sealer), clock_(clock), random_(random) {}

  base::Result<void> load();
  base::Result<void> load_account(const store::TableItem& item);
  base::Result<void> load_access_key(const store::TableItem& item);
  base::Task<base::Result<void>> commit(NewAccount made);
  NewAccount draw(const std::string& name, const base::AccountId& id);
  void remember(const NewAccount& made);

  store::Ownership& ownership_;
  Sealer& sealer_;
  const base::Clock& clock_;
  base::Random& random_;

  mutable base::Mutex mutex_;
  std::map<base::AccountId, Account> accounts_ AG_GUARDED_BY(mutex_);
  std::map<std::string, wire::Credential, std::less<>> credentials_
      AG_GUARDED_BY(mutex_);  // by access key id
};

}  // namespace angarium::identity
