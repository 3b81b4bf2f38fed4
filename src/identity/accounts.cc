#include "identity/accounts.h"

#include <algorithm>
#include <utility>

#include "identity/records.h"
#include "identity/unique_id.h"
#include "store/fields.h"

namespace angarium::identity {
namespace {

// The fields of the records: docs/formats/identity.md. Never reuse a number.
enum AccountField : uint32_t { kName = 1, kAccountCreated = 2, kRootAccessKey = 3 };

store::Key accounts_prefix() { return store::Key::of({"iam", "account"}); }

// Twelve digits, the first of them not 0: some tools take ids for numbers.
base::AccountId draw_account_id(base::Random& random) {
  return base::AccountId(std::to_string(100'000'000'000 + random.below(900'000'000'000)));
}

bool is_name(std::string_view name) {
  // Printable ASCII: it is shown in terminals and tables.
  return name.size() <= Accounts::kNameCharactersMax &&
         std::all_of(name.begin(), name.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

base::Result<std::unique_ptr<Accounts>> Accounts::open(store::Ownership& ownership,
                                                       Directory& directory,
                                                       const base::Clock& clock,
                                                       base::Random& random) {
  std::unique_ptr<Accounts> accounts(new Accounts(directory, clock, random));
  AG_CHECK(accounts->load(ownership.store()));
  return accounts;
}

base::Result<void> Accounts::load(const store::Store& store) {
  store::ScanRequest request{.prefix = accounts_prefix(), .after = {}};
  bool more = true;
  while (more) {
    AG_TRY(page, store.scan(global_partition(), request));
    for (const store::TableItem& item : page.items) AG_CHECK(load_account(item));
    more = page.more;
    if (more) request.after = page.items.back().key;
  }
  return {};
}

base::Result<void> Accounts::load_account(const store::TableItem& item) {
  Account account;
  account.id = base::AccountId(item.key.parts().back());
  store::FieldReader reader(item.value);
  while (reader.next()) {
    if (reader.field() == kName) account.name = reader.bytes();
    if (reader.field() == kAccountCreated) account.created = reader.time();
    if (reader.field() == kRootAccessKey) account.root_access_key_id = reader.bytes();
  }
  AG_CHECK(reader.status());
  base::MutexLock lock(mutex_);
  accounts_[account.id] = std::move(account);
  return {};
}

base::Task<base::Result<NewAccount>> Accounts::create(std::string name, base::AccountId id) {
  if (!is_name(name)) {
    co_return base::Error(
        IdentityError::kInvalidName,
        "an account's name has at most 50 characters, all of them printable ASCII");
  }
  if (!id.empty() && !base::is_account_id(id.text())) {
    co_return base::Error(IdentityError::kInvalidName, "an account id has twelve digits");
  }
  // An id drawn twice is a chance of one in millions; twice in a row, never.
  constexpr int kDrawsMax = 8;
  base::Error taken(IdentityError::kAccountExists, "there is an account with this id already");
  for (int attempt = 0; attempt < kDrawsMax; ++attempt) {
    NewAccount made = draw(name, id);
    auto committed = co_await commit(made);
    if (committed.ok()) {
      base::MutexLock lock(mutex_);
      accounts_[made.account.id] = made.account;
      co_return made;
    }
    if (!committed.error().is(store::StoreError::kPreconditionFailed)) co_return committed.error();
    if (!id.empty()) break;
  }
  co_return taken;
}

NewAccount Accounts::draw(const std::string& name, const base::AccountId& id) {
  return {.account = {.id = id.empty() ? draw_account_id(random_) : id,
                      .name = name,
                      .created = clock_.now(),
                      .root_access_key_id = draw_access_key_id(random_)},
          .secret_access_key = draw_secret(random_)};
}

base::Task<base::Result<void>> Accounts::commit(NewAccount made) {
  const Account& account = made.account;
  store::FieldWriter record;
  if (!account.name.empty()) record.bytes(kName, account.name);
  record.time(kAccountCreated, account.created);
  record.bytes(kRootAccessKey, account.root_access_key_id);
  const AccessKey root_key{.id = account.root_access_key_id,
                           .account = account.id,
                           .created = account.created,
                           .secret = made.secret_access_key};

  Change change{.account = account.id};
  const store::Key account_key = accounts_prefix().with(account.id.text());
  change.operations.emplace_back(store::TablePut{account_key, record.take()});
  change.preconditions.emplace_back(store::KeyAbsent{account_key});
  change.preconditions.emplace_back(store::KeyAbsent{key_of(root_key)});
  change.access_keys.replace(root_key);
  co_return co_await directory_.commit(std::move(change));
}

std::vector<Account> Accounts::list() const {
  std::vector<Account> all;
  base::MutexLock lock(mutex_);
  for (const auto& [id, account] : accounts_) all.push_back(account);
  return all;
}

bool Accounts::exists(const base::AccountId& id) const {
  base::MutexLock lock(mutex_);
  return accounts_.contains(id);
}

}  // namespace angarium::identity
