#include "services/sqs/fixture_test.h"

namespace angarium::services::sqs {
namespace {

class VisibilityTest : public SqsTest {
 protected:
  VisibilityTest() { create("q"); }

  wire::TestClient::Answer change(std::string_view handle, int seconds) {
    return call("ChangeMessageVisibility",
                on("q", R"("ReceiptHandle":")" + std::string(handle) + R"(","VisibilityTimeout":)" +
                            std::to_string(seconds)));
  }
  std::string take(std::string_view more = "") { return receive("q", more).at(0).handle; }
};

TEST_F(VisibilityTest, CountsFromTheCall) {
  send("q", "a");
  std::string handle = take(R"("VisibilityTimeout":60)");
  advance(base::Seconds(15));
  EXPECT_EQ(change(handle, 10).status, 200);
  advance(base::Milliseconds(9'999));
  EXPECT_EQ(bodies("q"), "");
  EXPECT_EQ(counts("q"), "0 1 0");
  advance(base::Milliseconds(1));
  EXPECT_EQ(counts("q"), "1 0 0");
  EXPECT_EQ(bodies("q", R"("VisibilityTimeout":1)"), "a");
}

TEST_F(VisibilityTest, ZeroGivesTheMessageBackAtOnce) {
  send("q", "a");
  std::string handle = take();
  EXPECT_EQ(change(handle, 0).status, 200);
  EXPECT_EQ(counts("q"), "1 0 0");
  auto again = change(handle, 0);
  EXPECT_EQ(again.code(), "MessageNotInflight");
  EXPECT_EQ(again.query_error, "AWS.SimpleQueueService.MessageNotInflight;Sender");
  EXPECT_EQ(bodies("q"), "a");
}

TEST_F(VisibilityTest, WakesALongPoll) {
  send("q", "a");
  std::string handle = take(R"("VisibilityTimeout":600)");
  auto poll = client_->begin(wire::TestClient::json_request(
      "AmazonSQS.ReceiveMessage", on("q", R"("WaitTimeSeconds":20)"), kAccount));
  advance(base::Seconds(1));
  EXPECT_FALSE(*poll);
  EXPECT_EQ(change(handle, 0).status, 200);
  advance(base::Milliseconds(1));
  ASSERT_TRUE(*poll);
  EXPECT_EQ(messages_of((*poll)->body).size(), 1u);
}

TEST_F(VisibilityTest, TwelveHoursFromTheReceiveAtMost) {
  send("q", "a");
  std::string handle = take();
  EXPECT_EQ(change(handle, 43'200).status, 200) << "the limit";
  advance(base::Seconds(1));
  auto beyond = change(handle, 43'200);
  EXPECT_EQ(beyond.code(), "InvalidParameterValueException");
  EXPECT_NE(beyond.body.find("Total VisibilityTimeout for the message is beyond the limit "
                             "[43200 seconds]"),
            std::string::npos)
      << beyond.body;
  EXPECT_EQ(change(handle, 43'199).status, 200);
  for (int bad : {-1, 43'201}) {
    EXPECT_EQ(change(handle, bad).code(), "InvalidParameterValueException") << bad;
  }
}

TEST_F(VisibilityTest, OnlyTheLatestReceiptCan) {
  send("q", "a");
  std::string first = take(R"("VisibilityTimeout":1)");
  advance(base::Seconds(1));
  EXPECT_EQ(change(first, 30).code(), "MessageNotInflight");
  std::string second = take();
  auto old = change(first, 30);
  EXPECT_EQ(old.code(), "InvalidParameterValueException");
  EXPECT_NE(old.body.find("Message does not exist or is not available for visibility timeout "
                          "change."),
            std::string::npos)
      << old.body;
  EXPECT_EQ(change(second, 30).status, 200);
  call("DeleteMessage", on("q", R"("ReceiptHandle":")" + second + '"'));
  EXPECT_EQ(change(second, 30).code(), "InvalidParameterValueException");
  EXPECT_EQ(change("nonsense", 30).code(), "ReceiptHandleIsInvalid");
}

TEST_F(VisibilityTest, TheNextReceiveHasTheQueuesTimeoutAgain) {
  send("q", "a");
  EXPECT_EQ(change(take(), 5).status, 200);
  advance(base::Seconds(5));
  EXPECT_EQ(bodies("q"), "a");
  advance(base::Milliseconds(29'999));
  EXPECT_EQ(bodies("q"), "");
  advance(base::Milliseconds(1));
  EXPECT_EQ(bodies("q"), "a");
}

TEST_F(VisibilityTest, InBatches) {
  for (const char* body : {"a", "b"}) send("q", body);
  auto messages = receive("q", R"("MaxNumberOfMessages":10)");
  auto entry = [](std::string_view id, std::string_view handle, std::string_view more) {
    return R"({"Id":")" + std::string(id) + R"(","ReceiptHandle":")" + std::string(handle) + '"' +
           std::string(more) + "}";
  };
  auto batch = [&](const std::string& entries) {
    return call("ChangeMessageVisibilityBatch", on("q", R"("Entries":[)" + entries + "]"));
  };
  auto answer = batch(entry("1", messages.at(0).handle, R"(,"VisibilityTimeout":0)") + "," +
                      entry("2", "bad", R"(,"VisibilityTimeout":0)") + "," +
                      entry("3", messages.at(1).handle, R"(,"VisibilityTimeout":43201)") + "," +
                      entry("4", messages.at(1).handle, ""));
  EXPECT_EQ(answer.status, 200);
  for (const char* part :
       {R"("Successful":[{"Id":"1"}])", R"({"Id":"2","SenderFault":true,"Code":"ReceiptHandle)",
        R"({"Id":"3","SenderFault":true,"Code":"InvalidParameterValue")",
        R"({"Id":"4","SenderFault":true,"Code":"MissingParameter")"}) {
    EXPECT_NE(answer.body.find(part), std::string::npos) << part << " in " << answer.body;
  }
  EXPECT_EQ(counts("q"), "1 1 0");
  EXPECT_EQ(batch("").code(), "EmptyBatchRequest");
}

}  // namespace
}  // namespace angarium::services::sqs
