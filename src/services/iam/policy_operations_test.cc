#include "services/iam/fixture_test.h"

namespace angarium::services::iam {
namespace {

class PolicyTest : public IamTest {
 protected:
  static constexpr std::string_view kRead = "arn:aws:iam::111122223333:policy/way/Read";

  void SetUp() override {
    ok("CreatePolicy",
       "PolicyName=Read&Path=/way/&Description=reads&PolicyDocument=" + encoded(kAllow));
  }
  static std::string arn(std::string_view policy = kRead) {
    return "PolicyArn=" + std::string(policy);
  }
  std::string document(std::string_view action) {
    return "&PolicyDocument=" +
           encoded(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":")" +
                   std::string(action) + R"(","Resource":"*"}})");
  }
  void create_all() {
    ok("CreateUser", "UserName=Bob");
    ok("CreateGroup", "GroupName=Couriers&Path=/way/");
    ok("CreateRole", "RoleName=relay&AssumeRolePolicyDocument=" + encoded(trust_of("*")));
  }
};

TEST_F(PolicyTest, APolicyIsMadeShownAndListed) {
  for (bool is_reopened : {false, true}) {
    if (is_reopened) open();
    std::string shown = ok("GetPolicy", arn());
    EXPECT_EQ(element(shown, "PolicyId").substr(0, 4), "ANPA");
    EXPECT_EQ(element(shown, "DefaultVersionId"), "v1");
    EXPECT_EQ(element(shown, "Description"), "reads");
    EXPECT_EQ(element(shown, "IsAttachable"), "true");
    EXPECT_EQ(element(ok("GetPolicyVersion", arn() + "&VersionId=v1"), "Document"),
              encoded(kAllow));
    EXPECT_EQ(elements(ok("ListPolicies", "Scope=Local"), "Arn"), kRead);
  }
  EXPECT_EQ(refusal("CreatePolicy", "PolicyName=READ" + document("sqs:*")),
            "409 EntityAlreadyExists: A policy called READ already exists. Duplicate names are not "
            "allowed.");
  EXPECT_EQ(refusal("GetPolicy", arn(), "444455556666"),
            "404 NoSuchEntity: Policy arn:aws:iam::111122223333:policy/way/Read was not found.");
  EXPECT_EQ(refusal("CreatePolicy", "PolicyName=p&PolicyDocument=" + encoded(trust_of("*")))
                .substr(0, 27),
            "400 MalformedPolicyDocument");
}

