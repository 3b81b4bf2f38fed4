#include "identity/last_uses.h"

#include "identity/fixture_test.h"
#include "identity/noting.h"
#include "wire/service.h"
#include "wire/session.h"

namespace angarium::identity {
namespace {

constexpr const char* kAccount = "111122223333";

// Says who asks as it is told to.
struct FixedAuthenticator final : wire::Authenticator {
  base::Task<wire::Result<wire::Authenticated>> authenticate(const http::Request&,
                                                             const wire::ServiceTable&,
                                                             base::Time) override {
    if (is_refused) co_return wire::Error{.code = "SignatureDoesNotMatch", .message = ""};
    co_return wire::Authenticated{.caller = caller, .region = base::Region("eu-west-1")};
  }

  wire::Caller caller;
  bool is_refused = false;
};

class LastUsesTest : public IdentityTest {
 protected:
  LastUsesTest() {
    Change change{.account = base::AccountId(kAccount)};
    Role role;
    role.trust = *policy::Policy::parse(
        R"({"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}})",
        policy::PolicyKind::kTrust);
    role.account = change.account;
    role.name = "courier";
    role.id = "AROA1";
    change.roles.replace(role);
    AccessKey key{.id = "AKIA1", .account = change.account, .secret = "s"};
    change.access_keys.replace(key);
    commit(std::move(change));
    reopen();
  }

  void reopen() {
    uses_.reset();
    auto opened = LastUses::open(*ownership_, *directory_);
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    uses_ = std::move(*opened);
  }
  void write() {
    run([](LastUses& uses) -> base::Task<bool> {
      co_await uses.write();
      co_return true;
    }(*uses_));
  }
  // "sqs eu-west-1 5"
  std::string of(const char* id) {
    auto use = uses_->of(id);
    if (!use) return "never";
    return use->service + " " + use->region + " " +
           std::to_string((use->time - base::Time()) / base::Seconds(1));
  }
  static LastUse use(const char* service, int seconds) {
    return {base::Time() + base::Seconds(seconds), service, "eu-west-1"};
  }

  std::unique_ptr<LastUses> uses_;
};

TEST_F(LastUsesTest, TheLastOneCountsAndIsWrittenNowAndThen) {
  EXPECT_EQ(of("AKIA1"), "never");
  uses_->note("AKIA1", use("sqs", 5));
  uses_->note("AKIA1", use("events", 4));  // overtaken
  EXPECT_EQ(of("AKIA1"), "sqs eu-west-1 5");
  reopen();
  EXPECT_EQ(of("AKIA1"), "never") << "what isn't written yet is lost";
  uses_->note("AKIA1", use("sqs", 5));
  uses_->note("AROA1", use("sts", 6));
  write();
  uses_->note("AKIA1", use("sqs", 7));
  reopen();
  EXPECT_EQ(of("AKIA1"), "sqs eu-west-1 5");
  EXPECT_EQ(of("AROA1"), "sts eu-west-1 6");
}

TEST_F(LastUsesTest, WhoeverIsGoneIsForgotten) {
  uses_->note("AKIA1", use("sqs", 5));
  uses_->note("AROA1", use("sts", 6));
  write();
  Change change{.account = base::AccountId(kAccount)};
  change.roles.removed.push_back(directory_->role(change.account, "courier"));
  commit(std::move(change));
  write();
  EXPECT_EQ(of("AROA1"), "never");
  reopen();
  EXPECT_EQ(of("AROA1"), "never");
  EXPECT_EQ(of("AKIA1"), "sqs eu-west-1 5");
}

TEST_F(LastUsesTest, TracksSoManyAndNoMore) {
  for (size_t i = 0; i < LastUses::kTrackedMax; ++i) {
    uses_->note("AKIA" + std::to_string(1'000'000 + i), use("sqs", 1));
  }
  EXPECT_EQ(of("AKIA1099999"), "sqs eu-west-1 1");
  uses_->note("AKIA1100000", use("sqs", 1));
  EXPECT_EQ(of("AKIA1100000"), "never");
  uses_->note("AKIA1099999", use("sqs", 2));
  EXPECT_EQ(of("AKIA1099999"), "sqs eu-west-1 2");
}

TEST_F(LastUsesTest, TheRestIsWrittenAtTheEnd) {
  uses_->start();
  uses_->note("AKIA1", use("sqs", 5));
  uses_->stop();
  run([](LastUses& uses) -> base::Task<bool> {
    co_await uses.ended();
    co_return true;
  }(*uses_));
  reopen();
  EXPECT_EQ(of("AKIA1"), "sqs eu-west-1 5");
}

TEST_F(LastUsesTest, EveryRequestWithARightSignatureIsNoted) {
  static const wire::ServiceTable table{.name = "sqs", .query_namespace = {}, .operations = {}};
  FixedAuthenticator checks;
  NotingAuthenticator noting(checks, *uses_);
  auto ask = [&](int seconds) {
    const http::Request request;
    auto answer = run(noting.authenticate(request, table, base::Time() + base::Seconds(seconds)));
    EXPECT_EQ(answer.ok(), !checks.is_refused);
  };
  checks.caller = wire::root_caller(base::AccountId(kAccount), "AKIA1");
  checks.is_refused = true;
  ask(1);
  EXPECT_EQ(of("AKIA1"), "never");
  checks.is_refused = false;
  ask(2);
  EXPECT_EQ(of("AKIA1"), "sqs eu-west-1 2");
  checks.caller.kind = wire::CallerKind::kRoleSession;
  checks.caller.access_key_id = "ASIA1";
  checks.caller.session = std::make_shared<wire::Session>(wire::Session{.issuer_id = "AROA1"});
  ask(3);
  EXPECT_EQ(of("AROA1"), "sqs eu-west-1 3");
  EXPECT_EQ(of("ASIA1"), "never");
}

TEST_F(LastUsesTest, ARoleThatARuleUsesIsUsed) {
  wire::AllowAll everything;
  NotingAuthorizer noting(everything, *directory_, *uses_);
  const wire::ServiceCall call{.service = "events.amazonaws.com",
                               .account = base::AccountId(kAccount),
                               .role_arn = "arn:aws:iam::111122223333:role/courier",
                               .region = base::Region("eu-west-1"),
                               .time = base::Time() + base::Seconds(9)};
  noting.decide(call, {.action = "sqs:SendMessage"});
  EXPECT_EQ(of("AROA1"), "sqs eu-west-1 9");
}

}  // namespace
}  // namespace angarium::identity
