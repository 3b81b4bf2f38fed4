#include "services/iam/fixture_test.h"

namespace angarium::services::iam {
namespace {

using AccountTest = IamTest;

TEST_F(AccountTest, AnAliasIsOneAccountsAlone) {
  ok("CreateAccountAlias", "AccountAlias=way-station");
  ok("CreateAccountAlias", "AccountAlias=way-station");
  EXPECT_EQ(refusal("CreateAccountAlias", "AccountAlias=way-station", "444455556666"),
            "409 EntityAlreadyExists: The account alias way-station already exists.");
  ok("CreateAccountAlias", "AccountAlias=other");
  ok("CreateAccountAlias", "AccountAlias=way-station", "444455556666");
  open();
  EXPECT_EQ(elements(ok("ListAccountAliases"), "member"), "other");
  EXPECT_EQ(refusal("DeleteAccountAlias", "AccountAlias=way-station"),
            "404 NoSuchEntity: The account alias way-station cannot be found.");
  ok("DeleteAccountAlias", "AccountAlias=other");
  EXPECT_EQ(elements(ok("ListAccountAliases"), "member"), "");
  for (const char* bad : {"ab", "-ab", "ab-", "a--b", "Abc", "a_b"}) {
    EXPECT_EQ(refusal("CreateAccountAlias", std::string("AccountAlias=") + bad).substr(0, 19),
              "400 ValidationError")
        << bad;
  }
}

TEST_F(AccountTest, DetailsAreWholeAndComeInPages) {
  ok("CreateUser", "UserName=Bob");
  ok("CreateGroup", "GroupName=g");
  ok("AddUserToGroup", "GroupName=g&UserName=Bob");
  ok("PutUserPolicy", "UserName=Bob&PolicyName=own&PolicyDocument=" + encoded(kAllow));
  ok("CreateRole", "RoleName=r&AssumeRolePolicyDocument=" + encoded(trust_of("*")));
  ok("CreatePolicy", "PolicyName=p&PolicyDocument=" + encoded(kAllow));
  ok("AttachRolePolicy", "RoleName=r&PolicyArn=arn:aws:iam::111122223333:policy/p");
  ok("AttachRolePolicy", "RoleName=r&PolicyArn=arn:aws:iam::aws:policy/ReadOnlyAccess");
  std::string whole = ok("GetAccountAuthorizationDetails");
  EXPECT_EQ(elements(whole, "RoleName"), "r");
  EXPECT_EQ(element(whole, "PolicyDocument"), encoded(kAllow));
  EXPECT_NE(whole.find("<GroupList><member>g</member></GroupList>"), std::string::npos) << whole;
  EXPECT_NE(whole.find("<Arn>arn:aws:iam::aws:policy/ReadOnlyAccess</Arn>"), std::string::npos);
  std::string roles = ok("GetAccountAuthorizationDetails", "Filter.member.1=Role");
  EXPECT_EQ(elements(roles, "UserName") + elements(roles, "RoleName"), "r");
  std::string page, seen, marker;
  for (int i = 0; i < 5; ++i) {
    page = ok("GetAccountAuthorizationDetails", "MaxItems=1" + marker);
    seen += element(page, "Arn") + ";";
    marker = "&Marker=" + encoded(element(page, "Marker"));
  }
  EXPECT_EQ(element(page, "IsTruncated"), "false");
  EXPECT_EQ(seen,
            "arn:aws:iam::111122223333:user/Bob;arn:aws:iam::111122223333:group/g;"
            "arn:aws:iam::111122223333:role/r;arn:aws:iam::111122223333:policy/p;"
            "arn:aws:iam::aws:policy/ReadOnlyAccess;");
  EXPECT_NE(ok("GetAccountSummary").find("<key>Users</key><value>1</value>"), std::string::npos);
}

TEST_F(AccountTest, PoliciesOfAwsAreAttachedAndNotChanged) {
  const std::string arn = "PolicyArn=arn:aws:iam::aws:policy/AdministratorAccess";
  EXPECT_NE(ok("ListPolicies", "Scope=AWS&MaxItems=1000").find("AdministratorAccess"),
            std::string::npos);
  EXPECT_EQ(elements(ok("ListPolicies", "Scope=All&OnlyAttached=true"), "Arn"), "");
  ok("CreateUser", "UserName=Bob");
  ok("AttachUserPolicy", "UserName=Bob&" + arn);
  EXPECT_EQ(elements(ok("ListPolicies", "Scope=AWS&OnlyAttached=true"), "Arn"),
            "arn:aws:iam::aws:policy/AdministratorAccess");
  EXPECT_EQ(element(ok("GetPolicy", arn, "444455556666"), "AttachmentCount"), "0");
  EXPECT_EQ(call("DeletePolicy", arn).status, 403);
  EXPECT_EQ(call("CreatePolicyVersion", arn + "&PolicyDocument=" + encoded(kAllow)).status, 403);
  open();
  EXPECT_EQ(directory_->standing_of_user(base::AccountId(kAccount), "Bob")->identity.size(), 1u);
}

TEST_F(AccountTest, AServicesRoleIsItsOwn) {
  const std::string create = "AWSServiceName=events.amazonaws.com";
  std::string made = ok("CreateServiceLinkedRole", create);
  EXPECT_EQ(element(made, "Arn"),
            "arn:aws:iam::111122223333:role/aws-service-role/events.amazonaws.com/"
            "AWSServiceRoleForCloudWatchEvents");
  EXPECT_EQ(refusal("CreateServiceLinkedRole", create).substr(0, 17), "400 InvalidInput:");
  EXPECT_EQ(refusal("CreateServiceLinkedRole", create + "&CustomSuffix=x").substr(0, 17),
            "400 InvalidInput:");
  EXPECT_EQ(refusal("CreateServiceLinkedRole", "AWSServiceName=no.amazonaws.com").substr(0, 17),
            "400 InvalidInput:");
  const std::string role = "RoleName=AWSServiceRoleForCloudWatchEvents";
  for (const auto& [operation, more] : std::map<std::string, std::string>{
           {"DeleteRole", ""},
           {"UpdateRole", "&Description=x"},
           {"PutRolePolicy", "&PolicyName=p&PolicyDocument=" + encoded(kAllow)},
           {"AttachRolePolicy", "&PolicyArn=arn:aws:iam::aws:policy/AdministratorAccess"},
           {"UpdateAssumeRolePolicy", "&PolicyDocument=" + encoded(trust_of("*"))}}) {
    EXPECT_EQ(refusal(operation, role + more).substr(0, 23), "400 UnmodifiableEntity:")
        << operation;
  }
  std::string task = element(ok("DeleteServiceLinkedRole", role), "DeletionTaskId");
  EXPECT_TRUE(task.starts_with("task/aws-service-role/events.amazonaws.com/"));
  const std::string status = "DeletionTaskId=" + encoded(task);
  EXPECT_EQ(element(ok("GetServiceLinkedRoleDeletionStatus", status), "Status"), "SUCCEEDED");
  for (const std::string& other : {status + "x", std::string("DeletionTaskId=x")}) {
    EXPECT_EQ(refusal("GetServiceLinkedRoleDeletionStatus", other).substr(0, 17),
              "404 NoSuchEntity:");
  }
  EXPECT_EQ(refusal("GetServiceLinkedRoleDeletionStatus", status, "444455556666").substr(0, 17),
            "404 NoSuchEntity:");
  EXPECT_EQ(refusal("GetRole", role).substr(0, 17), "404 NoSuchEntity:");
}

TEST_F(AccountTest, ProvidersAreKept) {
  std::string made =
      ok("CreateOpenIDConnectProvider",
         "Url=" + encoded("https://issuer.example/a/") +
             "&ClientIDList.member.1=one&ThumbprintList.member.1=" + std::string(40, 'a'));
  const std::string arn = "arn:aws:iam::111122223333:oidc-provider/issuer.example/a";
  EXPECT_EQ(element(made, "OpenIDConnectProviderArn"), arn);
  const std::string named = "OpenIDConnectProviderArn=" + encoded(arn);
  EXPECT_EQ(refusal("CreateOpenIDConnectProvider", "Url=" + encoded("https://issuer.example/a")),
            "409 EntityAlreadyExists: Provider with url issuer.example/a already exists.");
  ok("AddClientIDToOpenIDConnectProvider", named + "&ClientID=two");
  ok("AddClientIDToOpenIDConnectProvider", named + "&ClientID=two");
  ok("RemoveClientIDFromOpenIDConnectProvider", named + "&ClientID=one");
  ok("UpdateOpenIDConnectProviderThumbprint",
     named + "&ThumbprintList.member.1=" + std::string(40, '0'));
  ok("TagOpenIDConnectProvider", named + "&Tags.member.1.Key=k&Tags.member.1.Value=v");
  open();
  std::string shown = ok("GetOpenIDConnectProvider", named);
  EXPECT_NE(shown.find("<ClientIDList><member>two</member></ClientIDList>"), std::string::npos);
  EXPECT_EQ(element(shown, "Url"), "issuer.example/a");
  EXPECT_EQ(element(shown, "Key"), "k");
  EXPECT_EQ(elements(ok("ListOpenIDConnectProviders"), "Arn"), arn);
  for (const char* bad : {"http://a.example", "https://", "https://a.example:8080",
                          "https://a.example?x=1", "https://a b"}) {
    EXPECT_EQ(refusal("CreateOpenIDConnectProvider", "Url=" + encoded(bad)).substr(0, 19),
              "400 ValidationError")
        << bad;
  }
  ok("DeleteOpenIDConnectProvider", named);
  EXPECT_EQ(refusal("GetOpenIDConnectProvider", named),
            "404 NoSuchEntity: OpenIDConnect Provider not found for arn " + arn);
}

// What infrastructure tools ask for before they delete.
TEST_F(AccountTest, WhatCantBeHereIsTruthfullyAbsent) {
  ok("CreateUser", "UserName=Bob");
  ok("CreateRole", "RoleName=r&AssumeRolePolicyDocument=" + encoded(trust_of("*")));
  for (const char* operation : {"ListMFADevices", "ListSigningCertificates", "ListSSHPublicKeys",
                                "ListServiceSpecificCredentials"}) {
    EXPECT_EQ(elements(ok(operation, "UserName=Bob"), "member"), "") << operation;
    EXPECT_EQ(refusal(operation, "UserName=Eve"),
              "404 NoSuchEntity: The user with name Eve cannot be found.");
  }
  EXPECT_EQ(refusal("GetLoginProfile", "UserName=Bob"),
            "404 NoSuchEntity: Login Profile for User Bob cannot be found.");
  ok("ListInstanceProfilesForRole", "RoleName=r");
  EXPECT_EQ(refusal("ListInstanceProfilesForRole", "RoleName=x").substr(0, 17),
            "404 NoSuchEntity:");
  for (const char* operation : {"ListInstanceProfiles", "ListVirtualMFADevices",
                                "ListSAMLProviders", "ListServerCertificates"}) {
    ok(operation);
  }
  EXPECT_EQ(refusal("GetAccountPasswordPolicy").substr(0, 17), "404 NoSuchEntity:");
  EXPECT_EQ(refusal("GetInstanceProfile", "InstanceProfileName=x").substr(0, 17),
            "404 NoSuchEntity:");
}

}  // namespace
}  // namespace angarium::services::iam
