#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/simulated_executor.h"
#include "identity/accounts.h"
#include "identity/key_file.h"
#include "store/memory/memory_engine.h"

namespace angarium::identity {
namespace {

Sealer sealer_with(std::map<SealKeyId, uint8_t> keys, base::Random& random) {
  std::map<SealKeyId, SealKey> made;
  for (auto [id, byte] : keys) made[id].bytes.fill(byte);
  return Sealer(std::move(made), random);
}

TEST(Seal, OpensWhatItSealed) {
  base::SeededRandom random(1);
  Sealer sealer = sealer_with({{1, 7}}, random);
  for (const std::string& secret : {std::string(), std::string("s"), std::string(1'000, 'x')}) {
    std::string sealed = sealer.seal(secret, "context");
    EXPECT_EQ(*sealer.open(sealed, "context"), secret);
    EXPECT_TRUE(secret.size() < 2 || sealed.find(secret) == std::string::npos);
  }
  EXPECT_NE(sealer.seal("same", ""), sealer.seal("same", ""));
}

TEST(Seal, RefusesWhatWasChangedInAnyByte) {
  base::SeededRandom random(1);
  Sealer sealer = sealer_with({{1, 7}}, random);
  const std::string sealed = sealer.seal("secret", "mine");
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] ^= 1;
    EXPECT_FALSE(sealer.open(changed, "mine").ok()) << i;
    EXPECT_FALSE(sealer.open(sealed.substr(0, i), "mine").ok()) << i;
  }
  EXPECT_FALSE(sealer.open(sealed, "yours").ok());
  EXPECT_FALSE(sealer_with({{1, 8}}, random).open(sealed, "mine").ok());
}

TEST(Seal, OldKeysOpenAfterARotation) {
  base::SeededRandom random(1);
  const std::string old = sealer_with({{1, 7}}, random).seal("secret", "c");
  Sealer both = sealer_with({{1, 7}, {2, 8}}, random);
  EXPECT_EQ(*both.open(old, "c"), "secret");
  Sealer only_new = sealer_with({{2, 8}}, random);
  EXPECT_TRUE(only_new.open(both.seal("secret", "c"), "c").ok());
  EXPECT_TRUE(only_new.open(old, "c").error().is(IdentityError::kUnsealable));
}

class KeyFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "angarium-keys-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path() const { return folder_ + "/sealing-keys"; }
  void write(const std::string& text) {
    std::ofstream(path()) << text;
    chmod(path().c_str(), 0600);
  }
  // The problem that the file has; empty when it has none.
  std::string refusal() {
    auto keys = load_or_create_keys(path(), random_);
    return keys.ok() ? "" : keys.error().message();
  }

  base::SeededRandom random_{1};
  std::string folder_;
};

TEST_F(KeyFileTest, IsMadeOnceForItsOwnerAlone) {
  auto made = load_or_create_keys(path(), random_);
  ASSERT_TRUE(made.ok()) << made.error().message();
  struct stat status;
  ASSERT_EQ(stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  auto read = load_or_create_keys(path(), random_);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->at(1).bytes, made->at(1).bytes);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1)
      << "no draft is left";
}

TEST_F(KeyFileTest, ThatOthersCanReadIsRefused) {
  ASSERT_EQ(refusal(), "");
  for (int mode : {0640, 0604, 0660}) {
    chmod(path().c_str(), mode);
    EXPECT_NE(refusal().find("can be read by others"), std::string::npos) << mode;
  }
}

