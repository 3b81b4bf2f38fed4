#include <gtest/gtest.h>

#include "services/sts/fixture_test.h"

namespace angarium::services::sts {
namespace {

class AssumeRoleTest : public StsTest {
 protected:
  static std::string tag(int number, const std::string& key, const std::string& value) {
    std::string name = "&Tags.member." + std::to_string(number);
    return name + ".Key=" + key + name + ".Value=" + value;
  }
  // The bearer of what AssumeRole gives.
  wire::Caller assumed(const std::string& more = "") {
    auto answer = call(assume(more));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.status == 200 ? bearer_of(answer.body) : wire::Caller();
  }
};

TEST_F(AssumeRoleTest, GivesKeysOfASessionOfTheRole) {
  trust_ada();
  auto answer = call(assume());
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(text(answer.body, "AssumedRoleId"), "AROACOURIER:run-7");
  EXPECT_EQ(text(answer.body, "Arn"), kCourierSession);
  EXPECT_EQ(text(answer.body, "PackedPolicySize"), "");
  wire::Caller bearer = bearer_of(answer.body);
  EXPECT_EQ(bearer.kind, wire::CallerKind::kRoleSession);
  EXPECT_EQ(bearer.arn, kCourierSession);
  EXPECT_EQ(bearer.session->issuer_arn, kCourier);
  EXPECT_FALSE(bearer.session->is_chained);
  EXPECT_EQ(expires_, clock_.now() + base::Seconds(3'600));
  auto account = identity::account_of_temporary_key(text(answer.body, "AccessKeyId"));
  EXPECT_EQ(account->text(), "111122223333");
}

TEST_F(AssumeRoleTest, TheTrustPolicyDecides) {
  expect_error(assume(), 403, "AccessDenied",
               "User: arn:aws:iam::111122223333:user/ada is not authorized to perform: "
               "sts:AssumeRole on resource: arn:aws:iam::111122223333:role/way/courier");
  // The account trusts itself: then Ada's own policies must allow it.
  trust(R"({"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"})");
  EXPECT_EQ(call(assume()).status, 403);
  ada_.inline_policies["assume"] = identity_policy("Allow", "sts:AssumeRole");
  put();
  EXPECT_EQ(call(assume()).status, 200);
}

TEST_F(AssumeRoleTest, ARoleThatIsNotThereIsOneThatOneMayNot) {
  wire::Caller stranger = wire::root_caller(base::AccountId("444455556666"), "AKIA");
  stranger.kind = wire::CallerKind::kUser;
  stranger.arn = "arn:aws:iam::444455556666:user/eve";
  stranger.user_id = "AIDAEVE";
  as(stranger);
  auto message = [&](const std::string& role) {
    auto answer = call("Action=AssumeRole&RoleSessionName=run-7&RoleArn=arn:aws:iam::" + role);
    EXPECT_EQ(answer.status, 403) << answer.body;
    EXPECT_EQ(answer.code(), "AccessDenied");
    std::string text_of = text(answer.body, "Message");
    return text_of.substr(0, text_of.find(" on resource")) + text_of.substr(text_of.find("role/"));
  };
  std::string there = message("111122223333:role/way/courier");
  EXPECT_EQ(there.substr(0, there.find("role/")),
            "User: arn:aws:iam::444455556666:user/eve is not authorized to perform: "
            "sts:AssumeRole");
  EXPECT_EQ(message("111122223333:role/way/absent"),
            there.substr(0, there.find("role/")) + "role/way/absent");
  EXPECT_EQ(message("777788889999:role/courier").find("because"), std::string::npos);
  // A namesake with another path is another role.
  EXPECT_EQ(message("111122223333:role/courier").find("because"), std::string::npos);
}

TEST_F(AssumeRoleTest, WhatIsNoRoleIsInvalid) {
  for (const char* arn :
       {"arn:aws:iam::111122223333:user/ada", "arn:aws:iam::11112222333:role/courier",
        "arn:aws:sts::111122223333:assumed-role/courier/x", "not-an-arn-but-long-enough"}) {
    expect_error("Action=AssumeRole&RoleSessionName=run-7&RoleArn=" + std::string(arn), 400,
                 "ValidationError", std::string(arn) + " is invalid");
  }
}

TEST_F(AssumeRoleTest, ConditionsSeeWhatIsAskedFor) {
  const std::string condition =
      R"(,"Condition":{"StringEquals":{"sts:ExternalId":"secret-42","sts:RoleSessionName":"run-7",)"
      R"("aws:RequestTag/Team":"way"},"ForAllValues:StringEquals":{"aws:TagKeys":["Team"],)"
      R"("sts:TransitiveTagKeys":["Team"]},"NumericLessThan":{"sts:DurationSeconds":"1000"}})";
  trust_ada(R"("sts:AssumeRole","sts:TagSession")", condition);
  const std::string right =
      "&ExternalId=secret-42&DurationSeconds=900&TransitiveTagKeys.member.1=Team";
  EXPECT_EQ(call(assume(right + tag(1, "Team", "way"))).status, 200);
  EXPECT_EQ(call(assume(right + tag(1, "Team", "other"))).status, 403);
  EXPECT_EQ(call(assume(right + tag(1, "Team", "way") + tag(2, "More", "x"))).status, 403);
  EXPECT_EQ(
      call(assume("&ExternalId=secret-43&DurationSeconds=900" + tag(1, "Team", "way"))).status,
      403);
  EXPECT_EQ(call(assume("&DurationSeconds=900" + tag(1, "Team", "way"))).status, 403);
  EXPECT_EQ(call(assume("&ExternalId=secret-42" + tag(1, "Team", "way"))).status, 403);
}

TEST_F(AssumeRoleTest, TagsAndSourceIdentitiesNeedPermissionsOfTheirOwn) {
  trust_ada();
  expect_error(assume(tag(1, "Team", "way")), 403, "AccessDenied", "sts:TagSession");
  expect_error(assume("&SourceIdentity=alice"), 403, "AccessDenied", "sts:SetSourceIdentity");
  trust_ada(R"("sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity")");
  auto answer = call(assume(tag(1, "Team", "way") + "&SourceIdentity=alice"));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(text(answer.body, "SourceIdentity"), "alice");
  EXPECT_EQ(text(answer.body, "PackedPolicySize"), "1");
  wire::Caller bearer = bearer_of(answer.body);
  EXPECT_EQ(bearer.session->tags.at("Team"), "way");
  EXPECT_EQ(bearer.session->source_identity, "alice");
}

TEST_F(AssumeRoleTest, DurationsEndAtTheRolesMaximum) {
  courier_.session_time_max = base::Seconds(7'200);
  trust_ada();
  assumed("&DurationSeconds=7200");
  EXPECT_EQ(expires_, clock_.now() + base::Seconds(7'200));
  expect_error(assume("&DurationSeconds=7201"), 400, "ValidationError",
               "exceeds the MaxSessionDuration set for this role");
}

TEST_F(AssumeRoleTest, AChainIsAnHourLong) {
  courier_.session_time_max = base::Seconds(7'200);
  trust_ada();
  as(bearer_of(call("Action=GetSessionToken").body));
  EXPECT_TRUE(assumed("&DurationSeconds=3600").session->is_chained);
  expect_error(assume("&DurationSeconds=3601"), 400, "ValidationError",
               "exceeds the 1 hour session limit for roles assumed by role chaining");
}

TEST_F(AssumeRoleTest, AChainKeepsTransitiveTagsAndSourceIdentity) {
  trust(R"({"Effect":"Allow","Principal":"*","Action":["sts:AssumeRole","sts:TagSession",)"
        R"("sts:SetSourceIdentity"]})");
  as(assumed("&SourceIdentity=alice&TransitiveTagKeys.member.1=Team" + tag(1, "Team", "way") +
             tag(2, "Run", "7")));
  wire::Caller second = assumed(tag(1, "More", "x"));
  const std::map<std::string, std::string> tags{{"Team", "way"}, {"More", "x"}};
  EXPECT_EQ(second.session->tags, tags);
  EXPECT_EQ(second.session->transitive_tag_keys, std::vector<std::string>{"Team"});
  EXPECT_EQ(second.session->source_identity, "alice");
  EXPECT_EQ(assumed("&SourceIdentity=alice").session->source_identity, "alice");
  expect_error(assume("&SourceIdentity=mallory"), 403, "AccessDenied", "sts:SetSourceIdentity");
  expect_error(assume(tag(1, "team", "other")), 400, "InvalidParameterValue", "conflicts");
  as(second);
  EXPECT_EQ(assumed().session->tags, (std::map<std::string, std::string>{{"Team", "way"}}));
}

// What is inherited needs the trust policy's permission too.
TEST_F(AssumeRoleTest, InheritedMarksAreCheckedAgain) {
  trust(R"({"Effect":"Allow","Principal":"*","Action":["sts:AssumeRole","sts:TagSession",)"
        R"("sts:SetSourceIdentity"]})");
  as(assumed("&SourceIdentity=alice"));
  trust(R"({"Effect":"Allow","Principal":"*","Action":["sts:AssumeRole","sts:TagSession"]})");
  expect_error(assume(), 403, "AccessDenied", "sts:SetSourceIdentity");
}

TEST_F(AssumeRoleTest, TagsThatMakeNoSense) {
  trust_ada(R"("sts:AssumeRole","sts:TagSession")");
  expect_error(assume(tag(1, "Team", "a") + tag(2, "team", "b")), 400, "InvalidParameterValue",
               "Duplicate tag keys");
  expect_error(assume(tag(1, "aws:x", "a")), 400, "InvalidParameterValue", "`aws:x`");
  expect_error(assume("&TransitiveTagKeys.member.1=Team"), 400, "InvalidParameterValue",
               "must be included in the requested tags");
  std::string fifty;
  for (int i = 1; i <= 50; ++i) fifty += tag(i, "k" + std::to_string(i), "v");
  EXPECT_EQ(call(assume(fifty)).status, 200);
  EXPECT_EQ(call(assume(fifty + tag(51, "k51", "v"))).code(), "ValidationError");
}

TEST_F(AssumeRoleTest, SessionPoliciesAreReadAndLimited) {
  trust_ada();
  attach("reader", identity_policy("Allow", "sqs:ReceiveMessage"));
  const std::string policy =
      "&Policy={\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}]}";
  auto answer = call(assume(policy + "&PolicyArns.member.1.arn=" + managed_arn("reader")));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_NE(text(answer.body, "PackedPolicySize"), "");
  wire::Caller bearer = bearer_of(answer.body);
  ASSERT_EQ(bearer.session->policies.size(), 1u);
  EXPECT_EQ(bearer.session->policy_arns, std::vector<std::string>{managed_arn("reader")});
  expect_error(assume("&Policy={}"), 400, "MalformedPolicyDocument", "");
  expect_error(assume("&PolicyArns.member.1.arn=" + managed_arn("absent")), 400, "ValidationError",
               "absent does not exist");
  std::string eleven;
  for (int i = 1; i <= 11; ++i) {
    eleven += "&PolicyArns.member." + std::to_string(i) + ".arn=" + managed_arn("reader");
  }
  expect_error(assume(eleven), 400, "ValidationError", "less than or equal to 10");
}

TEST_F(AssumeRoleTest, SessionPoliciesHave2048Characters) {
  trust_ada();
  const std::string head =
      "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\",\"Sid\":\"";
  auto padded = [&](size_t size) {
    return "&Policy=" + head + std::string(size - head.size() - 4, 'x') + "\"}]}";
  };
  auto answer = call(assume(padded(2'048)));
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(text(answer.body, "PackedPolicySize"), "100");
  expect_error(assume(padded(2'049)), 400, "PackedPolicyTooLarge", "Packed policy consumes 101%");
}

TEST_F(AssumeRoleTest, TagsHaveAPackedLimitOfTheirOwn) {
  trust_ada(R"("sts:AssumeRole","sts:TagSession")");
  std::string tags;
  for (int i = 1; i <= 30; ++i) tags += tag(i, "k" + std::to_string(i), std::string(256, 'v'));
  EXPECT_EQ(call(assume(tags)).status, 200);
  tags += tag(31, "k31", std::string(256, 'v'));
  EXPECT_EQ(call(assume(tags)).code(), "PackedPolicyTooLarge");
}

}  // namespace
}  // namespace angarium::services::sts
