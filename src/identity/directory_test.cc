#include "identity/directory.h"

#include "identity/fixture_test.h"
#include "identity/records.h"
#include "store/fields.h"

namespace angarium::identity {
namespace {

const base::AccountId kShop("111122223333");
const base::AccountId kBank("444455556666");
constexpr std::string_view kAllowText =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*"}})";
constexpr std::string_view kTrustText =
    R"({"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
                     "Action":"sts:AssumeRole"}})";

policy::PolicyPtr policy_of(std::string_view text, policy::PolicyKind kind) {
  auto parsed = policy::Policy::parse(text, kind);
  EXPECT_TRUE(parsed.ok()) << parsed.error().message();
  return *parsed;
}

template <class T>
T named(const char* name, const char* id, const base::AccountId& account = kShop) {
  T entity;
  entity.account = account;
  entity.name = name;
  entity.path = "/way/";
  entity.id = id;
  entity.created = base::from_unix_ms(1'800'000'000'000);
  return entity;
}

Role role_named(const char* name, const char* id) {
  Role role = named<Role>(name, id);
  role.trust = policy_of(kTrustText, policy::PolicyKind::kTrust);
  return role;
}

ManagedPolicy managed(const char* name) {
  auto policy = named<ManagedPolicy>(name, "ANPAPOLICY");
  policy.updated = policy.created;
  policy.versions[1] = {.policy = policy_of(kAllowText, policy::PolicyKind::kManaged),
                        .created = policy.created};
  return policy;
}

class DirectoryTest : public IdentityTest {
 protected:
  // A change of one entity.
  template <class T>
  void put(Edit<T> Change::*edit, T entity) {
    Change change{.account = entity.account};
    (change.*edit).replace(std::move(entity));
    commit(std::move(change));
  }
};

