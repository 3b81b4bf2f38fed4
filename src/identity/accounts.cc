#include "identity/accounts.h"

#include <algorithm>
#include <utility>

#include "store/fields.h"
#include "wire/base64.h"

namespace angarium::identity {
namespace {

// The fields of the records: docs/formats/identity.md. Never reuse a number.
enum AccountField : uint32_t { kName = 1, kAccountCreated = 2, kRootAccessKey = 3 };
enum AccessKeyField : uint32_t { kAccount = 1, kSealedSecret = 2, kKeyCreated = 3 };

constexpr size_t kAccessKeySuffix = 16;
constexpr size_t kSecretBytes = 30;  // 40 characters of base64, AWS's length

// What belongs to no account; no account's id looks like it.
store::Partition global_partition() { return {.account = base::AccountId("global"), .region = {}}; }

store::Key accounts_prefix() { return store::Key::of({"iam", "account"}); }
store::Key access_keys_prefix() { return store::Key::of({"iam", "access-key"}); }

// What a secret's seal is bound to.
std::string seal_context(const std::string& access_key_id) { return "access-key/" + access_key_id; }

std::string draw_bytes(base::Random& random, size_t count) {
  std::string bytes(count, '\0');
  random.fill({reinterpret_cast<uint8_t*>(bytes.data()), bytes.size()});
  return bytes;
}

// Twelve digits, the first of them not 0: some tools take ids for numbers.
base::AccountId draw_account_id(base::Random& random) {
  return base::AccountId(std::to_string(100'000'000'000 + random.below(900'000'000'000)));
}

std::string draw_access_key_id(base::Random& random) {
  // AKIA: a long-lived key (IAM user guide, "Unique identifiers"); then base32.
  constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string id = "AKIA";
  for (size_t i = 0; i < kAccessKeySuffix; ++i) id.push_back(kBase32[random.below(kBase32.size())]);
  return id;
}

bool is_name(std::string_view name) {
  // Printable ASCII: it is shown in terminals and tables.
  return name.size() <= Accounts::kNameCharactersMax &&
         std::all_of(name.begin(), name.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

template <class Load>
base::Result<void> for_each_record(const store::Store& store, const store::Key& prefix, Load load) {
  store::ScanRequest request{.prefix = prefix, .after = {}};
  bool more = true;
  while (more) {
    AG_TRY(page, store.scan(global_partition(), request));
    for (const store::TableItem& item : page.items) AG_CHECK(load(item));
    more = page.more;
    if (more) request.after = page.items.back().key;
  }
  return {};
}

}  // namespace

base::Result<std::unique_ptr<Accounts>> Accounts::open(store::Ownership& ownership, Sealer& sealer,
                                                       const base::Clock& clock,
                                                       base::Random& random) {
  std::unique_ptr<Accounts> accounts(new Accounts(ownership, sealer, clock, random));
  AG_CHECK(accounts->load());
  return accounts;
}

base::Result<void> Accounts::load() {
  const store::Store& store = ownership_.store();
  AG_CHECK(for_each_record(store, accounts_prefix(),
                           [this](const store::TableItem& item) { return load_account(item); }));
  return for_each_record(store, access_keys_prefix(),
                         [this](const store::TableItem& item) { return load_access_key(item); });
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

base::Result<void> Accounts::load_access_key(const store::TableItem& item) {
  const std::string id = item.key.parts().back();
  base::AccountId account;
  std::string_view sealed;
  store::FieldReader reader(item.value);
  while (reader.next()) {
    if (reader.field() == kAccount) account = base::AccountId(reader.bytes());
    if (reader.field() == kSealedSecret) sealed = reader.bytes();
  }
  AG_CHECK(reader.status());
  AG_TRY(secret, sealer_.open(sealed, seal_context(id)));
  wire::Credential credential{.secret = std::move(secret),
                              .caller = wire::root_caller(account, id)};
  base::MutexLock lock(mutex_);
  credentials_[id] = std::move(credential);
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
      remember(made);
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
          .secret_access_key = wire::encode_base64(draw_bytes(random_, kSecretBytes))};
}

base::Task<base::Result<void>> Accounts::commit(NewAccount made) {
  const Account& account = made.account;
  const std::string& key_id = account.root_access_key_id;
  store::FieldWriter account_record;
  if (!account.name.empty()) account_record.bytes(kName, account.name);
  account_record.time(kAccountCreated, account.created);
  account_record.bytes(kRootAccessKey, key_id);
  store::FieldWriter key_record;
  key_record.bytes(kAccount, account.id.text());
  key_record.bytes(kSealedSecret, sealer_.seal(made.secret_access_key, seal_context(key_id)));
  key_record.time(kKeyCreated, account.created);

  store::CommitRequest request{.partition = global_partition(), .operations = {}};
  const store::Key account_key = accounts_prefix().with(account.id.text());
  const store::Key access_key = access_keys_prefix().with(key_id);
  request.operations.emplace_back(store::TablePut{account_key, account_record.take()});
  request.operations.emplace_back(store::TablePut{access_key, key_record.take()});
  request.preconditions.emplace_back(store::KeyAbsent{account_key});
  request.preconditions.emplace_back(store::KeyAbsent{access_key});
  auto committed = co_await ownership_.commit(std::move(request));
  if (!committed.ok()) co_return committed.error();
  co_return base::Result<void>();
}

void Accounts::remember(const NewAccount& made) {
  const Account& account = made.account;
  wire::Credential credential{.secret = made.secret_access_key,
                              .caller = wire::root_caller(account.id, account.root_access_key_id)};
  base::MutexLock lock(mutex_);
  accounts_[account.id] = account;
  credentials_[account.root_access_key_id] = std::move(credential);
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

std::optional<wire::Credential> Accounts::find(std::string_view access_key_id,
                                               std::string_view session_token) {
  if (!session_token.empty()) return std::nullopt;  // these are long-term keys
  base::MutexLock lock(mutex_);
  auto found = credentials_.find(access_key_id);
  return found != credentials_.end() ? std::optional(found->second) : std::nullopt;
}

}  // namespace angarium::identity
