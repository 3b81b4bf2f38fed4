#include <fmt/format.h>

#include "services/iam/fixture_test.h"

namespace angarium::services::iam {
namespace {

class RoleTest : public IamTest {
 protected:
  std::string create(std::string_view name, std::string_view trust, std::string_view more = "") {
    return "RoleName=" + std::string(name) + "&AssumeRolePolicyDocument=" + encoded(trust) +
           std::string(more);
  }
  std::string trust_shown(std::string_view name) {
    return element(ok("GetRole", "RoleName=" + std::string(name)), "AssumeRolePolicyDocument");
  }
};

TEST_F(RoleTest, ARoleIsMadeChangedAndDeleted) {
  std::string made = ok("CreateRole", create("relay", trust_of("444455556666"),
                                             "&Path=/way/&Description=d&MaxSessionDuration=7200"));
  EXPECT_EQ(element(made, "Arn"), "arn:aws:iam::111122223333:role/way/relay");
  EXPECT_EQ(element(made, "RoleId").substr(0, 4), "AROA");
  EXPECT_EQ(element(made, "MaxSessionDuration"), "7200");
  EXPECT_EQ(element(made, "AssumeRolePolicyDocument"), encoded(trust_of("444455556666")));
  ok("UpdateRole", "RoleName=relay&MaxSessionDuration=3600");
  ok("UpdateRoleDescription", "RoleName=relay&Description=new");
  for (bool is_reopened : {false, true}) {
    if (is_reopened) open();
    std::string shown = ok("GetRole", "RoleName=relay");
    EXPECT_EQ(element(shown, "MaxSessionDuration"), "3600");
    EXPECT_EQ(element(shown, "Description"), "new");
    EXPECT_EQ(elements(ok("ListRoles"), "RoleName"), "relay");
  }
  EXPECT_EQ(refusal("CreateRole", create("RELAY", trust_of("444455556666"))),
            "409 EntityAlreadyExists: Role with name RELAY already exists.");
  ok("DeleteRole", "RoleName=relay");
  EXPECT_EQ(refusal("GetRole", "RoleName=relay"),
            "404 NoSuchEntity: The role with name relay cannot be found.");
}

// The id of whoever was named is kept: a re-created namesake is a stranger.
TEST_F(RoleTest, TrustFollowsTheOneWhoWasNamed) {
  const std::string bob = "arn:aws:iam::111122223333:user/Bob";
  EXPECT_EQ(refusal("CreateRole", create("relay", trust_of(bob))),
            "400 MalformedPolicyDocument: Invalid principal in policy: "
            "&quot;AWS&quot;:&quot;" +
                bob + "&quot;");
  std::string id = element(ok("CreateUser", "UserName=Bob"), "UserId");
  ok("CreateRole", create("relay", trust_of(bob)));
  EXPECT_EQ(trust_shown("relay"), encoded(trust_of(bob)));
  ok("UpdateUser", "UserName=Bob&NewUserName=Rob");
  EXPECT_EQ(trust_shown("relay"), encoded(trust_of("arn:aws:iam::111122223333:user/Rob")));
  ok("DeleteUser", "UserName=Rob");
  ok("CreateUser", "UserName=Rob");
  for (bool is_reopened : {false, true}) {
    if (is_reopened) open();
    EXPECT_EQ(trust_shown("relay"), encoded(trust_of(id)));
  }
  ok("UpdateAssumeRolePolicy", "RoleName=relay&PolicyDocument=" + encoded(trust_of("*")));
  EXPECT_EQ(trust_shown("relay"), encoded(trust_of("*")));
}

TEST_F(RoleTest, TrustPoliciesAreHeldToTheirGrammarAndSize) {
  EXPECT_EQ(refusal("CreateRole", create("relay", kAllow)).substr(0, 27),
            "400 MalformedPolicyDocument");
  EXPECT_EQ(refusal("CreateRole", create("relay", "no JSON")).substr(0, 27),
            "400 MalformedPolicyDocument");
  std::string sized = R"({"Id":"","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",)"
                      R"("Principal":"*"}})";
  sized.insert(7, std::string(4'096 - sized.size(), 'x'));
  ok("CreateRole", create("largest", sized));
  sized.insert(7, "x");
  EXPECT_EQ(refusal("CreateRole", create("larger", sized)),
            "409 LimitExceeded: Cannot exceed quota for ACLSizePerRole: 4096");
  EXPECT_EQ(refusal("CreateRole", create("r", trust_of("*"), "&Path=/aws-service-role/x/")),
            "400 ValidationError: The path /aws-service-role/ is reserved: use "
            "CreateServiceLinkedRole");
}

// Of all inline policies together, without white space.
TEST_F(RoleTest, InlinePoliciesShareAQuota) {
  ok("CreateRole", create("relay", trust_of("*")));
  auto put = [&](std::string_view name, size_t characters) {
    std::string text = R"({"Id":"","Statement":{"Effect":"Allow","Action":"a:*","Resource":"*"}})";
    text.insert(7, std::string(characters - text.size(), 'x'));
    text.insert(1, 500, ' ');
    return "RoleName=relay&PolicyName=" + std::string(name) + "&PolicyDocument=" + encoded(text);
  };
  ok("PutRolePolicy", put("a", 6'000));
  ok("PutRolePolicy", put("b", 4'240));
  EXPECT_EQ(refusal("PutRolePolicy", put("b", 4'241)),
            "409 LimitExceeded: Maximum policy size of 10240 bytes exceeded for role relay");
  EXPECT_EQ(elements(ok("ListRolePolicies", "RoleName=relay"), "member"), "a,b");
  ok("DeleteRolePolicy", "RoleName=relay&PolicyName=a");
  ok("PutRolePolicy", put("b", 4'241));
  EXPECT_EQ(refusal("GetRolePolicy", "RoleName=relay&PolicyName=a"),
            "404 NoSuchEntity: The role policy with name a cannot be found.");
  EXPECT_EQ(refusal("DeleteRole", "RoleName=relay"),
            "409 DeleteConflict: Cannot delete entity, must delete policies first.");
}

TEST_F(RoleTest, TagsAreUniqueWithoutLetterCaseAndLimited) {
  ok("CreateRole", create("relay", trust_of("*")));
  ok("TagRole", "RoleName=relay&Tags.member.1.Key=Team&Tags.member.1.Value=a");
  ok("TagRole", "RoleName=relay&Tags.member.1.Key=TEAM&Tags.member.1.Value=b");
  EXPECT_EQ(elements(ok("ListRoleTags", "RoleName=relay"), "Key"), "TEAM");
  EXPECT_EQ(refusal("TagRole",
                    "RoleName=relay&Tags.member.1.Key=k&Tags.member.1.Value=1&Tags."
                    "member.2.Key=K&Tags.member.2.Value=2"),
            "400 InvalidInput: Duplicate tag keys found. Please note that Tag keys are case "
            "insensitive.");
  auto tags = [](size_t first, size_t count) {
    std::string form = "RoleName=relay";
    for (size_t i = 0; i < count; ++i) {
      form += fmt::format("&Tags.member.{0}.Key=k{1}&Tags.member.{0}.Value=v", i + 1, first + i);
    }
    return form;
  };
  ok("TagRole", tags(0, 49));
  EXPECT_EQ(refusal("TagRole", tags(49, 1)),
            "409 LimitExceeded: Cannot exceed quota for TagsPerRole: 50");
  std::string page = ok("ListRoleTags", "RoleName=relay&MaxItems=49");
  EXPECT_EQ(element(page, "IsTruncated"), "true");
  std::string rest =
      ok("ListRoleTags", "RoleName=relay&Marker=" + encoded(element(page, "Marker")));
  EXPECT_EQ(elements(rest, "Key"), "k9");
  EXPECT_EQ(refusal("TagRole", "RoleName=relay&Tags.member.1.Key=AWS:x&Tags.member.1.Value=1"),
            "400 InvalidInput: System tags with prefix aws: can't be set");
  ok("UntagRole", "RoleName=relay&TagKeys.member.1=team&TagKeys.member.2=absent");
  ok("TagRole", tags(49, 1));
}

TEST_F(RoleTest, KeysAreLimitedAndDormantWhileInactive) {
  ok("CreateUser", "UserName=Bob");
  std::string made = ok("CreateAccessKey", "UserName=Bob");
  std::string id = element(made, "AccessKeyId");
  EXPECT_EQ(element(made, "SecretAccessKey").size(), 40u);
  EXPECT_EQ(directory_->find(id, "")->secret, element(made, "SecretAccessKey"));
  ok("CreateAccessKey", "UserName=Bob");
  EXPECT_EQ(refusal("CreateAccessKey", "UserName=Bob"),
            "409 LimitExceeded: Cannot exceed quota for AccessKeysPerUser: 2");
  ok("UpdateAccessKey", "UserName=Bob&Status=Inactive&AccessKeyId=" + id);
  EXPECT_FALSE(directory_->find(id, ""));
  ok("CreateUser", "UserName=Eve");
  EXPECT_EQ(refusal("DeleteAccessKey", "UserName=Eve&AccessKeyId=" + id),
            "404 NoSuchEntity: The Access Key with id " + id + " cannot be found.");
  EXPECT_EQ(refusal("DeleteAccessKey", "UserName=Bob&AccessKeyId=" + id, "444455556666"),
            "404 NoSuchEntity: The user with name Bob cannot be found.");
  std::string own = element(ok("CreateAccessKey"), "AccessKeyId");
  EXPECT_EQ(directory_->find(own, "")->caller.kind, wire::CallerKind::kRoot);
}

}  // namespace
}  // namespace angarium::services::iam
