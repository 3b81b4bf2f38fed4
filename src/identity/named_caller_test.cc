#include "identity/named_caller.h"

#include "identity/fixture_test.h"
#include "wire/session.h"

namespace angarium::identity {
namespace {

class NamedCallerTest : public IdentityTest {
 protected:
  std::optional<wire::Caller> named(std::string_view name) {
    return named_caller(*directory_, name, base::Time{});
  }
};

TEST_F(NamedCallerTest, RootsServicesAndStrangersNeedNoRecord) {
  EXPECT_EQ(named("111122223333")->arn, "arn:aws:iam::111122223333:root");
  EXPECT_EQ(named("arn:aws:iam::111122223333:root")->kind, wire::CallerKind::kRoot);
  EXPECT_EQ(named("events.amazonaws.com")->kind, wire::CallerKind::kService);
  EXPECT_EQ(named("anonymous")->kind, wire::CallerKind::kAnonymous);
}

TEST_F(NamedCallerTest, UsersAndRolesExist) {
  Change change{.account = base::AccountId("111122223333")};
  User user;
  user.account = change.account;
  user.name = "ann";
  user.path = "/team/";
  user.id = "AIDAANN";
  change.users.replace(user);
  Role role;
  role.account = change.account;
  role.name = "courier";
  role.path = "/way/";
  role.id = "AROACOURIER";
  role.trust = *policy::Policy::parse(
      R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}})",
      policy::PolicyKind::kTrust);
  change.roles.replace(role);
  commit(std::move(change));

  EXPECT_EQ(named("arn:aws:iam::111122223333:user/team/ann")->user_id, "AIDAANN");
  auto session = named("arn:aws:sts::111122223333:assumed-role/courier/run-7");
  ASSERT_TRUE(session);
  EXPECT_EQ(session->session->issuer_arn, "arn:aws:iam::111122223333:role/way/courier");
  EXPECT_EQ(session->session->name, "run-7");
  EXPECT_EQ(named("arn:aws:iam::111122223333:role/way/courier")->kind,
            wire::CallerKind::kRoleSession);
  for (const char* nobody :
       {"arn:aws:iam::111122223333:user/ann", "arn:aws:iam::111122223333:role/courier",
        "arn:aws:sts::111122223333:assumed-role/courier", "arn:aws:sts::1:assumed-role/courier/x",
        "arn:aws:sqs:eu-west-1:111122223333:jobs", "ann", ""}) {
    EXPECT_FALSE(named(nobody)) << nobody;
  }
}

}  // namespace
}  // namespace angarium::identity
