#include "services/sqs/digest.h"
#include "services/sqs/fixture_test.h"

namespace angarium::services::sqs {
namespace {

class MessagesTest : public SqsTest {
 protected:
  MessagesTest() { create("q"); }
};

TEST_F(MessagesTest, SendReceiveDelete) {
  auto sent = call("SendMessage", on("q", R"("MessageBody":"hello")"));
  EXPECT_NE(sent.body.find(R"("MD5OfMessageBody":"5d41402abc4b2a76b9719d911017c592")"),
            std::string::npos)
      << sent.body;
  EXPECT_EQ(counts("q"), "1 0 0");
  auto messages = receive("q");
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].body, "hello");
  EXPECT_NE(messages[0].text.find(R"("MD5OfBody":"5d41402abc4b2a76b9719d911017c592")"),
            std::string::npos);
  EXPECT_EQ(counts("q"), "0 1 0");
  EXPECT_EQ(bodies("q"), "") << "it is in flight";
  auto deleted = call("DeleteMessage", on("q", R"("ReceiptHandle":")" + messages[0].handle + '"'));
  EXPECT_EQ(deleted.status, 200) << deleted.body;
  EXPECT_EQ(counts("q"), "0 0 0");
  EXPECT_EQ(refusal("DeleteMessage", on("q", R"("ReceiptHandle":")" + messages[0].handle + '"')),
            "")
      << "what is gone counts as deleted";
}

TEST_F(MessagesTest, AnEmptyQueueAnswersWithNothing) {
  EXPECT_EQ(call("ReceiveMessage", on("q")).body, "{}");
}

TEST_F(MessagesTest, ComesAgainAfterItsVisibilityTimeout) {
  send("q", "a");
  std::string first = receive("q", R"("VisibilityTimeout":10)").at(0).handle;
  advance(base::Milliseconds(9'990));
  EXPECT_EQ(bodies("q"), "");
  advance(base::Milliseconds(10));
  auto again = receive("q", R"("AttributeNames":["ApproximateReceiveCount"])");
  ASSERT_EQ(again.size(), 1u);
  EXPECT_NE(again[0].text.find(R"("Attributes":{"ApproximateReceiveCount":"2"})"),
            std::string::npos)
      << again[0].text;
  EXPECT_NE(again[0].handle, first);
  // The older handle still deletes.
  EXPECT_EQ(refusal("DeleteMessage", on("q", R"("ReceiptHandle":")" + first + '"')), "");
  EXPECT_EQ(counts("q"), "0 0 0");
}

TEST_F(MessagesTest, TheQueuesOwnTimesApply) {
  create("slow",
         R"({"DelaySeconds":"5","VisibilityTimeout":"2","ReceiveMessageWaitTimeSeconds":"1"})");
  send("slow", "a");
  send("slow", "b", R"("DelaySeconds":0)");
  EXPECT_EQ(counts("slow"), "1 0 1");
  EXPECT_EQ(bodies("slow"), "b");
  EXPECT_EQ(counts("slow"), "0 1 1");
  base::Instant begin = executor_.now();
  EXPECT_EQ(bodies("slow"), "") << "a long poll by the queue's own wait";
  EXPECT_GE(executor_.now() - begin, base::Seconds(1));
  advance(base::Milliseconds(4'001));
  EXPECT_EQ(bodies("slow"), "ba");
}

TEST_F(MessagesTest, ReceivesUpToTen) {
  for (int i = 0; i < 12; ++i) send("q", "x");
  EXPECT_EQ(bodies("q", ""), "x") << "one is the default";
  EXPECT_EQ(bodies("q"), "xxxxxxxxxx");
  EXPECT_EQ(bodies("q"), "x");
}

TEST_F(MessagesTest, RangesOfReceiveAndSend) {
  for (const char* bad :
       {R"("MaxNumberOfMessages":0)", R"("MaxNumberOfMessages":11)", R"("WaitTimeSeconds":-1)",
        R"("WaitTimeSeconds":21)", R"("VisibilityTimeout":-1)", R"("VisibilityTimeout":43201)"}) {
    auto answer = call("ReceiveMessage", on("q", bad));
    EXPECT_EQ(answer.code(), "InvalidParameterValueException") << bad;
    EXPECT_EQ(answer.query_error, "InvalidParameterValue;Sender") << bad;
  }
  for (const char* bad : {R"("DelaySeconds":-1)", R"("DelaySeconds":901)"}) {
    EXPECT_EQ(refusal("SendMessage", on("q", R"("MessageBody":"x",)" + std::string(bad))),
              "InvalidParameterValueException");
  }
  EXPECT_EQ(counts("q"), "0 0 0");
}

TEST_F(MessagesTest, BodiesAreChecked) {
  EXPECT_EQ(refusal("SendMessage", on("q")), "MissingRequiredParameterException");
  EXPECT_EQ(refusal("SendMessage", on("q", R"("MessageBody":"")")),
            "MissingRequiredParameterException");
  EXPECT_EQ(refusal("SendMessage", on("q", R"("MessageBody":"\u0001")")), "InvalidMessageContents");
  create("small", R"({"MaximumMessageSize":"1024"})");
  send("small", std::string(1'024, 'x'));
  auto answer =
      call("SendMessage", on("small", R"("MessageBody":")" + std::string(1'025, 'x') + '"'));
  EXPECT_EQ(answer.code(), "InvalidParameterValueException");
  EXPECT_NE(answer.body.find("Message must be shorter than 1024 bytes."), std::string::npos);
  EXPECT_EQ(counts("small"), "1 0 0");
}

constexpr std::string_view kAttributes =
    R"("MessageAttributes":{"foo.a":{"DataType":"String","StringValue":"1"},)"
    R"("foo.b":{"DataType":"Number","StringValue":"2"},)"
    R"("bar":{"DataType":"Binary","BinaryValue":"AAE="}})";

TEST_F(MessagesTest, AttributesTravelWithTheirSum) {
  auto sent = call("SendMessage", on("q", R"("MessageBody":"x",)" + std::string(kAttributes)));
  std::string sum = md5_of_attributes({{"foo.a", {"String", "1"}},
                                       {"foo.b", {"Number", "2"}},
                                       {"bar", {"Binary", std::string("\0\1", 2)}}});
  EXPECT_NE(sent.body.find(R"("MD5OfMessageAttributes":")" + sum + '"'), std::string::npos)
      << sent.body;
  auto shown = [this](std::string_view names) {
    auto messages =
        receive("q", R"("VisibilityTimeout":0,"MessageAttributeNames":)" + std::string(names));
    return messages.empty() ? "none" : messages[0].text;
  };
  std::string all = shown(R"(["All"])");
  EXPECT_NE(all.find(R"("MD5OfMessageAttributes":")" + sum + '"'), std::string::npos) << all;
  EXPECT_NE(all.find(R"("bar":{"BinaryValue":"AAE=","DataType":"Binary"})"), std::string::npos)
      << all;
  EXPECT_NE(shown(R"([".*"])").find(sum), std::string::npos);
  std::string some = shown(R"(["foo.*"])");
  std::string some_sum =
      md5_of_attributes({{"foo.a", {"String", "1"}}, {"foo.b", {"Number", "2"}}});
  EXPECT_NE(some.find(some_sum), std::string::npos) << "the sum covers what is shown";
  EXPECT_EQ(some.find("bar"), std::string::npos);
  EXPECT_NE(shown(R"(["bar","none"])").find("bar"), std::string::npos);
  for (const char* none : {"[]", R"(["none"])", R"(["FOO.*"])"}) {
    EXPECT_EQ(shown(none).find("MessageAttributes"), std::string::npos) << none;
  }
}

TEST_F(MessagesTest, AttributesMustBeInTheFieldOfTheirType) {
  auto code = [this](std::string_view value) {
    return refusal("SendMessage", on("q", R"("MessageBody":"x","MessageAttributes":{"a":)" +
                                              std::string(value) + "}"));
  };
  EXPECT_EQ(code(R"({"DataType":"String","BinaryValue":"AAE="})"),
            "InvalidParameterValueException");
  EXPECT_EQ(code(R"({"DataType":"Binary","StringValue":"x"})"), "InvalidParameterValueException");
  EXPECT_EQ(code(R"({"DataType":"String"})"), "InvalidParameterValueException");
  EXPECT_EQ(code(R"({"StringValue":"x"})"), "MissingRequiredParameterException");
  EXPECT_EQ(code(R"({"DataType":"String","StringValue":"x","StringListValues":["y"]})"),
            "UnsupportedOperation");
}

TEST_F(MessagesTest, SystemAttributes) {
  constexpr std::string_view kTrace = R"("MessageSystemAttributes":{"AWSTraceHeader":)"
                                      R"({"DataType":"String","StringValue":"Root=1"}})";
  auto sent = call("SendMessage", on("q", R"("MessageBody":"x",)" + std::string(kTrace)));
  std::string sum = md5_of_attributes({{"AWSTraceHeader", {"String", "Root=1"}}});
  EXPECT_NE(sent.body.find(R"("MD5OfMessageSystemAttributes":")" + sum), std::string::npos)
      << sent.body;
  advance(base::Seconds(1));
  std::string all =
      receive("q", R"("VisibilityTimeout":0,"MessageSystemAttributeNames":["All"])").at(0).text;
  for (const char* part : {R"("AWSTraceHeader":"Root=1")", R"("SenderId":"111122223333")",
                           R"("SentTimestamp":"1795336200000")",
                           R"("ApproximateFirstReceiveTimestamp":"1795336201000")",
                           R"("ApproximateReceiveCount":"1")"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part << " in " << all;
  }
  std::string one = receive("q", R"("AttributeNames":["SenderId","SequenceNumber"])").at(0).text;
  EXPECT_NE(one.find(R"("Attributes":{"SenderId":"111122223333"})"), std::string::npos) << one;
  EXPECT_EQ(refusal("ReceiveMessage", on("q", R"("AttributeNames":["Colour"])")),
            "InvalidAttributeName");
  for (const char* bad : {R"({"Other":{"DataType":"String","StringValue":"x"}})",
                          R"({"AWSTraceHeader":{"DataType":"Number","StringValue":"1"}})",
                          R"({"AWSTraceHeader":{"DataType":"String","StringValue":""}})"}) {
    EXPECT_EQ(refusal("SendMessage", on("q", R"("MessageBody":"x","MessageSystemAttributes":)" +
                                                 std::string(bad))),
              "InvalidParameterValueException")
        << bad;
  }
}

TEST_F(MessagesTest, HandlesOfOtherQueuesAreRefused) {
  create("other");
  send("other", "x");
  std::string handle = receive("other").at(0).handle;
  for (const std::string& bad : {handle, std::string("nonsense"), std::string()}) {
    auto answer = call("DeleteMessage", on("q", R"("ReceiptHandle":")" + bad + '"'));
    EXPECT_EQ(answer.code(), "ReceiptHandleIsInvalid") << bad;
  }
  EXPECT_EQ(counts("other"), "0 1 0");
}

TEST_F(MessagesTest, DeletesInBatches) {
  for (const char* body : {"a", "b", "c"}) send("q", body);
  auto messages = receive("q", R"("MaxNumberOfMessages":10)");
  ASSERT_EQ(messages.size(), 3u);
  auto entry = [](std::string_view id, std::string_view handle) {
    return R"({"Id":")" + std::string(id) + R"(","ReceiptHandle":")" + std::string(handle) + "\"}";
  };
  auto batch = [&](const std::string& entries) {
    return call("DeleteMessageBatch", on("q", R"("Entries":[)" + entries + "]"));
  };
  auto answer = batch(entry("1", messages[0].handle) + "," + entry("2", "bad") + "," +
                      entry("3", messages[1].handle));
  EXPECT_EQ(
      answer.body,
      R"({"Successful":[{"Id":"1"},{"Id":"3"}],"Failed":[{"Id":"2","SenderFault":true,)"
      R"("Code":"ReceiptHandleIsInvalid","Message":"The input receipt handle \"bad\" is not a )"
      R"(valid receipt handle."}]})");
  EXPECT_EQ(counts("q"), "0 1 0");
  const std::string good = messages[2].handle;
  EXPECT_EQ(batch("").code(), "EmptyBatchRequest");
  EXPECT_EQ(batch(entry("1", good) + "," + entry("1", good)).code(), "BatchEntryIdsNotDistinct");
  EXPECT_EQ(batch(entry("a b", good)).code(), "InvalidBatchEntryId");
  EXPECT_EQ(batch(entry(std::string(81, 'i'), good)).code(), "InvalidBatchEntryId");
  std::string eleven;
  for (int i = 0; i < 11; ++i) eleven += (i ? "," : "") + entry(std::to_string(i), good);
  auto refused = batch(eleven);
  EXPECT_EQ(refused.query_error, "AWS.SimpleQueueService.TooManyEntriesInBatchRequest;Sender");
  EXPECT_EQ(counts("q"), "0 1 0");
  EXPECT_EQ(batch(entry(std::string(80, 'i'), good)).status, 200);
  EXPECT_EQ(counts("q"), "0 0 0");
}

TEST_F(MessagesTest, SurviveARestartWithTheirLeases) {
  send("q", "a");
  send("q", "b");
  auto taken = receive("q", R"("VisibilityTimeout":60)");
  open();
  EXPECT_EQ(counts("q"), "1 1 0");
  EXPECT_EQ(refusal("DeleteMessage", on("q", R"("ReceiptHandle":")" + taken.at(0).handle + '"')),
            "");
  EXPECT_EQ(counts("q"), "1 0 0");
}

TEST_F(MessagesTest, TheQueryProtocolByTheQueuesPath) {
  auto post = [](std::string_view form) {
    http::Request request = wire::TestClient::query_request("sqs", form, kAccount);
    request.target = "/111122223333/q";
    return request;
  };
  auto sent = client_->send(
      post("Action=SendMessage&Version=2012-11-05&QueueUrl=" + url("q") +
           "&MessageBody=a%3Cb&MessageAttribute.1.Name=n&MessageAttribute.1.Value.DataType=String&"
           "MessageAttribute.1.Value.StringValue=v"));
  EXPECT_EQ(sent.status, 200) << sent.body;
  EXPECT_NE(sent.body.find("<MD5OfMessageBody>" + md5_of_body("a<b")), std::string::npos)
      << sent.body;
  auto received =
      client_->send(post("Action=ReceiveMessage&Version=2012-11-05&QueueUrl=" + url("q") +
                         "&MessageAttributeName.1=All&AttributeName.1=SenderId"));
  for (const char* part :
       {"<ReceiveMessageResult><Message><MessageId>", "<Body>a&lt;b</Body>",
        "<Attribute><Name>SenderId</Name><Value>111122223333</Value></Attribute>",
        "<MessageAttribute><Name>n</Name><Value><StringValue>v</StringValue><DataType>String</"
        "DataType>"}) {
    EXPECT_NE(received.body.find(part), std::string::npos) << part << " in " << received.body;
  }
}

}  // namespace
}  // namespace angarium::services::sqs
