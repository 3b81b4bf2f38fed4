#include "services/sqs/fixture_test.h"
#include "wire/botocore_diff.h"

namespace angarium::services::sqs {
namespace {

TEST_F(SqsTest, TableIsAwsOwn) { EXPECT_EQ(wire::differences_from_botocore(Api::table()), ""); }

TEST_F(SqsTest, CreateAnswersWithTheUrlAndIsIdempotent) {
  for (int i = 0; i < 2; ++i) {
    auto answer =
        call("CreateQueue", R"({"QueueName":"orders","Attributes":{"DelaySeconds":"3"}})");
    EXPECT_EQ(answer.body, R"({"QueueUrl":")" + url("orders") + R"("})");
  }
  EXPECT_EQ(call("CreateQueue", R"({"QueueName":"orders"})").status, 200) << "nothing differs";
  auto other = call("CreateQueue", R"({"QueueName":"orders","Attributes":{"DelaySeconds":"4"}})");
  EXPECT_EQ(other.status, 400);
  EXPECT_EQ(other.code(), "QueueNameExists");
  EXPECT_EQ(other.query_error, "QueueAlreadyExists;Sender");
  EXPECT_NE(other.body.find("a different value for attribute DelaySeconds"), std::string::npos);
}

TEST_F(SqsTest, TwoCreationsAtOnceMakeOneQueue) {
  auto request = [](std::string_view delay) {
    return wire::TestClient::json_request(
        "AmazonSQS.CreateQueue",
        R"({"QueueName":"q","Attributes":{"DelaySeconds":")" + std::string(delay) + R"("}})",
        kAccount);
  };
  auto first = client_->begin(request("1"));
  auto same = client_->begin(request("1"));
  auto other = client_->begin(request("2"));
  executor_.run_until_idle(10'000);
  ASSERT_TRUE(*first && *same && *other);
  const bool is_other_first = (*other)->status == 200;
  for (const auto& one : {first, same}) EXPECT_EQ((*one)->status, is_other_first ? 400 : 200);
  EXPECT_EQ((*other)->status, is_other_first ? 200 : 400);
}

TEST_F(SqsTest, CreateRefusesByName) {
  auto code = [this](std::string_view more) {
    return refusal("CreateQueue", R"({"QueueName":"q",)" + std::string(more) + "}");
  };
  EXPECT_EQ(code(R"("Attributes":{"KmsMasterKeyId":"k"})"), "UnsupportedOperation");
  EXPECT_EQ(code(R"("Attributes":{"VisibilityTimeout":"43201"})"), "InvalidAttributeValue");
  EXPECT_EQ(code(R"("Attributes":{"Colour":"red"})"), "InvalidAttributeName");
  EXPECT_EQ(code(R"("tags":{"aws:x":"y"})"), "InvalidParameterValueException");
  EXPECT_EQ(refusal("CreateQueue", R"({"QueueName":"q q"})"), "InvalidParameterValueException");
  EXPECT_EQ(refusal("CreateQueue", R"({"QueueName":"q.fifo"})"), "InvalidParameterValueException");
  auto missing = call("CreateQueue", "{}");
  EXPECT_EQ(missing.code(), "MissingRequiredParameterException");
  EXPECT_EQ(missing.query_error, "MissingParameter;Sender");
  EXPECT_EQ(refusal("GetQueueUrl", R"({"QueueName":"q"})"), "QueueDoesNotExist")
      << "nothing was made";
}

TEST_F(SqsTest, QueuesSurviveARestart) {
  create("orders", R"({"DelaySeconds":"3"})");
  open();
  EXPECT_EQ(call("GetQueueUrl", R"({"QueueName":"orders"})").status, 200);
  EXPECT_EQ(refusal("CreateQueue", R"({"QueueName":"orders","Attributes":{"DelaySeconds":"4"}})"),
            "QueueNameExists");
}

TEST_F(SqsTest, QueuesBelongToAnAccountAndARegion) {
  create("orders");
  EXPECT_EQ(refusal("GetQueueUrl", R"({"QueueName":"orders"})", "444455556666"),
            "QueueDoesNotExist");
  auto foreign =
      call("GetQueueUrl", R"({"QueueName":"orders","QueueOwnerAWSAccountId":"111122223333"})",
           "444455556666");
  EXPECT_EQ(foreign.body, R"({"QueueUrl":")" + url("orders") + R"("})");
  EXPECT_EQ(refusal("GetQueueUrl", R"({"QueueName":"orders","QueueOwnerAWSAccountId":"1"})"),
            "InvalidParameterValueException");
}

TEST_F(SqsTest, DeleteTakesTheMessagesAlong) {
  settings_.deleted_name_wait = base::Seconds(0);
  open();
  create("orders");
  send("orders", "old");
  std::string handle = receive("orders", R"("VisibilityTimeout":0)").at(0).handle;
  EXPECT_EQ(call("DeleteQueue", on("orders")).body, "");
  EXPECT_EQ(refusal("SendMessage", on("orders", R"("MessageBody":"x")")), "QueueDoesNotExist");
  EXPECT_EQ(refusal("DeleteQueue", on("orders")), "QueueDoesNotExist");
  create("orders");
  EXPECT_EQ(counts("orders"), "0 0 0");
  EXPECT_EQ(refusal("DeleteMessage", on("orders", R"("ReceiptHandle":")" + handle + '"')),
            "ReceiptHandleIsInvalid")
      << "a handle of the queue that was";
}

TEST_F(SqsTest, ADeletedNameCanBeTakenAfterAWhile) {
  create("orders");
  call("DeleteQueue", on("orders"));
  advance(base::Milliseconds(59'000));
  auto answer = call("CreateQueue", R"({"QueueName":"orders"})");
  EXPECT_EQ(answer.query_error, "AWS.SimpleQueueService.QueueDeletedRecently;Sender");
  advance(base::Milliseconds(1'001));
  create("orders");
}

TEST_F(SqsTest, MissingQueuesHaveTwoNames) {
  auto json = call("GetQueueUrl", R"({"QueueName":"none"})");
  EXPECT_EQ(json.status, 400);
  EXPECT_EQ(json.code(), "QueueDoesNotExist");
  EXPECT_EQ(json.query_error, "AWS.SimpleQueueService.NonExistentQueue;Sender");
  auto query =
      client_->query("sqs", "Action=GetQueueUrl&Version=2012-11-05&QueueName=none", kAccount);
  EXPECT_EQ(query.status, 400);
  EXPECT_EQ(query.code(), "AWS.SimpleQueueService.NonExistentQueue");
  EXPECT_NE(query.body.find("does not exist for this wsdl version."), std::string::npos);
  EXPECT_EQ(refusal("DeleteQueue", R"({"QueueUrl":"nonsense"})"), "InvalidAddress");
}

TEST_F(SqsTest, ListsInPages) {
  EXPECT_EQ(call("ListQueues", "{}").body, "{}");
  for (const char* name : {"b", "a1", "a2", "a3"}) create(name);
  auto list = [this](std::string_view body) {
    auto answer = call("ListQueues", body);
    EXPECT_EQ(answer.status, 200) << answer.body;
    auto document = json::Document::parse(answer.body);
    std::string names;
    if (auto urls = document->root().find("QueueUrls")) {
      for (json::Value each : urls->elements()) {
        names += std::string(*each.string()).substr(url("").size()) + " ";
      }
    }
    auto token = document->root().find("NextToken");
    return std::pair(names, token ? std::string(*token->string()) : "");
  };
  EXPECT_EQ(list("{}").first, "a1 a2 a3 b ");
  auto [names, token] = list(R"({"QueueNamePrefix":"a","MaxResults":2})");
  EXPECT_EQ(names, "a1 a2 ");
  ASSERT_NE(token, "");
  auto [rest, end] = list(R"({"QueueNamePrefix":"a","MaxResults":2,"NextToken":")" + token + "\"}");
  EXPECT_EQ(rest, "a3 ");
  EXPECT_EQ(end, "");
  EXPECT_EQ(refusal("ListQueues", R"({"MaxResults":2,"NextToken":")" + token + "\"}"),
            "InvalidParameterValueException")
      << "a token of another list";
  EXPECT_EQ(refusal("ListQueues", R"({"MaxResults":0})"), "InvalidParameterValueException");
  EXPECT_EQ(refusal("ListQueues", R"({"MaxResults":1001})"), "InvalidParameterValueException");
  EXPECT_EQ(call("ListQueues", "{}", "444455556666").body, "{}");
}

TEST_F(SqsTest, ShowsTheAttributesAskedFor) {
  create("orders", R"({"VisibilityTimeout":"7"})");
  EXPECT_EQ(call("GetQueueAttributes", on("orders")).body, "{}");
  EXPECT_EQ(call("GetQueueAttributes",
                 on("orders", R"("AttributeNames":["QueueArn","VisibilityTimeout","Policy"])"))
                .body,
            R"({"Attributes":{"QueueArn":"arn:aws:sqs:eu-west-1:111122223333:orders",)"
            R"("VisibilityTimeout":"7"}})");
  std::string all = call("GetQueueAttributes", on("orders", R"("AttributeNames":["All"])")).body;
  for (const char* part :
       {R"("CreatedTimestamp":"1795336200")", R"("LastModifiedTimestamp":"1795336200")",
        R"("MaximumMessageSize":"1048576")", R"("MessageRetentionPeriod":"345600")",
        R"("DelaySeconds":"0")", R"("ReceiveMessageWaitTimeSeconds":"0")",
        R"("SqsManagedSseEnabled":"false")"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part << " in " << all;
  }
  EXPECT_EQ(refusal("GetQueueAttributes", on("orders", R"("AttributeNames":["Colour"])")),
            "InvalidAttributeName");
}

TEST_F(SqsTest, SpeaksTheQueryProtocol) {
  auto created = client_->query(
      "sqs",
      "Action=CreateQueue&Version=2012-11-05&QueueName=q&Attribute.1.Name=DelaySeconds&"
      "Attribute.1.Value=3",
      kAccount);
  EXPECT_EQ(created.status, 200) << created.body;
  EXPECT_NE(created.body.find("<CreateQueueResult><QueueUrl>" + url("q") + "</QueueUrl>"),
            std::string::npos)
      << created.body;
  auto shown = client_->query("sqs",
                              "Action=GetQueueAttributes&Version=2012-11-05&QueueUrl=" + url("q") +
                                  "&AttributeName.1=DelaySeconds",
                              kAccount);
  EXPECT_NE(shown.body.find("<Attribute><Name>DelaySeconds</Name><Value>3</Value></Attribute>"),
            std::string::npos)
      << shown.body;
  auto listed = client_->query("sqs", "Action=ListQueues&Version=2012-11-05", kAccount);
  EXPECT_NE(listed.body.find("<ListQueuesResult><QueueUrl>" + url("q")), std::string::npos);
}

}  // namespace
}  // namespace angarium::services::sqs
