#include "services/sqs/fixture_test.h"

namespace angarium::services::sqs {
namespace {

class AttributesTest : public SqsTest {
 protected:
  AttributesTest() { create("q"); }

  wire::TestClient::Answer set(std::string_view attributes) {
    return call("SetQueueAttributes", on("q", R"("Attributes":{)" + std::string(attributes) + "}"));
  }
  std::string shown(std::string_view name) {
    auto document = json::Document::parse(
        call("GetQueueAttributes", on("q", R"("AttributeNames":["All"])")).body);
    auto value = document->root().find("Attributes")->find(name);
    return value ? std::string(*value->string()) : "none";
  }
};

TEST_F(AttributesTest, AreSetOneByOneAndKept) {
  std::string created = shown("LastModifiedTimestamp");
  advance(base::Seconds(10));
  EXPECT_EQ(set(R"("VisibilityTimeout":"5","DelaySeconds":"1")").status, 200);
  EXPECT_EQ(set(R"("DelaySeconds":"2")").status, 200);
  open();
  EXPECT_EQ(shown("VisibilityTimeout"), "5");
  EXPECT_EQ(shown("DelaySeconds"), "2");
  EXPECT_EQ(shown("MessageRetentionPeriod"), "345600");
  EXPECT_EQ(shown("CreatedTimestamp"), created);
  EXPECT_EQ(shown("LastModifiedTimestamp"), std::to_string(std::stoll(created) + 10));
}

TEST_F(AttributesTest, ChangeNothingWhenOneIsRefused) {
  EXPECT_EQ(set(R"("DelaySeconds":"2","VisibilityTimeout":"43201")").code(),
            "InvalidAttributeValue");
  EXPECT_EQ(set(R"("DelaySeconds":"2","Colour":"red")").code(), "InvalidAttributeName");
  EXPECT_EQ(set(R"("DelaySeconds":"2","KmsMasterKeyId":"alias/aws/sqs")").code(),
            "UnsupportedOperation");
  EXPECT_EQ(set("").code(), "MissingRequiredParameterException");
  EXPECT_EQ(shown("DelaySeconds"), "0");
  EXPECT_EQ(refusal("SetQueueAttributes", on("none", R"("Attributes":{"DelaySeconds":"2"})")),
            "QueueDoesNotExist");
}

TEST_F(AttributesTest, APolicyIsTakenAway) {
  constexpr std::string_view kPolicy =
      R"("Policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",)"
      R"(\"Action\":\"sqs:*\",\"Resource\":\"*\"}}")";
  EXPECT_EQ(set(kPolicy).status, 200);
  EXPECT_NE(shown("Policy"), "none");
  EXPECT_EQ(set(R"("Policy":"")").status, 200);
  EXPECT_EQ(shown("Policy"), "none");
}

TEST_F(AttributesTest, RetentionReachesMessagesThatAreThere) {
  send("q", "a");
  advance(base::Seconds(60));
  EXPECT_EQ(set(R"("MessageRetentionPeriod":"61")").status, 200);
  EXPECT_EQ(bodies("q", R"("VisibilityTimeout":0)"), "a");
  EXPECT_EQ(set(R"("MessageRetentionPeriod":"60")").status, 200);
  EXPECT_EQ(bodies("q"), "");
}

TEST_F(AttributesTest, PurgeEmptiesOncePerMinute) {
  for (const char* body : {"a", "b"}) send("q", body);
  send("q", "late", R"("DelaySeconds":100)");
  std::string handle = receive("q").at(0).handle;
  EXPECT_EQ(call("PurgeQueue", on("q")).body, "");
  EXPECT_EQ(counts("q"), "0 0 0");
  EXPECT_EQ(refusal("DeleteMessage", on("q", R"("ReceiptHandle":")" + handle + '"')), "");
  send("q", "c");
  advance(base::Milliseconds(59'999));
  auto refused = call("PurgeQueue", on("q"));
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.query_error, "AWS.SimpleQueueService.PurgeQueueInProgress;Sender");
  EXPECT_NE(refused.body.find("Only one PurgeQueue operation on q is allowed every 60 seconds."),
            std::string::npos)
      << refused.body;
  open();
  EXPECT_EQ(refusal("PurgeQueue", on("q")), "PurgeQueueInProgress") << "remembered on disk";
  EXPECT_EQ(counts("q"), "1 0 0");
  advance(base::Milliseconds(1));
  EXPECT_EQ(refusal("PurgeQueue", on("q")), "");
  EXPECT_EQ(counts("q"), "0 0 0");
  EXPECT_EQ(refusal("PurgeQueue", on("none")), "QueueDoesNotExist");
}

}  // namespace
}  // namespace angarium::services::sqs
