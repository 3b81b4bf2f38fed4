#include "services/sqs/fixture_test.h"

// Redrive policies, and what happens to messages that are received too often.
namespace angarium::services::sqs {
namespace {

constexpr std::string_view kArn = "arn:aws:sqs:eu-west-1:111122223333:";

class DeadLetterTest : public SqsTest {
 protected:
  DeadLetterTest() { create("dead"); }

  // As the value of an attribute, inside a JSON string.
  static std::string policy(std::string_view queue, std::string_view count) {
    return R"({\"deadLetterTargetArn\":\")" + std::string(kArn) + std::string(queue) +
           R"(\",\"maxReceiveCount\":)" + std::string(count) + "}";
  }
  void create_source(std::string_view name, std::string_view count, std::string_view more = "") {
    create(name, R"({"VisibilityTimeout":"10",)" + std::string(more) + R"("RedrivePolicy":")" +
                     policy("dead", count) + "\"}");
  }
  wire::TestClient::Answer set(std::string_view queue, std::string_view name,
                               std::string_view value) {
    return call("SetQueueAttributes", on(queue, R"("Attributes":{")" + std::string(name) + "\":\"" +
                                                    std::string(value) + "\"}"));
  }
  std::string reason(std::string_view queue, std::string_view value) {
    auto answer = set(queue, "RedrivePolicy", value);
    EXPECT_EQ(answer.code(), "InvalidParameterValueException") << value << answer.body;
    size_t at = answer.body.find("Reason: ");
    return at == std::string::npos ? answer.body : answer.body.substr(at + 8);
  }
  std::string sources(std::string_view more = "") {
    auto answer = call("ListDeadLetterSourceQueues", on("dead", more));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
};

TEST_F(DeadLetterTest, MessagesMoveWhenTheyWereReceivedTooOften) {
  create_source("q", R"(\"2\")");
  send("q", "poison");
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(bodies("q"), "poison");
    advance(base::Seconds(10));
  }
  EXPECT_EQ(counts("q"), "1 0 0");
  EXPECT_EQ(counts("dead"), "0 0 0") << "it moves when somebody asks for it once more";
  send("q", "good");
  EXPECT_EQ(bodies("q"), "good");
  EXPECT_EQ(counts("q"), "0 1 0");
  open();
  auto dead = receive("dead", R"("AttributeNames":["All"])");
  ASSERT_EQ(dead.size(), 1u);
  EXPECT_EQ(dead[0].body, "poison");
  for (const char* part : {R"("DeadLetterQueueSourceArn":"arn:aws:sqs:eu-west-1:111122223333:q")",
                           R"("ApproximateReceiveCount":"3")", R"("SentTimestamp":"1795336200000")",
                           R"("ApproximateFirstReceiveTimestamp":"1795336200000")"}) {
    EXPECT_NE(dead[0].text.find(part), std::string::npos) << part << " in " << dead[0].text;
  }
}

