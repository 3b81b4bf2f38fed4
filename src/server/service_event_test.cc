#include "server/service_event.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bus/envelope.h"
#include "json/value.h"

namespace angarium::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ServiceEventTest : public testing::Test {
 protected:
  ServiceEventTest() {
    wish_.account = base::AccountId("111122223333");
    wish_.region = base::Region("eu-west-1");
    wish_.time = base::from_unix_ms(1'795'336'200'000);  // 2026-11-22T08:30:00Z
  }
  bus::Event made() {
    auto event = make_event(wish_, random_);
    EXPECT_TRUE(event.ok()) << event.error().message();
    return event.ok() ? *event : bus::Event{};
  }
  std::string refusal() {
    auto event = make_event(wish_, random_);
    EXPECT_FALSE(event.ok());
    return event.ok() ? "" : event.error().message();
  }
  // A text in the detail, by the names that lead to it.
  static std::string text(const bus::Event& event, std::initializer_list<const char*> path) {
    auto document = json::Document::parse(event.payload);
    EXPECT_TRUE(document.ok()) << event.payload;
    if (!document.ok()) return "";
    json::Value value = document->root();
    for (const char* name : path) {
      auto member = value.find(name);
      if (!member) return "(none)";
      value = *member;
    }
    if (value.is_null()) return "(null)";
    return std::string(value.string().value_or("(no text)"));
  }

  ServiceEvent wish_;
  base::SeededRandom random_{7};
};

TEST_F(ServiceEventTest, ACallHasCloudTrailsShape) {
  wish_.service = "s3";
  wish_.api_call = "DeleteBucketEncryption";
  wish_.request = R"({"bucketName":"logs"})";
  wish_.caller = "arn:aws:iam::111122223333:user/ops/ann";
  bus::Event event = made();
  EXPECT_EQ(event.source, "aws.s3");
  EXPECT_EQ(event.detail_type, "AWS API Call via CloudTrail");
  EXPECT_EQ(event.account.text(), "111122223333");
  EXPECT_EQ(text(event, {"eventSource"}), "s3.amazonaws.com");
  EXPECT_EQ(text(event, {"eventName"}), "DeleteBucketEncryption");
  EXPECT_EQ(text(event, {"requestParameters", "bucketName"}), "logs");
  EXPECT_EQ(text(event, {"responseElements"}), "(null)");
  EXPECT_EQ(text(event, {"userIdentity", "type"}), "IAMUser");
  EXPECT_EQ(text(event, {"userIdentity", "userName"}), "ann");
  EXPECT_EQ(text(event, {"eventTime"}), "2026-11-22T08:30:00Z");
  EXPECT_EQ(text(event, {"awsRegion"}), "eu-west-1");
  EXPECT_THAT(event.payload, HasSubstr(R"("readOnly":false)"));
}

TEST_F(ServiceEventTest, WhoCalledIsTheRootUserOrASession) {
  wish_.service = "ec2";
  wish_.api_call = "RunInstances";
  EXPECT_EQ(text(made(), {"userIdentity", "arn"}), "arn:aws:iam::111122223333:root");
  EXPECT_EQ(text(made(), {"userIdentity", "type"}), "Root");
  wish_.caller = "arn:aws:sts::111122223333:assumed-role/deploy/ci";
  EXPECT_EQ(text(made(), {"userIdentity", "type"}), "AssumedRole");
  wish_.caller = "ann";
  EXPECT_THAT(refusal(), HasSubstr("`ann` is no ARN"));
}

TEST_F(ServiceEventTest, TheDetailChangesAForm) {
  wish_.service = "ec2";
  wish_.api_call = "RunInstances";
  wish_.detail = R"({"userIdentity":{"invokedBy":"x"},"userAgent":null,"n":1e400})";
  bus::Event event = made();
  EXPECT_THAT(event.payload, HasSubstr(R"("invokedBy":"x")"));
  EXPECT_THAT(event.payload, HasSubstr(R"("type":"Root")"));
  EXPECT_THAT(event.payload, HasSubstr(R"("n":1e400)"));
  EXPECT_THAT(event.payload, testing::Not(HasSubstr("userAgent")));
  wish_.detail = "[]";
  EXPECT_THAT(refusal(), HasSubstr("no JSON object"));
}

TEST_F(ServiceEventTest, ObjectsOfS3) {
  wish_.object_created = "logs/2026/11/22.gz";
  wish_.object_bytes = 4096;
  bus::Event event = made();
  EXPECT_EQ(event.source, "aws.s3");
  EXPECT_EQ(event.detail_type, "Object Created");
  EXPECT_THAT(event.resources, ElementsAre("arn:aws:s3:::logs"));
  EXPECT_EQ(text(event, {"bucket", "name"}), "logs");
  EXPECT_EQ(text(event, {"object", "key"}), "2026/11/22.gz");
  EXPECT_THAT(event.payload, HasSubstr(R"("size":4096)"));
  wish_.object_created = "";
  wish_.object_deleted = "logs/a";
  EXPECT_EQ(made().detail_type, "Object Deleted");
  EXPECT_EQ(text(made(), {"deletion-type"}), "Permanently Deleted");
  for (const char* no_object : {"logs", "/a", "logs/"}) {
    wish_.object_deleted = no_object;
    EXPECT_THAT(refusal(), HasSubstr("write it as BUCKET/KEY"));
  }
}

TEST_F(ServiceEventTest, AnInstancesState) {
  wish_.instance_state = "i-0123=running";
  bus::Event event = made();
  EXPECT_EQ(event.source, "aws.ec2");
  EXPECT_THAT(event.resources, ElementsAre("arn:aws:ec2:eu-west-1:111122223333:instance/i-0123"));
  EXPECT_EQ(event.payload, R"({"instance-id":"i-0123","state":"running"})");
  wish_.instance_state = "i-0123";
  EXPECT_THAT(refusal(), HasSubstr("write it as i-0123456789=running"));
}

TEST_F(ServiceEventTest, ADetailOfOnesOwnStaysAsItIs) {
  wish_.service = "health";
  wish_.detail_type = "AWS Health Event";
  EXPECT_EQ(made().payload, "{}");
  wish_.detail = R"({ "a" : 1.0 })";
  wish_.resources = {"arn:aws:x"};
  EXPECT_EQ(made().payload, R"({ "a" : 1.0 })");
  EXPECT_THAT(made().resources, ElementsAre("arn:aws:x"));
}

TEST_F(ServiceEventTest, OnlyOneThingHappenedAndInAServicesName) {
  EXPECT_THAT(refusal(), HasSubstr("exactly one of --detail-type"));
  wish_.detail_type = "t";
  EXPECT_THAT(refusal(), HasSubstr("name the service"));
  wish_.source = "shop";
  EXPECT_THAT(refusal(), HasSubstr("with PutEvents"));
  wish_.source = "aws.signin";
  EXPECT_EQ(made().source, "aws.signin");
  wish_.api_call = "ConsoleLogin";
  EXPECT_THAT(refusal(), HasSubstr("exactly one of --detail-type"));
}

TEST(IsReadOnly, ByTheVerb) {
  EXPECT_TRUE(is_read_only("DescribeInstances"));
  EXPECT_TRUE(is_read_only("GetObject"));
  EXPECT_FALSE(is_read_only("CreateBucket"));
}

}  // namespace
}  // namespace angarium::server
