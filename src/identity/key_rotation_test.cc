#include "identity/key_rotation.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "identity/bearers.h"
#include "identity/fixture_test.h"
#include "identity/key_file.h"

namespace angarium::identity {
namespace {

class KeyRotationTest : public IdentityTest {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "angarium-rotation-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    ASSERT_TRUE(write_keys(path(), *sealer_.keys()).ok());
    rotation_ = std::make_unique<KeyRotation>(path(), sealer_, *ownership_, clock_, random_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path() const { return folder_ + "/sealing.keys"; }
  void let_pass(base::Seconds time) { executor_.run_until(executor_.now() + time); }
  NewAccount create() { return *run(accounts_->create("shop")); }
  std::vector<SealingKey> list() { return *run(rotation_->list()); }
  SealKeys in_file() { return *load_or_create_keys(path(), clock_.now(), random_); }

  std::string folder_;
  std::unique_ptr<KeyRotation> rotation_;
};

TEST_F(KeyRotationTest, SealsEveryRecordAnew) {
  std::vector<NewAccount> made;
  made.reserve(600);
  for (int i = 0; i < 600; ++i) made.push_back(create());  // three pages
  EXPECT_EQ(list()[0].records, 600u);
  auto id = run(rotation_->rotate());
  ASSERT_TRUE(id.ok()) << id.error().message();
  EXPECT_EQ(*id, 2u);
  std::vector<SealingKey> keys = list();
  ASSERT_EQ(keys.size(), 2u);
  EXPECT_EQ(keys[0].records, 0u);
  EXPECT_FALSE(keys[0].seals);
  EXPECT_EQ(keys[1].records, 600u);
  EXPECT_TRUE(keys[1].seals);
  EXPECT_EQ(keys[1].made, clock_.now());
  EXPECT_EQ(in_file().at(2).bytes, sealer_.keys()->at(2).bytes);
  // The new key alone opens the store, with the same secrets.
  SealKeys only_new = *sealer_.keys();
  only_new.erase(1);
  Sealer sealer(only_new, random_);
  auto reopened = Directory::open(*ownership_, sealer);
  ASSERT_TRUE(reopened.ok()) << reopened.error().message();
  for (const NewAccount& one : made) {
    auto found = (*reopened)->find(one.account.root_access_key_id, "");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->secret, one.secret_access_key);
  }
}

TEST_F(KeyRotationTest, OldKeysAreDroppedWhenNoSessionNeedsThem) {
  create();
  auto too_early = run(rotation_->drop(1));
  EXPECT_TRUE(too_early.error().is(IdentityError::kKeyInUse));
  EXPECT_NE(too_early.error().message().find("rotate first"), std::string::npos);
  ASSERT_TRUE(run(rotation_->rotate()).ok());
  auto refused = run(rotation_->drop(1));
  ASSERT_TRUE(!refused.ok() && refused.error().is(IdentityError::kKeyInUse));
  EXPECT_NE(refused.error().message().find("may live until"), std::string::npos);
  base::Time until = *list()[0].sessions_until;
  EXPECT_GE(until, clock_.now() + kSessionTimeMax);
  let_pass(std::chrono::duration_cast<base::Seconds>(until - clock_.now()) - base::Seconds(1));
  EXPECT_FALSE(run(rotation_->drop(1)).ok());
  let_pass(base::Seconds(1));
  EXPECT_FALSE(list()[0].sessions_until);
  auto dropped = run(rotation_->drop(1));
  ASSERT_TRUE(dropped.ok()) << dropped.error().message();
  EXPECT_FALSE(in_file().contains(1));
  EXPECT_TRUE(run(rotation_->drop(1)).error().is(IdentityError::kNoSuchKey));
  EXPECT_TRUE(run(rotation_->drop(2)).error().is(IdentityError::kKeyInUse));
}

TEST_F(KeyRotationTest, AKeyThatSomebodyKnowsIsDroppedWithItsSessions) {
  create();
  EXPECT_TRUE(run(rotation_->drop(1, true)).error().is(IdentityError::kKeyInUse)) << "it seals";
  ASSERT_TRUE(run(rotation_->rotate()).ok());
  auto refused = run(rotation_->drop(1));
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message().find("`angarium keys drop 1 --force`"), std::string::npos);
  auto dropped = run(rotation_->drop(1, true));
  ASSERT_TRUE(dropped.ok()) << dropped.error().message();
  EXPECT_FALSE(in_file().contains(1));
  EXPECT_EQ(list()[0].records, 1u) << "what is stored lies under the key that is left";
}

// What other rooms seal: here a record that is its sealed text, in a partition of an account.
TEST_F(KeyRotationTest, SealsTheRecordsOfOthersAnew) {
  const store::Partition shop{.account = base::AccountId("111122223333"),
                              .region = base::Region("eu-west-1")};
  const store::Key prefix = store::Key::of({"test", "sealed"});
  auto secret_in = [](const store::Partition& partition,
                      const store::TableItem& record) -> base::Result<std::optional<SealedSecret>> {
    if (record.value.empty()) return std::optional<SealedSecret>();
    return std::optional(SealedSecret{record.value, partition.account.text()});
  };
  KeyRotation rotation(path(), sealer_, *ownership_, clock_, random_, {{prefix, secret_in}});
  store::CommitRequest request{.partition = shop, .operations = {}};
  request.operations.emplace_back(
      store::TablePut{prefix.with("a"), sealer_.seal("word", "111122223333")});
  request.operations.emplace_back(store::TablePut{prefix.with("b"), ""});
  ASSERT_TRUE(run(ownership_->commit(std::move(request))).ok());
  EXPECT_EQ((*run(rotation.list()))[0].records, 1u);
  ASSERT_TRUE(run(rotation.rotate()).ok());
  EXPECT_EQ((*run(rotation.list()))[0].records, 0u);
  store::ScanRequest scan{.prefix = prefix, .after = {}};
  auto stored = store_->scan(shop, scan);
  ASSERT_TRUE(stored.ok());
  EXPECT_EQ(Sealer::key_of(stored->items[0].value), 2u);
  EXPECT_EQ(*sealer_.open(stored->items[0].value, "111122223333"), "word");
}

// A crash between the key and its records.
TEST_F(KeyRotationTest, ADropFinishesWhatARotationLeft) {
  NewAccount made = create();
  SealKeys keys = *sealer_.keys();
  keys.insert({2, SealKey::draw(random_, clock_.now())});
  sealer_.exchange(keys);
  let_pass(kSessionTimeMax + base::Seconds(3'600));
  EXPECT_EQ(list()[0].records, 1u);
  ASSERT_TRUE(run(rotation_->drop(1)).ok());
  EXPECT_EQ(list()[0].records, 1u);
  open();
  EXPECT_EQ(directory_->find(made.account.root_access_key_id, "")->secret, made.secret_access_key);
}

TEST_F(KeyRotationTest, SessionsOfBeforeLiveOnUntilTheirKeyIsDropped) {
  NewAccount made = create();
  SessionTokens tokens(sealer_, random_);
  Bearers bearers(*directory_, nullptr, sealer_, tokens);
  wire::Session session;
  session.issuer_arn = "arn:aws:iam::" + made.account.id.text() + ":root";
  session.issuer_id = made.account.id.text();
  session.expires = clock_.now() + base::Seconds(900);
  TemporaryKey key = tokens.issue(session_caller(wire::CallerKind::kRoot, session));
  ASSERT_TRUE(run(rotation_->rotate()).ok());
  EXPECT_TRUE(bearers.find(key.id, key.session_token));
  TemporaryKey next = tokens.issue(session_caller(wire::CallerKind::kRoot, session));
  EXPECT_EQ(SessionTokens::key_of(next.session_token), 2u);
  let_pass(kSessionTimeMax + base::Seconds(3'600));
  ASSERT_TRUE(run(rotation_->drop(1)).ok());
  EXPECT_FALSE(bearers.find(key.id, key.session_token));
  EXPECT_TRUE(bearers.find(next.id, next.session_token));
}

TEST_F(KeyRotationTest, AKeyThatCanNotBeWrittenSealsNothing) {
  create();
  std::filesystem::remove_all(folder_);
  auto failed = run(rotation_->rotate());
  ASSERT_FALSE(failed.ok());
  EXPECT_TRUE(failed.error().is(IdentityError::kKeyFile));
  EXPECT_EQ(sealer_.keys()->size(), 1u);
  EXPECT_EQ(list()[0].records, 1u);
}

TEST_F(KeyRotationTest, OneAtATime) {
  create();
  auto begin = [](base::Task<base::Result<SealKeyId>> task,
                  std::optional<base::Result<SealKeyId>>& out) -> base::Task<void> {
    out.emplace(co_await std::move(task));
  };
  std::optional<base::Result<SealKeyId>> first, second;
  base::start(begin(rotation_->rotate(), first));
  base::start(begin(rotation_->rotate(), second));
  while ((!first || !second) && executor_.run_one()) {
  }
  ASSERT_TRUE(first && second);
  ASSERT_NE(first->ok(), second->ok());
  const base::Error& refusal = first->ok() ? second->error() : first->error();
  EXPECT_TRUE(refusal.is(IdentityError::kRotationRunning));
  EXPECT_TRUE(run(rotation_->rotate()).ok());
}

TEST_F(KeyRotationTest, AHundredKeysAreEnough) {
  SealKeys keys = *sealer_.keys();
  for (SealKeyId id = 2; id < KeyRotation::kKeysMax; ++id)
    keys.insert({id, SealKey::draw(random_)});
  sealer_.exchange(keys);
  EXPECT_TRUE(run(rotation_->rotate()).ok());
  EXPECT_TRUE(run(rotation_->rotate()).error().is(IdentityError::kTooManyKeys));
}

}  // namespace
}  // namespace angarium::identity