TEST_F(DeadLetterTest, KeepTheirIdAndTheTimeTheyWereSent) {
  create_source("q", "1", R"("MessageRetentionPeriod":"1000",)");
  EXPECT_EQ(set("dead", "MessageRetentionPeriod", "1200").status, 200);
  auto sent = call("SendMessage", on("q", R"("MessageBody":"x")"));
  EXPECT_EQ(bodies("q"), "x");
  advance(base::Seconds(900));
  EXPECT_EQ(bodies("q"), "");
  advance(base::Milliseconds(299'999));
  auto dead = receive("dead", R"("VisibilityTimeout":0)");
  ASSERT_EQ(dead.size(), 1u);
  auto document = json::Document::parse(sent.body);
  auto id = document->root().find("MessageId");
  EXPECT_NE(dead[0].text.find(std::string(*id->string())), std::string::npos);
  advance(base::Milliseconds(1));
  EXPECT_EQ(bodies("dead"), "") << "1200 s after it was sent, not after it moved";
}

// Developer guide, "Setting-up dead-letter queue retention".
TEST_F(DeadLetterTest, OfAFifoQueueTheyCountAsSentWhenTheyMove) {
  create("dead.fifo", R"({"FifoQueue":"true","MessageRetentionPeriod":"1200"})");
  create("q.fifo", R"({"FifoQueue":"true","VisibilityTimeout":"10","RedrivePolicy":")" +
                       policy("dead.fifo", "1") + "\"}");
  call("SendMessage", on("q.fifo", R"("MessageBody":"x","MessageGroupId":"g",)"
                                   R"("MessageDeduplicationId":"d")"));
  EXPECT_EQ(bodies("q.fifo"), "x");
  advance(base::Seconds(900));
  EXPECT_EQ(bodies("q.fifo"), "");
  advance(base::Milliseconds(1'199'999));
  auto dead = receive("dead.fifo", R"("VisibilityTimeout":0,"AttributeNames":["All"])");
  ASSERT_EQ(dead.size(), 1u);
  EXPECT_NE(dead[0].text.find(R"("SentTimestamp":"1795337100000")"), std::string::npos);
  advance(base::Milliseconds(1));
  EXPECT_EQ(bodies("dead.fifo"), "") << "1200 s after it moved";
}

TEST_F(DeadLetterTest, WhatIsTooOldDoesNotMove) {
  create_source("q", "1", R"("MessageRetentionPeriod":"60",)");
  send("q", "x");
  EXPECT_EQ(bodies("q"), "x");
  advance(base::Seconds(60));
  EXPECT_EQ(bodies("q"), "");
  EXPECT_EQ(counts("q"), "0 0 0");
  EXPECT_EQ(counts("dead"), "0 0 0");
}

TEST_F(DeadLetterTest, ManyMoveAtOnce) {
  create_source("q", "1");
  for (int i = 0; i < 30; ++i) send("q", "x");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(bodies("q"), "xxxxxxxxxx");
  advance(base::Seconds(10));
  send("q", "new");
  EXPECT_EQ(bodies("q"), "new");
  EXPECT_EQ(counts("dead"), "30 0 0");
}

TEST_F(DeadLetterTest, WithoutTheirQueueTheyStay) {
  settings_.deleted_name_wait = base::Seconds(0);
  open();
  create_source("q", "1");
  send("q", "x");
  call("DeleteQueue", on("dead"));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(bodies("q"), "x");
    advance(base::Seconds(10));
  }
  create("dead");
  EXPECT_EQ(bodies("q"), "");
  EXPECT_EQ(bodies("dead"), "x");
}

TEST_F(DeadLetterTest, LongPollsOfTheirQueueHear) {
  create_source("q", "1");
  send("q", "x");
  EXPECT_EQ(bodies("q"), "x");
  auto poll = client_->begin(wire::TestClient::json_request(
      "AmazonSQS.ReceiveMessage", on("dead", R"("WaitTimeSeconds":20)"), kAccount));
  advance(base::Seconds(10));
  EXPECT_EQ(bodies("q"), "");
  advance(base::Milliseconds(1));
  ASSERT_TRUE(*poll);
  EXPECT_EQ(messages_of((*poll)->body).size(), 1u);
}

TEST_F(DeadLetterTest, PoliciesAreChecked) {
  create("q");
  EXPECT_EQ(reason("q", "nonsense").substr(0, 43), "Redrive policy is not a valid JSON map.\"}");
  EXPECT_EQ(reason("q", "[]").substr(0, 20), "Redrive policy is no");
  EXPECT_EQ(reason("q", R"({\"maxReceiveCount\":1})"),
            "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.\"}");
  EXPECT_EQ(reason("q", R"({\"deadLetterTargetArn\":\"x\"})"),
            "Redrive policy does not contain mandatory attribute: maxReceiveCount.\"}");
  EXPECT_EQ(reason("q", R"({\"deadLetterTargetArn\":\"x\",\"maxReceiveCount\":1})"),
            "Dead-letter target ARN should be fully qualified ARN.\"}");
  for (const char* bad : {"0", "1001", R"(\"x\")", "1.5", "null", "-1"}) {
    EXPECT_NE(reason("q", policy("dead", bad)).find("valid values are from 1 to 1000"),
              std::string::npos)
        << bad;
  }
  EXPECT_EQ(reason("q", policy("none", "1")), "Dead letter target does not exist.\"}");
  EXPECT_EQ(reason("q", policy("q", "1")),
            "Dead-letter target can't be the source queue itself.\"}");
  EXPECT_EQ(reason("q", R"({\"deadLetterTargetArn\":\"arn:aws:sqs:eu-west-1:444455556666:dead\",)"
                        R"(\"maxReceiveCount\":1})"),
            "Dead-letter target owner should be same as the source.\"}");
  EXPECT_EQ(reason("q", R"({\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:111122223333:dead\",)"
                        R"(\"maxReceiveCount\":1})"),
            "Dead letter target does not exist.\"}");
  create("dead.fifo", R"({"FifoQueue":"true"})");
  EXPECT_EQ(reason("q", policy("dead.fifo", "1")),
            "Dead-letter queue must be same type of queue as the source.\"}");
  std::string more = policy("dead", "1");
  more.insert(1, R"(\"x\":1,)");
  EXPECT_NE(reason("q", more).find("Only following attributes are supported"), std::string::npos);
  for (const char* good : {"1", "1000", R"(\"1000\")"}) {
    EXPECT_EQ(set("q", "RedrivePolicy", policy("dead", good)).status, 200) << good;
  }
}

