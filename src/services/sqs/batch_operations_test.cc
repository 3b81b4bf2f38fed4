#include "services/sqs/fixture_test.h"

namespace angarium::services::sqs {
namespace {

// SendMessageBatch. The other batches are tested beside what they do many of.
class SendBatchTest : public SqsTest {
 protected:
  SendBatchTest() { create("q"); }

  static std::string entry(std::string_view id, std::string_view body, std::string_view more = "") {
    return R"({"Id":")" + std::string(id) + R"(","MessageBody":")" + std::string(body) + '"' +
           (more.empty() ? "" : ",") + std::string(more) + "}";
  }
  wire::TestClient::Answer batch(const std::string& entries, std::string_view queue = "q") {
    return call("SendMessageBatch", on(queue, R"("Entries":[)" + entries + "]"));
  }
};

TEST_F(SendBatchTest, SendsAllInOneCommit) {
  store::Partition partition{base::AccountId(kAccount), base::Region("eu-west-1")};
  store::Revision before = store_->revision(partition);
  auto answer =
      batch(entry("a", "1") + "," + entry("b", "2", R"("DelaySeconds":5)") + "," + entry("c", "3"));
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_NE(answer.body.find(R"("Failed":[])"), std::string::npos) << answer.body;
  EXPECT_EQ(store_->revision(partition), before + 1);
  EXPECT_EQ(counts("q"), "2 0 1");
  EXPECT_EQ(bodies("q"), "13");
  advance(base::Milliseconds(4'999));
  EXPECT_EQ(bodies("q"), "");
  advance(base::Milliseconds(1));
  EXPECT_EQ(bodies("q"), "2");
}

TEST_F(SendBatchTest, EntriesFailByThemselves) {
  create("small", R"({"MaximumMessageSize":"1024"})");
  auto answer = batch(entry("ok", "x") + "," + entry("long", std::string(1'025, 'x')) + "," +
                          entry("late", "x", R"("DelaySeconds":901)") + "," +
                          entry("odd", R"(\u0001)") + "," + entry("fits", std::string(1'024, 'x')),
                      "small");
  EXPECT_EQ(answer.status, 200) << answer.body;
  for (const char* part :
       {R"({"Id":"long","SenderFault":true,"Code":"InvalidParameterValue","Message":"One or more )"
        R"(parameters are invalid. Reason: Message must be shorter than 1024 bytes."})",
        R"({"Id":"late","SenderFault":true,"Code":"InvalidParameterValue","Message":"Value 901 )",
        R"({"Id":"odd","SenderFault":true,"Code":"InvalidMessageContents")",
        R"({"Id":"ok","MessageId":")", R"({"Id":"fits","MessageId":")"}) {
    EXPECT_NE(answer.body.find(part), std::string::npos) << part << " in " << answer.body;
  }
  EXPECT_EQ(counts("small"), "2 0 0");
  auto none = batch(entry("long", std::string(1'025, 'x')), "small");
  EXPECT_NE(none.body.find(R"("Successful":[])"), std::string::npos) << none.body;
}

TEST_F(SendBatchTest, TogetherAtMostOneMebibyte) {
  constexpr size_t kMax = 1'048'576;
  EXPECT_EQ(batch(entry("a", std::string(kMax - 10, 'x')) + "," + entry("b", "0123456789")).status,
            200);
  std::string attribute = R"("MessageAttributes":{"n":{"DataType":"String","StringValue":"v"}})";
  auto refused =
      batch(entry("a", std::string(kMax - 10, 'x')) + "," + entry("b", "012", attribute));
  EXPECT_EQ(refused.query_error, "AWS.SimpleQueueService.BatchRequestTooLong;Sender");
  EXPECT_NE(refused.body.find("Batch requests cannot be longer than 1048576 bytes. You have sent "
                              "1048577 bytes."),
            std::string::npos)
      << refused.body.substr(0, 300);
  EXPECT_EQ(counts("q"), "2 0 0");
}

TEST_F(SendBatchTest, TheWholeIsRefusedForItsIds) {
  EXPECT_EQ(batch("").code(), "EmptyBatchRequest");
  EXPECT_EQ(batch(entry("a", "x") + "," + entry("a", "y")).code(), "BatchEntryIdsNotDistinct");
  EXPECT_EQ(batch(entry("a", "x") + "," + entry("a.b", "y")).code(), "InvalidBatchEntryId");
  EXPECT_EQ(batch(entry("", "x")).code(), "InvalidBatchEntryId");
  EXPECT_EQ(batch(R"({"Id":"a"})").code(), "MissingRequiredParameterException");
  std::string eleven;
  for (int i = 0; i < 11; ++i) eleven += (i ? "," : "") + entry(std::to_string(i), "x");
  EXPECT_EQ(batch(eleven).code(), "TooManyEntriesInBatchRequest");
  EXPECT_EQ(counts("q"), "0 0 0");
  EXPECT_EQ(call("SendMessageBatch", on("none", R"("Entries":[)" + entry("a", "x") + "]")).code(),
            "QueueDoesNotExist");
}

TEST_F(SendBatchTest, InTheQueryProtocol) {
  auto answer = client_->query(
      "sqs",
      "Action=SendMessageBatch&Version=2012-11-05&QueueUrl=" + url("q") +
          "&SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=one"
          "&SendMessageBatchRequestEntry.2.Id=b&SendMessageBatchRequestEntry.2.MessageBody=%01"
          "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=n"
          "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=String"
          "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue=v",
      kAccount);
  EXPECT_EQ(answer.status, 200) << answer.body;
  for (const char* part :
       {"<SendMessageBatchResultEntry><Id>a</Id><MessageId>", "<MD5OfMessageAttributes>",
        "<BatchResultErrorEntry><Id>b</Id>", "<Code>InvalidMessageContents</Code>"}) {
    EXPECT_NE(answer.body.find(part), std::string::npos) << part << " in " << answer.body;
  }
}

}  // namespace
}  // namespace angarium::services::sqs
