#include "services/iam/quotas.h"

#include <fmt/format.h>

#include "services/iam/fixture_test.h"

namespace angarium::services::iam {
namespace {

// Each quota is reached, and then exceeded by one. Where a request for each would take long, what
// fills it up is put where IAM keeps it.
class QuotasTest : public IamTest {
 protected:
  // `make(number)` gives one of `count` entities.
  template <class T, class Make>
  void fill(size_t count, Make make) {
    Change change{.account = base::AccountId(kAccount)};
    for (size_t i = 0; i < count; ++i) {
      T entity = make(i);
      entity.account = change.account;
      (change.*KindOf<T>::kEdit).replace(std::move(entity));
    }
    bool is_done = false;
    base::start(commit(std::move(change), is_done));
    while (!is_done && executor_.run_one()) {
    }
  }

  base::Task<void> commit(Change change, bool& is_done) {
    auto committed = co_await directory_->commit(std::move(change));
    EXPECT_TRUE(committed.ok());
    is_done = true;
  }

  template <class T>
  static T entity(std::string_view id, size_t number) {
    T made;
    made.name = fmt::format("e{}", number);
    made.id = fmt::format("{}{}", id, number);
    return made;
  }

  policy::PolicyPtr trust_ = *policy::Policy::parse(trust_of("*"), policy::PolicyKind::kTrust);
  policy::PolicyPtr allow_ = *policy::Policy::parse(kAllow, policy::PolicyKind::kManaged);
};

TEST_F(QuotasTest, GroupsOfAnAccount) {
  fill<Group>(kGroupsMax - 1, [](size_t i) { return entity<Group>("AGPA", i); });
  ok("CreateGroup", "GroupName=last");
  EXPECT_EQ(refusal("CreateGroup", "GroupName=more"),
            "409 LimitExceeded: Cannot exceed quota for GroupsPerAccount: 300");
  ok("CreateGroup", "GroupName=elsewhere", "444455556666");
}

TEST_F(QuotasTest, RolesOfAnAccount) {
  fill<Role>(kRolesMax - 1, [this](size_t i) {
    Role role = entity<Role>("AROA", i);
    role.trust = trust_;
    return role;
  });
  const std::string trust = "&AssumeRolePolicyDocument=" + encoded(trust_of("*"));
  ok("CreateRole", "RoleName=last" + trust);
  const std::string refused = "409 LimitExceeded: Cannot exceed quota for RolesPerAccount: 1000";
  EXPECT_EQ(refusal("CreateRole", "RoleName=more" + trust), refused);
  EXPECT_EQ(refusal("CreateServiceLinkedRole", "AWSServiceName=events.amazonaws.com"), refused);
  ok("DeleteRole", "RoleName=last");
  ok("CreateServiceLinkedRole", "AWSServiceName=events.amazonaws.com");
}

TEST_F(QuotasTest, PoliciesOfAnAccountAndTheirVersions) {
  fill<ManagedPolicy>(kPoliciesMax - 1, [this](size_t i) {
    ManagedPolicy policy{.name = fmt::format("p{}", i), .id = fmt::format("ANPA{}", i)};
    policy.versions[1] = {.policy = allow_};
    return policy;
  });
  const std::string document = "&PolicyDocument=" + encoded(kAllow);
  ok("CreatePolicy", "PolicyName=last" + document);
  EXPECT_EQ(refusal("CreatePolicy", "PolicyName=more" + document),
            "409 LimitExceeded: Cannot exceed quota for PoliciesPerAccount: 1500");
  const std::string version = "PolicyArn=arn:aws:iam::111122223333:policy/last" + document;
  for (size_t i = 1; i < kPolicyVersionsMax; ++i) ok("CreatePolicyVersion", version);
  EXPECT_EQ(refusal("CreatePolicyVersion", version).substr(0, 18), "409 LimitExceeded:");
}

TEST_F(QuotasTest, ProvidersOfAnAccount) {
  fill<OidcProvider>(kProvidersMax - 1, [](size_t i) {
    return OidcProvider{.url = fmt::format("issuer{}.example", i)};
  });
  ok("CreateOpenIDConnectProvider", "Url=" + encoded("https://last.example"));
  EXPECT_EQ(refusal("CreateOpenIDConnectProvider", "Url=" + encoded("https://more.example")),
            "409 LimitExceeded: Cannot exceed quota for OpenIdConnectProvidersPerAccount: 100");
}

TEST_F(QuotasTest, OfAProvider) {
  auto create = [this](const std::string& name, const char* list, size_t count, size_t length) {
    std::string form = "Url=" + encoded("https://" + name + ".example");
    for (size_t i = 1; i <= count; ++i) {
      std::string value = fmt::format("{:0{}}", i, length);
      form += fmt::format("&{}.member.{}={}", list, i, value);
    }
    return refusal("CreateOpenIDConnectProvider", form);
  };
  EXPECT_EQ(create("a", "ClientIDList", kClientIdsMax, 4), "200");
  EXPECT_EQ(create("b", "ClientIDList", kClientIdsMax + 1, 4),
            "409 LimitExceeded: Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100");
  EXPECT_EQ(refusal("AddClientIDToOpenIDConnectProvider",
                    "ClientID=more&OpenIDConnectProviderArn=" +
                        encoded("arn:aws:iam::111122223333:oidc-provider/a.example")),
            "409 LimitExceeded: Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100");
  EXPECT_EQ(create("c", "ThumbprintList", kThumbprintsMax, 40), "200");
  EXPECT_EQ(create("d", "ThumbprintList", kThumbprintsMax + 1, 40),
            "409 LimitExceeded: Cannot exceed quota for ThumbprintsPerOpenIdConnectProvider: 5");
}

TEST_F(QuotasTest, OfAUser) {
  ok("CreateUser", "UserName=Bob");
  for (size_t i = 0; i <= kGroupsOfUserMax; ++i) {
    ok("CreateGroup", fmt::format("GroupName=g{}", i));
    const std::string form = fmt::format("UserName=Bob&GroupName=g{}", i);
    EXPECT_EQ(refusal("AddUserToGroup", form),
              i < kGroupsOfUserMax
                  ? "200"
                  : "409 LimitExceeded: Cannot exceed quota for GroupsPerUser: 10");
  }
  for (size_t i = 0; i <= kAttachedMax; ++i) {
    ok("CreatePolicy", fmt::format("PolicyName=p{}&PolicyDocument={}", i, encoded(kAllow)));
    const std::string form =
        fmt::format("UserName=Bob&PolicyArn=arn:aws:iam::111122223333:policy/p{}", i);
    EXPECT_EQ(refusal("AttachUserPolicy", form),
              i < kAttachedMax ? "200"
                               : "409 LimitExceeded: Cannot exceed quota for PoliciesPerUser: 10");
  }
  for (size_t i = 0; i < kAccessKeysMax; ++i) ok("CreateAccessKey", "UserName=Bob");
  EXPECT_EQ(refusal("CreateAccessKey", "UserName=Bob"),
            "409 LimitExceeded: Cannot exceed quota for AccessKeysPerUser: 2");
}

// White space doesn't count.
TEST_F(QuotasTest, OfInlinePolicies) {
  ok("CreateUser", "UserName=e");
  ok("CreateGroup", "GroupName=e");
  auto put = [this](const char* kind, size_t characters) {
    const std::string begin = R"({"Statement":{"Effect":"Allow","Resource":"*","Action":"sqs:)";
    const std::string name(characters - begin.size() - 3, 'a');
    const std::string text = begin + name + "\" }}" + std::string(50, ' ');
    return refusal(fmt::format("Put{}Policy", kind),
                   fmt::format("{}Name=e&PolicyName=p&PolicyDocument={}", kind, encoded(text)));
  };
  EXPECT_EQ(put("User", kInlineOfUserCharactersMax), "200");
  EXPECT_EQ(put("User", kInlineOfUserCharactersMax + 1),
            "409 LimitExceeded: Maximum policy size of 2048 bytes exceeded for user e");
  EXPECT_EQ(put("Group", kInlineOfGroupCharactersMax), "200");
  EXPECT_EQ(put("Group", kInlineOfGroupCharactersMax + 1),
            "409 LimitExceeded: Maximum policy size of 5120 bytes exceeded for group e");
}

}  // namespace
}  // namespace angarium::services::iam