TEST_F(PolicyTest, SizesAndVersionsHaveLimits) {
  std::string text = R"({"Version":"2012-10-17","Id":"","Statement":{"Effect":"Allow",)"
                     R"("Action":"a:*","Resource":"*"}})";
  text.insert(30, std::string(6'144 - text.size(), 'x'));
  ok("CreatePolicy", "PolicyName=largest&PolicyDocument=" + encoded(text));
  text.insert(30, "x");
  EXPECT_EQ(refusal("CreatePolicy", "PolicyName=larger&PolicyDocument=" + encoded(text)),
            "409 LimitExceeded: Cannot exceed quota for PolicySize: 6144");
  for (int i = 2; i <= 5; ++i) ok("CreatePolicyVersion", arn() + document("sqs:*"));
  EXPECT_EQ(
      refusal("CreatePolicyVersion", arn() + document("sqs:*")),
      "409 LimitExceeded: A managed policy can have up to 5 versions. Before you create a new "
      "version, you must delete an existing version.");
  ok("DeletePolicyVersion", arn() + "&VersionId=v5");
  EXPECT_EQ(element(ok("CreatePolicyVersion", arn() + document("sqs:*")), "VersionId"), "v6")
      << "numbers are never given again";
}

TEST_F(PolicyTest, TheDefaultVersionIsInForce) {
  create_all();
  ok("AttachUserPolicy", "UserName=Bob&" + arn());
  std::string made = ok("CreatePolicyVersion", arn() + document("sns:*") + "&SetAsDefault=true");
  EXPECT_EQ(element(made, "IsDefaultVersion"), "true");
  const base::AccountId account(kAccount);
  EXPECT_NE(directory_->standing_of_user(account, "Bob")->identity.at(0)->text().find("sns:*"),
            std::string::npos);
  EXPECT_EQ(refusal("DeletePolicyVersion", arn() + "&VersionId=v2"),
            "409 DeleteConflict: Cannot delete the default version of a policy.");
  ok("SetDefaultPolicyVersion", arn() + "&VersionId=v1");
  EXPECT_EQ(directory_->standing_of_user(account, "Bob")->identity.at(0)->text(), kAllow);
  EXPECT_EQ(elements(ok("ListPolicyVersions", arn()), "VersionId"), "v2,v1");
  std::string page = ok("ListPolicyVersions", arn() + "&MaxItems=1");
  EXPECT_EQ(
      elements(ok("ListPolicyVersions", arn() + "&Marker=" + encoded(element(page, "Marker"))),
               "VersionId"),
      "v1");
  for (const char* none : {"v3", "v1.x", "v99999999999"}) {
    EXPECT_EQ(refusal("SetDefaultPolicyVersion", arn() + "&VersionId=" + none),
              "404 NoSuchEntity: Policy " + std::string(kRead) + " version " + none +
                  " does not exist or is not attachable.");
  }
}

TEST_F(PolicyTest, WhatIsAttachedIsNotDeleted) {
  create_all();
  ok("AttachUserPolicy", "UserName=Bob&" + arn());
  ok("AttachUserPolicy", "UserName=Bob&" + arn());
  ok("AttachGroupPolicy", "GroupName=Couriers&" + arn());
  ok("AttachRolePolicy", "RoleName=relay&" + arn());
  EXPECT_EQ(element(ok("GetPolicy", arn()), "AttachmentCount"), "3");
  EXPECT_EQ(elements(ok("ListAttachedRolePolicies", "RoleName=relay"), "PolicyArn"), kRead);
  EXPECT_EQ(elements(ok("ListAttachedRolePolicies", "RoleName=relay&PathPrefix=/x/"), "PolicyArn"),
            "");
  std::string users = ok("ListEntitiesForPolicy", arn());
  EXPECT_EQ(element(users, "UserName") + element(users, "GroupName") + element(users, "RoleName"),
            "BobCouriersrelay");
  EXPECT_EQ(element(ok("ListEntitiesForPolicy", arn() + "&EntityFilter=Role"), "UserName"), "");
  std::string first = ok("ListEntitiesForPolicy", arn() + "&MaxItems=2");
  EXPECT_EQ(element(first, "GroupName") + element(first, "RoleName") + element(first, "UserName"),
            "Couriersrelay");
  EXPECT_EQ(
      element(ok("ListEntitiesForPolicy", arn() + "&Marker=" + encoded(element(first, "Marker"))),
              "UserName"),
      "Bob");
  EXPECT_EQ(refusal("DeletePolicy", arn()),
            "409 DeleteConflict: Cannot delete a policy attached to entities.");
  EXPECT_EQ(refusal("DeleteRole", "RoleName=relay"),
            "409 DeleteConflict: Cannot delete entity, must detach all policies first.");
  ok("DetachUserPolicy", "UserName=Bob&" + arn());
  EXPECT_EQ(refusal("DetachUserPolicy", "UserName=Bob&" + arn()),
            "404 NoSuchEntity: Policy " + std::string(kRead) + " was not found.");
  ok("DetachGroupPolicy", "GroupName=Couriers&" + arn());
  ok("DetachRolePolicy", "RoleName=relay&" + arn());
  ok("CreatePolicyVersion", arn() + document("sqs:*"));
  EXPECT_EQ(refusal("DeletePolicy", arn()).substr(0, 19), "409 DeleteConflict:");
  ok("DeletePolicyVersion", arn() + "&VersionId=v2");
  ok("DeletePolicy", arn());
  open();
  EXPECT_EQ(elements(ok("ListPolicies", "Scope=Local"), "Arn"), "");
}

TEST_F(PolicyTest, BoundariesAreUsesOfTheirOwn) {
  create_all();
  ok("PutUserPermissionsBoundary", "UserName=Bob&PermissionsBoundary=" + std::string(kRead));
  EXPECT_EQ(element(ok("GetUser", "UserName=Bob"), "PermissionsBoundaryArn"), kRead);
  EXPECT_EQ(element(ok("GetPolicy", arn()), "PermissionsBoundaryUsageCount"), "1");
  EXPECT_EQ(element(ok("GetPolicy", arn()), "AttachmentCount"), "0");
  const std::string usage = "Scope=Local&PolicyUsageFilter=";
  EXPECT_EQ(elements(ok("ListPolicies", usage + "PermissionsBoundary"), "Arn"), kRead);
  EXPECT_EQ(elements(ok("ListPolicies", usage + "PermissionsPolicy"), "Arn"), "");
  EXPECT_EQ(elements(ok("ListPolicies", "Scope=Local&OnlyAttached=true"), "Arn"), "");
  EXPECT_EQ(refusal("DeletePolicy", arn()).substr(0, 19), "409 DeleteConflict:");
  EXPECT_EQ(refusal("PutRolePermissionsBoundary",
                    "RoleName=relay&PermissionsBoundary=arn:aws:iam::444455556666:policy/x"),
            "404 NoSuchEntity: Scope ARN: arn:aws:iam::444455556666:policy/x does not exist or is "
            "not attachable.");
  ok("DeleteUserPermissionsBoundary", "UserName=Bob");
  EXPECT_EQ(refusal("DeleteUserPermissionsBoundary", "UserName=Bob"),
            "404 NoSuchEntity: User Bob has no permissions boundary.");
}

TEST_F(PolicyTest, AttachmentsHaveAQuota) {
  create_all();
  for (int i = 0; i < 10; ++i) {
    std::string name = "p" + std::to_string(i);
    ok("CreatePolicy", "PolicyName=" + name + document("sqs:*"));
    ok("AttachRolePolicy", "RoleName=relay&" + arn("arn:aws:iam::111122223333:policy/" + name));
  }
  EXPECT_EQ(refusal("AttachRolePolicy", "RoleName=relay&" + arn()),
            "409 LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10");
}

TEST_F(PolicyTest, ChecksNameThePolicyThatIsAttached) {
  create_all();
  authorizer_.asked.clear();
  ok("AttachRolePolicy", "RoleName=relay&" + arn());
  ASSERT_EQ(authorizer_.asked.size(), 1u);
  EXPECT_EQ(authorizer_.asked[0].resource, "arn:aws:iam::111122223333:role/relay");
  EXPECT_EQ(authorizer_.asked[0].keys.at("iam:PolicyARN"),
            std::vector<std::string>{std::string(kRead)});
  authorizer_.asked.clear();
  ok("PutRolePermissionsBoundary", "RoleName=relay&PermissionsBoundary=" + std::string(kRead));
  EXPECT_EQ(authorizer_.asked.at(0).keys.at("iam:PermissionsBoundary"),
            std::vector<std::string>{std::string(kRead)});
}

}  // namespace
}  // namespace angarium::services::iam
