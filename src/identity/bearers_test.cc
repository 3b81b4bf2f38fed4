#include "identity/bearers.h"

#include <gtest/gtest.h>

#include "identity/authorizer_fixture_test.h"

namespace angarium::identity {
namespace {

class BearersTest : public AuthorizerTest {
 protected:
  TemporaryKey issue(wire::CallerKind kind, const std::string& issuer_arn,
                     const std::string& issuer_id) {
    wire::Session session;
    session.name = "run-7";
    session.issuer_arn = issuer_arn;
    session.issuer_id = issuer_id;
    session.expires = clock_.now() + base::Seconds(3'600);
    return tokens_.issue(session_caller(kind, std::move(session)));
  }
  TemporaryKey courier_key() {
    return issue(wire::CallerKind::kRoleSession, kCourier, courier_.id);
  }
  std::optional<wire::Credential> find(const TemporaryKey& key) {
    return bearers_.find(key.id, key.session_token);
  }

  SessionTokens tokens_{sealer_, random_};
  Bearers bearers_{*directory_, accounts_.get(), sealer_, tokens_};
};

TEST_F(BearersTest, LongTermKeysAreTheDirectorys) {
  auto made = run(accounts_->create("shop"));
  ASSERT_TRUE(made.ok());
  const std::string& id = made->account.root_access_key_id;
  ASSERT_TRUE(bearers_.find(id, ""));
  EXPECT_EQ(bearers_.find(id, "")->caller.kind, wire::CallerKind::kRoot);
  EXPECT_FALSE(bearers_.find(id, "token"));
  EXPECT_FALSE(bearers_.find("AKIAUNKNOWNUNKNOWN22", ""));
}

TEST_F(BearersTest, SessionsAreWhoTheirTokenSays) {
  TemporaryKey key = courier_key();
  for (int time = 0; time < 2; ++time) {  // opened, then remembered
    auto found = find(key);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->secret, key.secret);
    EXPECT_EQ(found->caller.arn, kCourierSession);
    EXPECT_EQ(found->caller.session->issuer_id, courier_.id);
    EXPECT_EQ(found->excluded_service, "");
    EXPECT_FALSE(bearers_.find("ASIAOTHER", key.session_token));
    EXPECT_FALSE(bearers_.find(key.id, ""));
  }
}

TEST_F(BearersTest, SessionsOfUsersWithoutASecondFactorAreUnknownToIam) {
  auto user = find(issue(wire::CallerKind::kUser, kAda, ada_.id));
  ASSERT_TRUE(user);
  EXPECT_EQ(user->caller.arn, kAda);
  EXPECT_EQ(user->excluded_service, "iam");
  auto federated = find(issue(wire::CallerKind::kFederated, kAda, ada_.id));
  ASSERT_TRUE(federated);
  EXPECT_EQ(federated->excluded_service, "iam");
}

TEST_F(BearersTest, ANamesakeInheritsNoSessions) {
  TemporaryKey role_key = courier_key();
  TemporaryKey user_key = issue(wire::CallerKind::kUser, kAda, ada_.id);
  ASSERT_TRUE(find(role_key) && find(user_key));
  Change change{.account = account_};
  change.users.removed.push_back(std::make_shared<const User>(ada_));
  change.roles.removed.push_back(std::make_shared<const Role>(courier_));
  commit(std::move(change));
  EXPECT_FALSE(find(role_key) || find(user_key));
  ada_.id = "AIDAANOTHER";
  courier_.id = "AROAANOTHER";
  put();
  EXPECT_FALSE(find(role_key) || find(user_key));
  EXPECT_TRUE(find(courier_key()));
}

TEST_F(BearersTest, ARenamedUserKeepsSessions) {
  TemporaryKey key = issue(wire::CallerKind::kUser, kAda, ada_.id);
  Change change{.account = account_};
  change.users.removed.push_back(std::make_shared<const User>(ada_));
  ada_.name = "lovelace";
  change.users.replace(ada_);
  commit(std::move(change));
  auto found = find(key);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->caller.arn, "arn:aws:iam::111122223333:user/lovelace");
  EXPECT_EQ(found->caller.access_key_id, key.id);
}

TEST_F(BearersTest, RootSessionsNeedTheirAccount) {
  auto made = run(accounts_->create("shop"));
  ASSERT_TRUE(made.ok());
  const std::string account = made->account.id.text();
  EXPECT_TRUE(find(issue(wire::CallerKind::kRoot, "arn:aws:iam::" + account + ":root", account)));
  EXPECT_FALSE(
      find(issue(wire::CallerKind::kRoot, "arn:aws:iam::999999999999:root", "999999999999")));
}

TEST_F(BearersTest, ADroppedSealingKeyEndsRememberedSessions) {
  TemporaryKey key = courier_key();
  ASSERT_TRUE(find(key));
  SealKeys keys = *sealer_.keys();
  keys.insert({2, SealKey::draw(random_)});
  sealer_.exchange(keys);
  EXPECT_TRUE(find(key));
  keys.erase(1);
  sealer_.exchange(keys);
  EXPECT_FALSE(find(key));
  EXPECT_TRUE(find(courier_key()));
}

TEST_F(BearersTest, ManySessionsPushOutOldOnesWithoutLosingAny) {
  std::vector<TemporaryKey> keys;
  for (size_t i = 0; i < 2 * Bearers::kRemembered + 10; ++i) keys.push_back(courier_key());
  for (const TemporaryKey& key : keys) ASSERT_TRUE(find(key));
  for (const TemporaryKey& key : keys) ASSERT_TRUE(find(key));
}

}  // namespace
}  // namespace angarium::identity