// Everything of each kind is the same after a restart.
TEST_F(DirectoryTest, KeepsWhatWasCommitted) {
  ManagedPolicy policy = managed("Read");
  policy.description = "reads";
  policy.tags = {{"k", "v"}};
  policy.versions[3] = policy.versions[1];
  policy.default_version = 3;
  policy.next_version = 4;
  put(&Change::policies, policy);
  Group group = named<Group>("Couriers", "AGPA1");
  group.attached = {arn_of(policy)};
  put(&Change::groups, group);
  User user = named<User>("Bob", "AIDA1");
  user.inline_policies["own"] = policy_of(kAllowText, policy::PolicyKind::kIdentity);
  user.attached = {arn_of(policy)};
  user.tags = {{"Team", "way"}};
  user.groups = {"AGPA1"};
  user.boundary_arn = arn_of(policy);
  put(&Change::users, user);
  Role role = role_named("relay", "AROA1");
  role.description = "runs";
  role.session_time_max = base::Seconds(7'200);
  role.boundary_arn = arn_of(policy);
  role.is_service_linked = true;
  put(&Change::roles, role);
  put(&Change::access_keys, AccessKey{.id = "AKIA1",
                                      .account = kShop,
                                      .user = "Bob",
                                      .is_active = true,
                                      .created = clock_.now(),
                                      .secret = "the secret"});
  put(&Change::oidc_providers, OidcProvider{.account = kShop,
                                            .url = "issuer.example/path",
                                            .created = clock_.now(),
                                            .client_ids = {"b", "a"},
                                            .thumbprints = {"00"},
                                            .tags = {{"k", ""}}});
  put(&Change::settings, AccountSettings{.account = kShop, .alias = "the-shop"});

  for (bool is_reopened : {false, true}) {
    if (is_reopened) open();
    auto found_user = directory_->user(kShop, "Bob");
    ASSERT_TRUE(found_user);
    EXPECT_EQ(encode(*found_user, sealer_), encode(user, sealer_));
    EXPECT_EQ(arn_of(*found_user), "arn:aws:iam::111122223333:user/way/Bob");
    EXPECT_EQ(found_user->created, user.created);
    ASSERT_TRUE(directory_->group(kShop, "Couriers"));
    EXPECT_EQ(encode(*directory_->group(kShop, "Couriers"), sealer_), encode(group, sealer_));
    ASSERT_TRUE(directory_->role(kShop, "relay"));
    EXPECT_EQ(encode(*directory_->role(kShop, "relay"), sealer_), encode(role, sealer_));
    auto found_policy = directory_->managed_policy("arn:aws:iam::111122223333:policy/way/Read");
    ASSERT_TRUE(found_policy);
    EXPECT_EQ(encode(*found_policy, sealer_), encode(policy, sealer_));
    EXPECT_EQ(directory_->access_key("AKIA1")->secret, "the secret");
    auto provider =
        directory_->oidc_provider("arn:aws:iam::111122223333:oidc-provider/issuer.example/path");
    ASSERT_TRUE(provider);
    EXPECT_EQ(provider->client_ids, (std::vector<std::string>{"b", "a"}));
    EXPECT_EQ(provider->tags, (Tags{{"k", ""}}));
    EXPECT_EQ(directory_->settings(kShop).alias, "the-shop");
    EXPECT_EQ(directory_->alias_owner("the-shop"), kShop);
    EXPECT_EQ(directory_->alias_owner("another"), base::AccountId());
  }
}

TEST_F(DirectoryTest, NamesAreExactAndYetUniqueWithoutLetterCase) {
  put(&Change::users, named<User>("Bob", "AIDA1"));
  EXPECT_FALSE(directory_->user(kShop, "bob"));
  EXPECT_TRUE(directory_->is_taken<User>(kShop, "BOB"));
  EXPECT_FALSE(directory_->is_taken<Role>(kShop, "Bob"));
  EXPECT_FALSE(directory_->is_taken<User>(kBank, "Bob"));
  EXPECT_EQ(directory_->unique_id("arn:aws:iam::111122223333:user/way/Bob"), "AIDA1");
  for (const char* other :
       {"arn:aws:iam::111122223333:user/Bob", "arn:aws:iam::111122223333:user/way/bob",
        "arn:aws:iam::444455556666:user/way/Bob", "arn:aws:iam::111122223333:role/way/Bob", "Bob",
        ""}) {
    EXPECT_EQ(directory_->unique_id(other), "") << other;
  }
  EXPECT_EQ(directory_->arn_of_id("AIDA1"), "arn:aws:iam::111122223333:user/way/Bob");
}

TEST_F(DirectoryTest, ListsByName) {
  for (const char* name : {"b", "A", "c"}) put(&Change::users, named<User>(name, name));
  put(&Change::users, named<User>("d", "d", kBank));
  std::string names;
  for (const auto& user : directory_->list<User>(kShop)) names += user->name;
  EXPECT_EQ(names, "Abc");
  EXPECT_EQ(directory_->count<User>(kShop), 3u);
  EXPECT_EQ(directory_->count<User>(base::AccountId("777788889999")), 0u);
}

// A rename keeps the id; what is removed is gone, after a restart too.
TEST_F(DirectoryTest, RenamesAndRemoves) {
  put(&Change::users, named<User>("Bob", "AIDA1"));
  Change rename{.account = kShop};
  rename.users.removed.push_back(directory_->user(kShop, "Bob"));
  rename.users.replace(named<User>("Rob", "AIDA1"));
  commit(std::move(rename));
  EXPECT_FALSE(directory_->user(kShop, "Bob"));
  EXPECT_EQ(directory_->arn_of_id("AIDA1"), "arn:aws:iam::111122223333:user/way/Rob");

  Change removal{.account = kShop};
  removal.users.removed.push_back(directory_->user(kShop, "Rob"));
  commit(std::move(removal));
  for (bool is_reopened : {false, true}) {
    if (is_reopened) open();
    EXPECT_EQ(directory_->count<User>(kShop), 0u);
    EXPECT_EQ(directory_->arn_of_id("AIDA1"), "");
  }
}

TEST_F(DirectoryTest, AStandingHoldsAllThatIsAttached) {
  put(&Change::policies, managed("Read"));
  Group group = named<Group>("Couriers", "AGPA1");
  group.inline_policies["shared"] = policy_of(kAllowText, policy::PolicyKind::kIdentity);
  put(&Change::groups, group);
  User user = named<User>("Bob", "AIDA1");
  user.inline_policies["own"] = policy_of(kAllowText, policy::PolicyKind::kIdentity);
  user.attached = {"arn:aws:iam::111122223333:policy/way/Read"};
  user.groups = {"AGPA1"};
  user.tags = {{"Team", "way"}};
  put(&Change::users, user);

  StandingPtr standing = directory_->standing_of_user(kShop, "Bob");
  ASSERT_TRUE(standing);
  EXPECT_EQ(standing->identity_names,
            (std::vector<std::string>{"inline policy `own` of user `Bob`",
                                      "arn:aws:iam::111122223333:policy/way/Read",
                                      "inline policy `shared` of group `Couriers`"}));
  EXPECT_EQ(standing->identity.size(), 3u);
  EXPECT_EQ(standing->id, "AIDA1");
  EXPECT_EQ(standing->tags, user.tags);
  EXPECT_FALSE(standing->boundary);
  EXPECT_EQ(directory_->standing_of_user(kShop, "Bob"), standing) << "gathered once";

  user.boundary_arn = "arn:aws:iam::111122223333:policy/way/Read";
  user.groups.clear();
  put(&Change::users, user);
  StandingPtr next = directory_->standing_of_user(kShop, "Bob");
  EXPECT_EQ(next->identity.size(), 2u);
  EXPECT_TRUE(next->boundary);
  EXPECT_FALSE(directory_->standing_of_user(kShop, "bob"));
  EXPECT_FALSE(directory_->standing_of_role(kShop, "Bob"));
}

// Whoever is attached to it feels a new default version at once.
TEST_F(DirectoryTest, AStandingFollowsItsPolicies) {
  put(&Change::policies, managed("Read"));
  Role role = role_named("relay", "AROA1");
  role.attached = {"arn:aws:iam::111122223333:policy/way/Read"};
  role.is_service_linked = true;
  put(&Change::roles, role);
  EXPECT_TRUE(directory_->standing_of_role(kShop, "relay")->is_service_linked);
  ManagedPolicy next = managed("Read");
  next.versions[2] = {.policy = policy_of(kAllowText, policy::PolicyKind::kManaged)};
  next.default_version = 2;
  put(&Change::policies, next);
  EXPECT_EQ(directory_->standing_of_role(kShop, "relay")->identity.at(0), next.versions[2].policy);
}

TEST_F(DirectoryTest, AKeyStandsForItsUserWhileItIsActive) {
  put(&Change::users, named<User>("Bob", "AIDA1"));
  AccessKey key{.id = "AKIA1", .account = kShop, .user = "Bob", .secret = "s"};
  put(&Change::access_keys, key);
  auto found = directory_->find("AKIA1", "");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->secret, "s");
  EXPECT_EQ(found->caller.kind, wire::CallerKind::kUser);
  EXPECT_EQ(found->caller.arn, "arn:aws:iam::111122223333:user/way/Bob");
  EXPECT_EQ(found->caller.user_id, "AIDA1");
  EXPECT_EQ(directory_->access_keys(kShop, "Bob").size(), 1u);
  EXPECT_EQ(directory_->access_keys(kShop, "").size(), 0u);

  key.is_active = false;
  put(&Change::access_keys, key);
  for (bool is_reopened : {false, true}) {
    if (is_reopened) open();
    EXPECT_FALSE(directory_->find("AKIA1", ""));
  }
}

