#include "services/sts/sts.h"

#include <gtest/gtest.h>

#include "services/sts/fixture_test.h"
#include "wire/botocore_diff.h"

namespace angarium::services::sts {
namespace {

TEST_F(StsTest, TableIsAwsOwn) { EXPECT_EQ(wire::differences_from_botocore(Sts::table()), ""); }

TEST_F(StsTest, TellsWhoCalls) {
  as_root();
  auto answer = call("Action=GetCallerIdentity");
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.body.starts_with(
      "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
      "<GetCallerIdentityResult><UserId>111122223333</UserId><Account>111122223333</Account>"
      "<Arn>arn:aws:iam::111122223333:root</Arn></GetCallerIdentityResult>"
      "<ResponseMetadata><RequestId>"))
      << answer.body;
  as(ada());
  EXPECT_EQ(text(call("Action=GetCallerIdentity").body, "UserId"), "AIDAADA");
  as(courier());
  answer = call("Action=GetCallerIdentity");
  EXPECT_EQ(text(answer.body, "UserId"), "AROACOURIER:run-7");
  EXPECT_EQ(text(answer.body, "Arn"), kCourierSession);
}

TEST_F(StsTest, CannotBeDeniedToSayWho) {
  ada_.inline_policies["deny"] = identity_policy("Deny", "*");
  put();
  EXPECT_EQ(call("Action=GetCallerIdentity").status, 200);
  EXPECT_EQ(call("Action=GetSessionToken").status, 200);
}

TEST_F(StsTest, OtherOperationsAreNamedAndRefused) {
  for (const char* name : {"AssumeRoleWithSAML", "AssumeRoot", "DecodeAuthorizationMessage",
                           "GetDelegatedAccessToken", "GetWebIdentityToken"}) {
    expect_error("Action=" + std::string(name), 501, "NotImplementedException",
                 "`" + std::string(name) + "` of `sts`");
  }
}

TEST_F(StsTest, ASessionTokenIsTheUserForATime) {
  auto answer = call("Action=GetSessionToken&DurationSeconds=900");
  ASSERT_EQ(answer.status, 200) << answer.body;
  wire::Caller bearer = bearer_of(answer.body);
  EXPECT_EQ(bearer.kind, wire::CallerKind::kUser);
  EXPECT_EQ(bearer.arn, kAda);
  EXPECT_EQ(bearer.user_id, "AIDAADA");
  EXPECT_EQ(expires_, clock_.now() + base::Seconds(900));
  EXPECT_EQ(text(answer.body, "Expiration"), base::format_iso_milliseconds(expires_));
  bearer_of(call("Action=GetSessionToken").body);
  EXPECT_EQ(expires_, clock_.now() + base::Seconds(43'200));
  bearer_of(call("Action=GetSessionToken&DurationSeconds=129600").body);
  EXPECT_EQ(expires_, clock_.now() + base::Seconds(129'600));
  EXPECT_EQ(call("Action=GetSessionToken&DurationSeconds=129601").code(), "ValidationError");
  EXPECT_EQ(call("Action=GetSessionToken&DurationSeconds=899").code(), "ValidationError");
}

TEST_F(StsTest, TheRootsSessionsLastAnHour) {
  as_root();
  wire::Caller bearer = bearer_of(call("Action=GetSessionToken&DurationSeconds=129600").body);
  EXPECT_EQ(bearer.kind, wire::CallerKind::kRoot);
  EXPECT_EQ(bearer.arn, "arn:aws:iam::111122223333:root");
  EXPECT_EQ(expires_, clock_.now() + base::Seconds(3'600));
  bearer_of(call("Action=GetSessionToken&DurationSeconds=900").body);
  EXPECT_EQ(expires_, clock_.now() + base::Seconds(900));
}

TEST_F(StsTest, MfaIsRefusedByName) {
  expect_error("Action=GetSessionToken&TokenCode=123456", 400, "ValidationError",
               "`TokenCode` is not supported");
  expect_error(assume("&SerialNumber=arn:aws:iam::111122223333:mfa/ada"), 400, "ValidationError",
               "`SerialNumber` is not supported");
}

TEST_F(StsTest, FederationNeedsAPermissionAndNamesItsUser) {
  const std::string form = "Action=GetFederationToken&Name=guest";
  expect_error(form, 403, "AccessDenied",
               "is not authorized to perform: sts:GetFederationToken on resource: "
               "arn:aws:sts::111122223333:federated-user/guest because no identity-based policy");
  ada_.inline_policies["federate"] = identity_policy("Allow", "sts:GetFederationToken");
  put();
  auto answer = call(form);
  ASSERT_EQ(answer.status, 200) << answer.body;
  wire::Caller bearer = bearer_of(answer.body);
  EXPECT_EQ(bearer.kind, wire::CallerKind::kFederated);
  EXPECT_EQ(text(answer.body, "FederatedUserId"), "111122223333:guest");
  EXPECT_EQ(text(answer.body, "Arn"), "arn:aws:sts::111122223333:federated-user/guest");
  EXPECT_EQ(bearer.user_id, "111122223333:guest");
  EXPECT_EQ(bearer.session->issuer_id, "AIDAADA");
  EXPECT_EQ(text(answer.body, "PackedPolicySize"), "");
  expect_error(form + "&Tags.member.1.Key=k&Tags.member.1.Value=v", 403, "AccessDenied",
               "sts:TagSession");
}

TEST_F(StsTest, WhatSessionsMayNotCall) {
  const std::string get_session = "Action=GetSessionToken";
  const std::string federate = "Action=GetFederationToken&Name=guest";
  const std::string key_info = "Action=GetAccessKeyInfo&AccessKeyId=ASIAABCDEFGHIJKLMNOP";
  struct Case {
    wire::CallerKind kind;
    std::vector<std::string> refused;
  };
  for (const Case& one :
       {Case{wire::CallerKind::kRoleSession, {get_session, federate}},
        Case{wire::CallerKind::kUser, {get_session, federate, key_info}},
        Case{wire::CallerKind::kRoot, {get_session, federate, key_info, assume()}},
        Case{wire::CallerKind::kFederated, {get_session, federate, key_info, assume()}}}) {
    wire::Caller caller = courier();
    caller.kind = one.kind;
    as(caller);
    EXPECT_EQ(call("Action=GetCallerIdentity").status, 200);
    for (const std::string& form : one.refused) {
      auto answer = call(form);
      EXPECT_EQ(answer.status, 403) << form << answer.body;
      EXPECT_EQ(answer.code(), "AccessDenied");
    }
  }
  as(courier());
  expect_error(get_session, 403, "AccessDenied",
               "Cannot call GetSessionToken with session credentials");
  as_root();
  expect_error(assume(), 403, "AccessDenied", "Roles may not be assumed by root accounts.");
}

TEST_F(StsTest, KeysTellTheirAccount) {
  as_root();
  std::string id = identity::draw_temporary_key_id(base::AccountId("444455556666"), random_);
  auto answer = call("Action=GetAccessKeyInfo&AccessKeyId=" + id);
  EXPECT_EQ(text(answer.body, "Account"), "444455556666") << answer.body;
  auto made = run(accounts_->create("shop"));
  ASSERT_TRUE(made.ok());
  answer = call("Action=GetAccessKeyInfo&AccessKeyId=" + made->account.root_access_key_id);
  EXPECT_EQ(text(answer.body, "Account"), made->account.id.text());
  expect_error("Action=GetAccessKeyInfo&AccessKeyId=AKIAUNKNOWNUNKNOWN22", 400, "ValidationError",
               "AKIAUNKNOWNUNKNOWN22");
  as(ada());
  expect_error("Action=GetAccessKeyInfo&AccessKeyId=" + id, 403, "AccessDenied",
               "because no identity-based policy allows the sts:GetAccessKeyInfo action");
}

}  // namespace
}  // namespace angarium::services::sts
