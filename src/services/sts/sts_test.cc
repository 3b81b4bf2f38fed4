#include "services/sts/sts.h"

#include <gtest/gtest.h>

#include "wire/botocore_diff.h"
#include "wire/test_client.h"

namespace angarium::services::sts {
namespace {

class StsTest : public ::testing::Test {
 protected:
  Sts sts_;
  base::SimulatedExecutor executor_{1};
  wire::TestClient client_{{wire::Service(Sts::table(), sts_)}, executor_};
};

TEST_F(StsTest, TellsWhoCalls) {
  auto answer = client_.query("sts", "Action=GetCallerIdentity&Version=2011-06-15", "111122223333");
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.body.starts_with(
      "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
      "<GetCallerIdentityResult><UserId>111122223333</UserId><Account>111122223333</Account>"
      "<Arn>arn:aws:iam::111122223333:root</Arn></GetCallerIdentityResult>"
      "<ResponseMetadata><RequestId>"))
      << answer.body;
}

TEST_F(StsTest, KeysThatAreNoAccountAreTheDevAccount) {
  auto answer = client_.query("sts", "Action=GetCallerIdentity&Version=2011-06-15", "test");
  EXPECT_NE(answer.body.find("<Account>000000000000</Account>"), std::string::npos);
}

TEST_F(StsTest, OtherOperationsAreNamedAndRefused) {
  auto answer = client_.query("sts", "Action=AssumeRole&Version=2011-06-15");
  EXPECT_EQ(answer.status, 501);
  EXPECT_EQ(answer.code(), "NotImplementedException");
  EXPECT_NE(answer.body.find("`AssumeRole` of `sts`"), std::string::npos) << answer.body;
}

TEST_F(StsTest, TableIsAwsOwn) { EXPECT_EQ(wire::differences_from_botocore(Sts::table()), ""); }

// "Cannot be denied": not even by an authorizer that denies everything.
TEST_F(StsTest, CannotBeDenied) {
  struct DenyAll final : wire::Authorizer {
    wire::Decision decide(const wire::RequestContext&, const wire::Check&) override { return {}; }
    wire::Decision decide(const wire::ServiceCall&, const wire::Check&) override { return {}; }
  } deny_all;
  wire::TestClient client({wire::Service(Sts::table(), sts_)}, executor_, &deny_all);
  EXPECT_EQ(client.query("sts", "Action=GetCallerIdentity&Version=2011-06-15").status, 200);
}

}  // namespace
}  // namespace angarium::services::sts
