#include <fmt/format.h>

#include "services/iam/fixture_test.h"
#include "services/iam/quotas.h"
#include "wire/botocore_diff.h"

namespace angarium::services::iam {
namespace {

using UserTest = IamTest;

TEST_F(UserTest, TableIsAwsOwn) { EXPECT_EQ(wire::differences_from_botocore(Api::table()), ""); }

TEST_F(UserTest, AUserIsMadeShownAndListed) {
  std::string made = ok("CreateUser",
                        "UserName=Bob&Path=/way/&Tags.member.1.Key=Team&Tags.member.1"
                        ".Value=relay");
  EXPECT_EQ(element(made, "Arn"), "arn:aws:iam::111122223333:user/way/Bob");
  EXPECT_EQ(element(made, "UserId").substr(0, 4), "AIDA");
  EXPECT_EQ(element(made, "UserId").size(), 21u);
  EXPECT_EQ(element(made, "CreateDate"), "2027-01-15T08:00:00.000Z");
  for (bool is_reopened : {false, true}) {
    if (is_reopened) open();
    std::string shown = ok("GetUser", "UserName=Bob");
    EXPECT_EQ(element(shown, "UserId"), element(made, "UserId"));
    EXPECT_EQ(element(shown, "Key") + "=" + element(shown, "Value"), "Team=relay");
    std::string listed = ok("ListUsers");
    EXPECT_EQ(elements(listed, "UserName"), "Bob");
    EXPECT_EQ(element(listed, "IsTruncated"), "false");
    EXPECT_EQ(elements(listed, "Key"), "") << "lists leave tags out";
  }
  EXPECT_EQ(elements(ok("ListUsers", "", "444455556666"), "UserName"), "");
}

TEST_F(UserTest, NamesAreTakenWhateverTheirLetterCase) {
  ok("CreateUser", "UserName=Bob");
  EXPECT_EQ(refusal("CreateUser", "UserName=bob"),
            "409 EntityAlreadyExists: User with name bob already exists.");
  EXPECT_EQ(refusal("GetUser", "UserName=nobody"),
            "404 NoSuchEntity: The user with name nobody cannot be found.");
  EXPECT_EQ(refusal("DeleteUser", "UserName=nobody"),
            "404 NoSuchEntity: The user with name nobody cannot be found.");
  EXPECT_EQ(refusal("CreateUser", "UserName=a%20b"),
            "400 ValidationError: 1 validation error detected: Value 'a b' at 'userName' failed to "
            "satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+");
}

TEST_F(UserTest, TheRootAsksForItself) {
  std::string shown = ok("GetUser");
  EXPECT_EQ(element(shown, "Arn"), "arn:aws:iam::111122223333:root");
  EXPECT_EQ(element(shown, "UserId"), "111122223333");
}

TEST_F(UserTest, PagesGoOnWhereTheyEnded) {
  for (const char* name : {"c", "a", "B", "e", "d"})
    ok("CreateUser", std::string("UserName=") + name);
  ok("CreateUser", "UserName=apart&Path=/x/");
  std::string names, form = "MaxItems=2&PathPrefix=/";
  std::string page = ok("ListUsers", form);
  for (int pages = 0; pages < 5; ++pages) {
    names += elements(page, "UserName") + ";";
    if (element(page, "IsTruncated") == "false") break;
    page = ok("ListUsers", fmt::format("{}&Marker={}", form, encoded(element(page, "Marker"))));
  }
  EXPECT_EQ(names, "a,apart;B,c;d,e;");
  EXPECT_EQ(elements(ok("ListUsers", "PathPrefix=/x/"), "UserName"), "apart");
  std::string first = ok("ListUsers", "MaxItems=1");
  std::string marker = "Marker=" + encoded(element(first, "Marker"));
  EXPECT_EQ(refusal("ListUsers", marker, "444455556666").substr(0, 19), "400 ValidationError");
  EXPECT_EQ(refusal("ListGroups", marker).substr(0, 19), "400 ValidationError");
  EXPECT_EQ(refusal("ListUsers", "Marker=x").substr(0, 19), "400 ValidationError");
}

TEST_F(UserTest, ARenameKeepsIdKeysAndGroups) {
  std::string id = element(ok("CreateUser", "UserName=Bob"), "UserId");
  ok("CreateGroup", "GroupName=g");
  ok("AddUserToGroup", "GroupName=g&UserName=Bob");
  std::string key = element(ok("CreateAccessKey", "UserName=Bob"), "AccessKeyId");
  ok("CreateUser", "UserName=taken");
  EXPECT_EQ(refusal("UpdateUser", "UserName=Bob&NewUserName=TAKEN"),
            "409 EntityAlreadyExists: User with name TAKEN already exists.");
  ok("UpdateUser", "UserName=Bob&NewUserName=BOB&NewPath=/n/");
  ok("UpdateUser", "UserName=BOB&NewUserName=Rob");
  for (bool is_reopened : {false, true}) {
    if (is_reopened) open();
    EXPECT_EQ(element(ok("GetUser", "UserName=Rob"), "UserId"), id);
    EXPECT_EQ(element(ok("GetUser", "UserName=Rob"), "Path"), "/n/");
    EXPECT_EQ(element(ok("ListAccessKeys", "UserName=Rob"), "AccessKeyId"), key);
    EXPECT_EQ(elements(ok("GetGroup", "GroupName=g"), "UserName"), "Rob");
    EXPECT_EQ(directory_->find(key, "")->caller.arn, "arn:aws:iam::111122223333:user/n/Rob");
    EXPECT_EQ(elements(ok("ListUsers"), "UserName"), "Rob,taken");
  }
}

TEST_F(UserTest, WhatIsInUseIsNotDeleted) {
  ok("CreateUser", "UserName=Bob");
  ok("CreateGroup", "GroupName=g");
  std::string key = element(ok("CreateAccessKey", "UserName=Bob"), "AccessKeyId");
  ok("PutUserPolicy", "UserName=Bob&PolicyName=p&PolicyDocument=" + encoded(kAllow));
  ok("AddUserToGroup", "GroupName=g&UserName=Bob");
  auto conflict = [&](const char* what) {
    EXPECT_EQ(refusal("DeleteUser", "UserName=Bob"),
              std::string("409 DeleteConflict: Cannot delete entity, must ") + what + " first.");
  };
  conflict("delete access keys");
  ok("DeleteAccessKey", "UserName=Bob&AccessKeyId=" + key);
  conflict("delete policies");
  ok("DeleteUserPolicy", "UserName=Bob&PolicyName=p");
  conflict("remove users from group");
  EXPECT_EQ(refusal("DeleteGroup", "GroupName=g"),
            "409 DeleteConflict: Cannot delete entity, must remove users from group first.");
  ok("RemoveUserFromGroup", "GroupName=g&UserName=Bob");
  ok("DeleteUser", "UserName=Bob");
  ok("DeleteGroup", "GroupName=g");
  open();
  EXPECT_EQ(elements(ok("ListUsers"), "UserName"), "");
}

// Enough records to reach a quota, without a request for each.
TEST_F(UserTest, QuotasHoldAtTheirLimit) {
  for (size_t i = 0; i + 1 < kUsersMax; i += 1'000) {
    Change change{.account = base::AccountId(kAccount)};
    for (size_t j = i; j < std::min(i + 1'000, kUsersMax - 1); ++j) {
      User user;
      user.account = change.account;
      user.name = "u" + std::to_string(j);
      user.id = "AIDA" + std::to_string(j);
      change.users.replace(std::move(user));
    }
    bool is_done = false;
    auto commit = [](identity::Directory& directory, Change change,
                     bool& is_done) -> base::Task<void> {
      EXPECT_TRUE((co_await directory.commit(std::move(change))).ok());
      is_done = true;
    };
    base::start(commit(*directory_, std::move(change), is_done));
    while (!is_done && executor_.run_one()) {
    }
  }
  ok("CreateUser", "UserName=last");
  EXPECT_EQ(refusal("CreateUser", "UserName=one-more"),
            "409 LimitExceeded: Cannot exceed quota for UsersPerAccount: 5000");
  ok("CreateUser", "UserName=elsewhere", "444455556666");
}

TEST_F(UserTest, ChecksNameTheUserAndItsTags) {
  ok("CreateUser", "UserName=Bob&Path=/way/&Tags.member.1.Key=Team&Tags.member.1.Value=relay");
  ASSERT_EQ(authorizer_.asked.size(), 2u);
  EXPECT_EQ(authorizer_.asked[0].action, "iam:CreateUser");
  EXPECT_EQ(authorizer_.asked[0].resource, "arn:aws:iam::111122223333:user/way/Bob");
  EXPECT_EQ(authorizer_.asked[0].keys.at("aws:RequestTag/Team"), std::vector<std::string>{"relay"});
  EXPECT_EQ(authorizer_.asked[0].keys.at("aws:TagKeys"), std::vector<std::string>{"Team"});
  EXPECT_EQ(authorizer_.asked[1].action, "iam:TagUser");
  authorizer_.asked.clear();
  ok("GetUser", "UserName=Bob");
  EXPECT_EQ(authorizer_.asked.at(0).resource, "arn:aws:iam::111122223333:user/way/Bob");
  EXPECT_EQ(authorizer_.asked[0].keys.at("iam:ResourceTag/Team"),
            std::vector<std::string>{"relay"});
  EXPECT_EQ(authorizer_.asked[0].keys.at("aws:ResourceTag/Team"),
            std::vector<std::string>{"relay"});
  authorizer_.asked.clear();
  ok("UpdateUser", "UserName=Bob&NewUserName=Rob");
  ASSERT_EQ(authorizer_.asked.size(), 2u) << "where it leads, too";
  EXPECT_EQ(authorizer_.asked[1].resource, "arn:aws:iam::111122223333:user/way/Rob");
  authorizer_.asked.clear();
  ok("ListUsers", "PathPrefix=/way/");
  EXPECT_EQ(authorizer_.asked.at(0).resource, "arn:aws:iam::111122223333:user/way/");
}

TEST_F(UserTest, WhatIsDeniedChangesNothing) {
  authorizer_.denied = "iam:CreateUser";
  EXPECT_EQ(call("CreateUser", "UserName=Bob").status, 403);
  authorizer_.denied.clear();
  EXPECT_EQ(elements(ok("ListUsers"), "UserName"), "");
  ok("CreateUser", "UserName=Bob");  // the turn was given back
}

}  // namespace
}  // namespace angarium::services::iam