TEST_F(DeadLetterTest, APolicyIsShownAsItWasGivenAndTakenAway) {
  create_source("q", R"(\"5\")");
  open();
  auto shown = call("GetQueueAttributes", on("q", R"("AttributeNames":["RedrivePolicy"])"));
  EXPECT_NE(shown.body.find(policy("dead", R"(\"5\")")), std::string::npos) << shown.body;
  EXPECT_EQ(refusal("CreateQueue", R"({"QueueName":"q","Attributes":{"RedrivePolicy":")" +
                                       policy("dead", "5") + "\"}}"),
            "")
      << "the same, spelt otherwise";
  EXPECT_EQ(refusal("CreateQueue", R"({"QueueName":"q","Attributes":{"RedrivePolicy":")" +
                                       policy("dead", "6") + "\"}}"),
            "QueueNameExists");
  EXPECT_EQ(set("q", "RedrivePolicy", "").status, 200);
  EXPECT_EQ(call("GetQueueAttributes", on("q", R"("AttributeNames":["RedrivePolicy"])")).body,
            "{}");
}

TEST_F(DeadLetterTest, AllowPoliciesDecideWhoMay) {
  create("q");
  auto allow = [](std::string_view permission, std::string_view sources = "") {
    return R"({\"redrivePermission\":\")" + std::string(permission) + R"(\")" +
           std::string(sources) + "}";
  };
  const std::string of_q = R"(,\"sourceQueueArns\":[\")" + std::string(kArn) + R"(q\"])";
  const std::string of_other = R"(,\"sourceQueueArns\":[\")" + std::string(kArn) + R"(other\"])";
  auto may = [&](const std::string& policy_text) {
    EXPECT_EQ(set("dead", "RedriveAllowPolicy", policy_text).status, 200) << policy_text;
    return set("q", "RedrivePolicy", policy("dead", "1")).status == 200;
  };
  EXPECT_TRUE(may(allow("allowAll")));
  EXPECT_FALSE(may(allow("denyAll")));
  EXPECT_FALSE(may(allow("byQueue", of_other)));
  EXPECT_TRUE(may(allow("byQueue", of_q)));
  EXPECT_TRUE(may(""));
  std::string eleven = R"(,\"sourceQueueArns\":[)";
  for (int i = 0; i < 11; ++i) {
    eleven += (i ? R"(,\")" : R"(\")") + std::string(kArn) + "q" + std::to_string(i) + R"(\")";
  }
  for (const std::string& bad :
       {std::string("nonsense"), allow("some"), allow("byQueue"), allow("denyAll", of_q),
        allow("byQueue", R"(,\"sourceQueueArns\":[])"), allow("byQueue", eleven + "]"),
        allow("allowAll", R"(,\"x\":1)"), allow("byQueue", R"(,\"sourceQueueArns\":[1])")}) {
    EXPECT_EQ(set("dead", "RedriveAllowPolicy", bad).status, 400) << bad;
  }
}

TEST_F(DeadLetterTest, SourcesAreListedInPages) {
  EXPECT_EQ(sources(), R"({"queueUrls":[]})");
  for (const char* name : {"c", "a", "b"}) create_source(name, "1");
  open();
  EXPECT_EQ(sources(),
            R"({"queueUrls":[")" + url("a") + R"(",")" + url("b") + R"(",")" + url("c") + R"("]})");
  auto first = json::Document::parse(sources(R"("MaxResults":2)"));
  auto token = first->root().find("NextToken");
  ASSERT_TRUE(token);
  EXPECT_EQ(sources(R"("MaxResults":2,"NextToken":")" + std::string(*token->string()) + '"'),
            R"({"queueUrls":[")" + url("c") + R"("]})");
  call("DeleteQueue", on("b"));
  EXPECT_EQ(set("c", "RedrivePolicy", "").status, 200);
  EXPECT_EQ(sources(), R"({"queueUrls":[")" + url("a") + R"("]})");
  for (const char* bad : {R"("MaxResults":0)", R"("MaxResults":1001)", R"("NextToken":"x")"}) {
    EXPECT_EQ(refusal("ListDeadLetterSourceQueues", on("dead", bad)),
              "InvalidParameterValueException");
  }
  EXPECT_EQ(refusal("ListDeadLetterSourceQueues", on("none")), "QueueDoesNotExist");
}

}  // namespace
}  // namespace angarium::services::sqs