// Written before users had keys: account, secret, time.
TEST_F(DirectoryTest, OldRecordsOfRootKeysAreRead) {
  store::FieldWriter record;
  record.bytes(1, kShop.text());
  record.bytes(2, sealer_.seal("old secret", "access-key/AKIAOLD"));
  record.time(3, clock_.now());
  Change change{.account = kShop};
  change.operations.emplace_back(
      store::TablePut{store::Key::of({"iam", "access-key", "AKIAOLD"}), record.take()});
  commit(std::move(change));
  open();
  auto found = directory_->find("AKIAOLD", "");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->secret, "old secret");
  EXPECT_EQ(found->caller.kind, wire::CallerKind::kRoot);
  EXPECT_EQ(directory_->access_keys(kShop, "").size(), 1u);
}

// A Deny or a boundary that can't be read must not be dropped unseen.
TEST_F(DirectoryTest, DoesNotOpenWithoutAPolicyThatIsAttached) {
  put(&Change::policies, managed("Read"));
  User user = named<User>("Bob", "AIDA1");
  user.boundary_arn = "arn:aws:iam::111122223333:policy/way/Read";
  put(&Change::users, user);
  Change change{.account = kShop};
  change.operations.emplace_back(store::TableDelete{key_of(managed("Read"))});
  commit(std::move(change));
  auto reopened = Directory::open(*ownership_, sealer_);
  ASSERT_FALSE(reopened.ok());
  EXPECT_NE(reopened.error().message().find("user/way/Bob"), std::string::npos);
}

TEST_F(DirectoryTest, AFailedPreconditionChangesNothing) {
  Change change{.account = kShop};
  change.users.replace(named<User>("Bob", "AIDA1"));
  change.preconditions.emplace_back(store::KeyPresent{store::Key::of({"no such"})});
  auto committed = run(directory_->commit(std::move(change)));
  EXPECT_TRUE(committed.error().is(store::StoreError::kPreconditionFailed));
  EXPECT_FALSE(directory_->user(kShop, "Bob"));
}

}  // namespace
}  // namespace angarium::identity
