#include "services/sqs/fixture_test.h"

namespace angarium::services::sqs {
namespace {

// FIFO queues through the API; their order in depth is store/contract_groups.h.
class FifoTest : public SqsTest {
 protected:
  FifoTest() { create("q.fifo", R"({"FifoQueue":"true"})"); }

  // The answer's member, a string; empty when absent.
  static std::string member(const wire::TestClient::Answer& answer, std::string_view name) {
    auto document = json::Document::parse(answer.body);
    auto value = document->root().find(name);
    return value ? std::string(*value->string()) : std::string();
  }
  static std::string grouped(std::string_view group, std::string_view deduplication = "") {
    std::string more = R"("MessageGroupId":")" + std::string(group) + '"';
    if (deduplication.empty()) return more;
    return more + R"(,"MessageDeduplicationId":")" + std::string(deduplication) + '"';
  }
  wire::TestClient::Answer try_send(std::string_view queue, std::string_view body,
                                    std::string_view more) {
    return call("SendMessage",
                on(queue, R"("MessageBody":")" + std::string(body) + "\"," + std::string(more)));
  }
  // Sends bodies "a1", "b1"..., whose first letter is the group, under ids of their own.
  void send_all(std::initializer_list<std::string_view> all) {
    for (std::string_view body : all) send("q.fifo", body, grouped(body.substr(0, 1), body));
  }
  std::string attributes(std::string_view queue) {
    return call("GetQueueAttributes", on(queue, R"("AttributeNames":["All"])")).body;
  }
  std::string message_of(const wire::TestClient::Answer& answer) {
    auto document = json::Document::parse(answer.body);
    auto value = document->root().find("message");
    return value ? std::string(*value->string()) : std::string();
  }
};