TEST_F(KeyFileTest, BadContentIsRefusedByItsLine) {
  const std::string head = "angarium sealing keys v1\n";
  const std::string key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  write(head + "1 " + key + "\n2 " + key + "\n");
  EXPECT_EQ(refusal(), "");
  for (const std::string& text :
       {std::string(), head, head + "1 " + key, head + "1 AAAA\n", head + "x " + key + "\n",
        head + key + "\n", head + "1 " + key + "\n1 " + key + "\n", "1 " + key + "\n",
        head + "1 " + key + "\n\n", head + std::string(70'000, '\n')}) {
    write(text);
    EXPECT_NE(refusal(), "") << text;
  }
  std::filesystem::remove(path());
  std::filesystem::create_directory(path());
  EXPECT_NE(refusal(), "");
}

class AccountsTest : public ::testing::Test {
 protected:
  AccountsTest() { open(); }

  void open() {
    accounts_.reset();
    ownership_.reset();
    store_.reset();
    driver_ = store::make_executor_driver(executor_);
    auto store = store::Store::open(engine_, clock_, *driver_, {});
    ASSERT_TRUE(store.ok());
    store_ = std::move(*store);
    ownership_ = std::make_unique<store::Ownership>(*store_, executor_);
    auto accounts = Accounts::open(*ownership_, sealer_, clock_, random_);
    ASSERT_TRUE(accounts.ok()) << accounts.error().message();
    accounts_ = std::move(*accounts);
  }

  template <class T>
  T run(base::Task<T> task) {
    std::optional<T> result;
    auto wait = [](base::Task<T> task, std::optional<T>& result) -> base::Task<void> {
      result.emplace(co_await std::move(task));
    };
    base::start(wait(std::move(task), result));
    while (!result && executor_.run_one()) {
    }
    return std::move(*result);
  }

  base::SimulatedExecutor executor_{1};
  base::SimulatedClock clock_{executor_, base::from_unix_ms(1'800'000'000'000)};
  base::SeededRandom random_{1};
  Sealer sealer_ = sealer_with({{1, 7}}, random_);
  store::memory::MemoryEngine engine_;
  std::unique_ptr<store::GroupDriver> driver_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<store::Ownership> ownership_;
  std::unique_ptr<Accounts> accounts_;
};

TEST_F(AccountsTest, ANewAccountsKeyStandsForItsRoot) {
  auto made = run(accounts_->create("shop"));
  ASSERT_TRUE(made.ok()) << made.error().message();
  const Account& account = made->account;
  EXPECT_TRUE(base::is_account_id(account.id.text()));
  EXPECT_EQ(account.root_access_key_id.size(), 20u);
  EXPECT_TRUE(account.root_access_key_id.starts_with("AKIA"));
  EXPECT_EQ(made->secret_access_key.size(), 40u);
  for (bool is_reopened : {false, true}) {
    if (is_reopened) open();
    auto found = accounts_->find(account.root_access_key_id, "");
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->secret, made->secret_access_key);
    EXPECT_EQ(found->caller.account, account.id);
    EXPECT_EQ(found->caller.arn, "arn:aws:iam::" + account.id.text() + ":root");
    EXPECT_FALSE(accounts_->find(account.root_access_key_id, "a token").has_value());
    EXPECT_TRUE(accounts_->exists(account.id));
    ASSERT_EQ(accounts_->list().size(), 1u);
    EXPECT_EQ(accounts_->list()[0].name, "shop");
    EXPECT_EQ(accounts_->list()[0].created, account.created);
  }
}

TEST_F(AccountsTest, UnknownKeysStandForNobody) {
  EXPECT_FALSE(accounts_->find("AKIAUNKNOWNUNKNOWN22", "").has_value());
  EXPECT_FALSE(accounts_->exists(base::AccountId("111122223333")));
}

TEST_F(AccountsTest, AnIdIsTakenOnce) {
  const base::AccountId id("111122223333");
  ASSERT_TRUE(run(accounts_->create("a", id)).ok());
  EXPECT_TRUE(run(accounts_->create("b", id)).error().is(IdentityError::kAccountExists));
  EXPECT_TRUE(
      run(accounts_->create("c", base::AccountId("12"))).error().is(IdentityError::kInvalidName));
  EXPECT_EQ(accounts_->list().size(), 1u);
}

TEST_F(AccountsTest, NamesArePrintableAndBounded) {
  EXPECT_TRUE(run(accounts_->create("")).ok());
  EXPECT_TRUE(run(accounts_->create(std::string(50, 'n'))).ok());
  EXPECT_TRUE(run(accounts_->create(std::string(51, 'n'))).error().is(IdentityError::kInvalidName));
  EXPECT_TRUE(run(accounts_->create("a\nb")).error().is(IdentityError::kInvalidName));
  std::set<base::AccountId> ids;
  for (const Account& account : accounts_->list()) ids.insert(account.id);
  EXPECT_EQ(ids.size(), 2u);
}

TEST_F(AccountsTest, SecretsAreNotInTheStore) {
  auto made = run(accounts_->create("shop"));
  ASSERT_TRUE(made.ok());
  auto items = engine_.scan({std::string(1, '\0'), std::string(1, '\xff')});
  ASSERT_TRUE(items.ok());
  bool is_key_id_seen = false;
  for (const store::Item& item : *items) {
    is_key_id_seen |= item.key.find(made->account.root_access_key_id) != std::string::npos;
    EXPECT_EQ(item.value.find(made->secret_access_key), std::string::npos);
  }
  EXPECT_TRUE(is_key_id_seen) << "the scan has seen the records";
}

TEST_F(AccountsTest, DoNotOpenWithoutTheirSealingKey) {
  ASSERT_TRUE(run(accounts_->create("shop")).ok());
  Sealer other = sealer_with({{1, 8}}, random_);
  auto reopened = Accounts::open(*ownership_, other, clock_, random_);
  ASSERT_FALSE(reopened.ok());
  EXPECT_TRUE(reopened.error().is(IdentityError::kUnsealable));
}

}  // namespace
}  // namespace angarium::identity
