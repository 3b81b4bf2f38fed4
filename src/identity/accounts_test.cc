#include "identity/accounts.h"

#include <set>

#include "identity/fixture_test.h"

namespace angarium::identity {
namespace {

using AccountsTest = IdentityTest;

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
    auto found = directory_->find(account.root_access_key_id, "");
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->secret, made->secret_access_key);
    EXPECT_EQ(found->caller.account, account.id);
    EXPECT_EQ(found->caller.arn, "arn:aws:iam::" + account.id.text() + ":root");
    EXPECT_FALSE(directory_->find(account.root_access_key_id, "a token").has_value());
    EXPECT_TRUE(accounts_->exists(account.id));
    ASSERT_EQ(accounts_->list().size(), 1u);
    EXPECT_EQ(accounts_->list()[0].name, "shop");
    EXPECT_EQ(accounts_->list()[0].created, account.created);
  }
}

TEST_F(AccountsTest, UnknownKeysStandForNobody) {
  EXPECT_FALSE(directory_->find("AKIAUNKNOWNUNKNOWN22", "").has_value());
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
  auto reopened = Directory::open(*ownership_, other);
  ASSERT_FALSE(reopened.ok());
  EXPECT_TRUE(reopened.error().is(IdentityError::kUnsealable));
}

}  // namespace
}  // namespace angarium::identity