TEST_F(FifoTest, NameAndAttributeGoTogether) {
  auto without = call("CreateQueue", R"({"QueueName":"other.fifo"})");
  EXPECT_EQ(without.code(), "InvalidParameterValueException");
  EXPECT_EQ(message_of(without),
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
  auto unnamed = call("CreateQueue", R"({"QueueName":"q","Attributes":{"FifoQueue":"true"}})");
  EXPECT_EQ(message_of(unnamed),
            "The name of a FIFO queue can only include alphanumeric characters, hyphens, or "
            "underscores, must end with .fifo suffix and be 1 to 80 in length");
  auto standard = call("CreateQueue", R"({"QueueName":"q","Attributes":{"FifoQueue":"false"}})");
  EXPECT_EQ(message_of(standard), "Unknown Attribute FifoQueue.");
  const std::string stem(75, 'x');
  create(stem + ".fifo", R"({"FifoQueue":"true"})");
  EXPECT_NE(refusal("CreateQueue",
                    R"({"QueueName":"x)" + stem + R"(.fifo","Attributes":{"FifoQueue":"true"}})"),
            "");
  EXPECT_NE(call("GetQueueUrl", R"({"QueueName":"q.fifo"})").body.find(url("q.fifo")),
            std::string::npos);
}

TEST_F(FifoTest, AttributesAreShownChangedAndKept) {
  for (const char* part :
       {R"("FifoQueue":"true")", R"("ContentBasedDeduplication":"false")",
        R"("DeduplicationScope":"queue")", R"("FifoThroughputLimit":"perQueue")"}) {
    EXPECT_NE(attributes("q.fifo").find(part), std::string::npos) << attributes("q.fifo");
  }
  auto set = [this](std::string_view more) {
    return call("SetQueueAttributes", on("q.fifo", R"("Attributes":{)" + std::string(more) + "}"));
  };
  EXPECT_EQ(set(R"("FifoThroughputLimit":"perMessageGroupId")").code(), "InvalidAttributeValue");
  EXPECT_EQ(set(R"("DeduplicationScope":"group")").code(), "InvalidAttributeValue");
  EXPECT_EQ(set(R"("ContentBasedDeduplication":"yes")").code(), "InvalidAttributeValue");
  EXPECT_EQ(message_of(set(R"("FifoQueue":"false")")),
            "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not "
            "supported.");
  EXPECT_EQ(set(R"("DeduplicationScope":"messageGroup","FifoThroughputLimit":"perMessageGroupId",)"
                R"("ContentBasedDeduplication":"true","FifoQueue":"true")")
                .status,
            200);
  open();
  for (const char* part :
       {R"("ContentBasedDeduplication":"true")", R"("DeduplicationScope":"messageGroup")",
        R"("FifoThroughputLimit":"perMessageGroupId")"}) {
    EXPECT_NE(attributes("q.fifo").find(part), std::string::npos) << attributes("q.fifo");
  }
  create("standard");
  EXPECT_EQ(attributes("standard").find("Fifo"), std::string::npos);
  EXPECT_EQ(refusal("CreateQueue", R"({"QueueName":"q.fifo","Attributes":{"FifoQueue":"true",)"
                                   R"("ContentBasedDeduplication":"false"}})"),
            "QueueNameExists");
  create("q.fifo", R"({"FifoQueue":"true"})");
}

TEST_F(FifoTest, ASendNeedsAGroupAndAnId) {
  auto no_group = try_send("q.fifo", "x", R"("MessageDeduplicationId":"d")");
  EXPECT_EQ(no_group.code(), "MissingRequiredParameterException");
  EXPECT_EQ(no_group.query_error, "MissingParameter;Sender");
  EXPECT_EQ(message_of(no_group), "The request must contain the parameter MessageGroupId.");
  EXPECT_EQ(message_of(try_send("q.fifo", "x", grouped("g"))),
            "The queue should either have ContentBasedDeduplication enabled or "
            "MessageDeduplicationId provided explicitly");
  for (const std::string& bad :
       {std::string("a b"), std::string("\u00e4"), std::string(129, 'x')}) {
    EXPECT_EQ(message_of(try_send("q.fifo", "x", grouped(bad, "d"))),
              "Value " + bad +
                  " for parameter MessageGroupId is invalid. Reason: MessageGroupId can only "
                  "include alphanumeric and punctuation characters. 1 to 128 in length.");
    EXPECT_EQ(try_send("q.fifo", "x", grouped("g", bad)).code(), "InvalidParameterValueException");
  }
  EXPECT_EQ(
      try_send("q.fifo", "x", grouped(std::string(128, 'x'), R"(!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~)"))
          .status,
      200);
  EXPECT_EQ(message_of(try_send("q.fifo", "x", grouped("g", "e") + R"(,"DelaySeconds":1)")),
            "Value 1 for parameter DelaySeconds is invalid. Reason: The request include parameter "
            "that is not valid for this queue type.");
  EXPECT_EQ(try_send("q.fifo", "x", grouped("g", "f") + R"(,"DelaySeconds":0)").status, 200);
  EXPECT_EQ(counts("q.fifo"), "2 0 0");
}

TEST_F(FifoTest, AStandardQueueTakesGroupsAsLabels) {
  create("fair");
  send("fair", "1", grouped("g"));
  send("fair", "2", grouped("g"));
  auto received = receive("fair", R"("MaxNumberOfMessages":1,"AttributeNames":["All"])");
  EXPECT_NE(received[0].text.find(R"("MessageGroupId":"g")"), std::string::npos);
  EXPECT_EQ(received[0].text.find("SequenceNumber"), std::string::npos);
  EXPECT_EQ(bodies("fair"), "2");
  EXPECT_EQ(message_of(try_send("fair", "x", grouped("g", "d"))),
            "Value d for parameter MessageDeduplicationId is invalid. Reason: The request include "
            "parameter that is not valid for this queue type.");
  EXPECT_EQ(receive("fair", R"("ReceiveRequestAttemptId":"ignored")").size(), 0u);
}

TEST_F(FifoTest, ARepeatedSendIsAnsweredAsTheFirst) {
  auto first = try_send("q.fifo", "x", grouped("g", "d"));
  auto second = try_send("q.fifo", "y", grouped("h", "d"));
  EXPECT_EQ(second.status, 200) << second.body;
  EXPECT_EQ(member(second, "MessageId"), member(first, "MessageId"));
  EXPECT_EQ(member(second, "SequenceNumber"), member(first, "SequenceNumber"));
  EXPECT_NE(member(second, "MD5OfMessageBody"), member(first, "MD5OfMessageBody"));
  auto other = try_send("q.fifo", "z", grouped("g", "e"));
  EXPECT_EQ(member(first, "SequenceNumber").size(), 20u);
  EXPECT_LT(member(first, "SequenceNumber"), member(other, "SequenceNumber"));
  EXPECT_EQ(bodies("q.fifo"), "xz");
  open();
  advance(base::Milliseconds(299'999));
  EXPECT_EQ(member(try_send("q.fifo", "x", grouped("g", "d")), "MessageId"),
            member(first, "MessageId"));
  advance(base::Milliseconds(1));
  EXPECT_NE(member(try_send("q.fifo", "x", grouped("g", "d")), "MessageId"),
            member(first, "MessageId"));
}

TEST_F(FifoTest, ContentDeduplicatesPerGroupWhereAskedTo) {
  create("content.fifo", R"({"FifoQueue":"true","ContentBasedDeduplication":"true",)"
                         R"("DeduplicationScope":"messageGroup"})");
  send("content.fifo", "x", grouped("g"));
  send("content.fifo", "x", grouped("g"));
  send("content.fifo", "x", grouped("h"));
  send("content.fifo", "y", grouped("g"));
  send("content.fifo", "y", grouped("g", "explicit"));
  EXPECT_EQ(counts("content.fifo"), "4 0 0");
  auto received = receive("content.fifo", R"("MaxNumberOfMessages":1,"AttributeNames":["All"])");
  // The SHA-256 of "x".
  EXPECT_NE(received[0].text.find(
                R"("MessageDeduplicationId":)"
                R"("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881")"),
            std::string::npos)
      << received[0].text;
}

TEST_F(FifoTest, AReceiveTakesGroupsInOrderAndHoldsThem) {
  send_all({"a1", "b1", "a2", "a3", "b2"});
  EXPECT_EQ(bodies("q.fifo", R"("MaxNumberOfMessages":2)"), "a1a2");
  send_all({"a4"});
  EXPECT_EQ(bodies("q.fifo"), "b1b2");
  EXPECT_EQ(bodies("q.fifo"), "");
  EXPECT_EQ(counts("q.fifo"), "2 4 0");
  advance(base::Seconds(30));
  EXPECT_EQ(bodies("q.fifo"), "a1a2a3a4b1b2");
}

TEST_F(FifoTest, AHandleExpires) {
  send_all({"a1", "a2"});
  auto received = receive("q.fifo", R"("MaxNumberOfMessages":2)");
  auto erase = [&](size_t at) {
    return call("DeleteMessage", on("q.fifo", R"("ReceiptHandle":")" + received[at].handle + '"'));
  };
  EXPECT_EQ(erase(0).status, 200);
  EXPECT_EQ(erase(0).status, 200);
  advance(base::Seconds(30));
  EXPECT_EQ(message_of(erase(1)), "Value " + received[1].handle +
                                      " for parameter ReceiptHandle is invalid. Reason: The "
                                      "receipt handle has expired.");
  auto batch = call("DeleteMessageBatch", on("q.fifo", R"("Entries":[{"Id":"1","ReceiptHandle":")" +
                                                           received[1].handle + R"("}])"));
  EXPECT_NE(batch.body.find("The receipt handle has expired."), std::string::npos) << batch.body;
  EXPECT_NE(batch.body.find(R"("Successful":[])"), std::string::npos) << batch.body;
  EXPECT_EQ(bodies("q.fifo"), "a2");
}

TEST_F(FifoTest, AnAttemptIsAnsweredAgain) {
  send_all({"a1", "a2", "b1"});
  const std::string attempt = R"("MaxNumberOfMessages":2,"ReceiveRequestAttemptId":"try")";
  auto first = receive("q.fifo", attempt);
  ASSERT_EQ(first.size(), 2u);
  advance(base::Seconds(20));
  EXPECT_EQ(bodies("q.fifo", attempt), "a1a2");
  advance(base::Seconds(29));
  EXPECT_EQ(counts("q.fifo"), "1 2 0");
  call("DeleteMessage", on("q.fifo", R"("ReceiptHandle":")" + first[0].handle + '"'));
  EXPECT_EQ(message_of(call("ReceiveMessage", on("q.fifo", attempt))),
            "Value try for parameter ReceiveRequestAttemptId is invalid. Reason: The "
            "receiveRequestAttemptId is not valid anymore since the receive call is not "
            "retryable.");
  EXPECT_EQ(refusal("ReceiveMessage", on("q.fifo", R"("ReceiveRequestAttemptId":"a b")")),
            "InvalidParameterValueException");
}

TEST_F(FifoTest, ABatchKeepsItsOrderAndItsDuplicates) {
  std::string entries;
  for (const char* id : {"1", "2", "1", "3"}) {
    entries += (entries.empty() ? "" : ",") + std::string(R"({"Id":"e)") +
               std::to_string(entries.size()) + R"(","MessageBody":")" + id + "\"," +
               grouped("g", id) + "}";
  }
  entries += R"(,{"Id":"bad","MessageBody":"x"})";
  auto answer = call("SendMessageBatch", on("q.fifo", R"("Entries":[)" + entries + "]"));
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_NE(
      answer.body.find(R"("Failed":[{"Id":"bad","SenderFault":true,"Code":"MissingParameter")"),
      std::string::npos)
      << answer.body;
  EXPECT_NE(answer.body.find(R"("SequenceNumber":"10000000000000000003")"), std::string::npos);
  EXPECT_EQ(answer.body.find(R"("SequenceNumber":"10000000000000000004")"), std::string::npos);
  EXPECT_EQ(bodies("q.fifo"), "123");
}

TEST_F(FifoTest, DelayAndRetentionKeepTheOrder) {
  create("late.fifo", R"({"FifoQueue":"true","DelaySeconds":"5","MessageRetentionPeriod":"60"})");
  send("late.fifo", "1", grouped("g", "1"));
  advance(base::Milliseconds(4'999));
  EXPECT_EQ(bodies("late.fifo"), "");
  advance(base::Milliseconds(1));
  send("late.fifo", "2", grouped("g", "2"));
  EXPECT_EQ(bodies("late.fifo", R"("VisibilityTimeout":0)"), "1");
  advance(base::Seconds(55));
  // The first is past its retention: it goes, and does not hold up the second.
  auto received = receive("late.fifo", R"("MaxNumberOfMessages":10)");
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0].body, "2");
  EXPECT_EQ(counts("late.fifo"), "0 1 0");
}

TEST_F(FifoTest, ALongPollHearsOfAGroupThatIsFree) {
  send_all({"a1", "a2"});
  auto first = receive("q.fifo", R"("MaxNumberOfMessages":1)");
  auto poll = client_->begin(wire::TestClient::json_request(
      "AmazonSQS.ReceiveMessage", on("q.fifo", R"("WaitTimeSeconds":20)"), kAccount));
  advance(base::Seconds(5));
  EXPECT_FALSE(*poll);
  call("DeleteMessage", on("q.fifo", R"("ReceiptHandle":")" + first[0].handle + '"'));
  advance(base::Milliseconds(1));
  ASSERT_TRUE(*poll);
  EXPECT_EQ(messages_of((*poll)->body).at(0).body, "a2");
}

}  // namespace
}  // namespace angarium::services::sqs
