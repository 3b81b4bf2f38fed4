#include "services/sqs/move_task.h"
#include "services/sqs/fixture_test.h"

namespace angarium::services::sqs {
namespace {

constexpr std::string_view kArn = "arn:aws:sqs:eu-west-1:111122223333:";

class MoveTaskTest : public SqsTest {
 protected:
  MoveTaskTest() {
    create("dead");
    for (const char* name : {"a", "b"}) {
      create(name, R"({"VisibilityTimeout":"0","RedrivePolicy":"{\"deadLetterTargetArn\":\")" +
                       std::string(kArn) + R"(dead\",\"maxReceiveCount\":1}"})");
    }
  }
  // Sends a message and lets it die.
  void bury(std::string_view queue, std::string_view body) {
    send(queue, body);
    EXPECT_EQ(bodies(queue), body);
    EXPECT_EQ(bodies(queue), "");
  }
  wire::TestClient::Answer start_task(std::string_view source, std::string_view more = "") {
    return call("StartMessageMoveTask", R"({"SourceArn":")" + std::string(kArn) +
                                            std::string(source) + '"' + (more.empty() ? "" : ",") +
                                            std::string(more) + "}");
  }
  static std::string to(std::string_view queue) {
    return R"("DestinationArn":")" + std::string(kArn) + std::string(queue) + '"';
  }
  static std::string handle_of(const wire::TestClient::Answer& answer) {
    auto document = json::Document::parse(answer.body);
    auto handle = document->root().find("TaskHandle");
    EXPECT_TRUE(handle) << answer.body;
    return handle ? std::string(*handle->string()) : "";
  }
  wire::TestClient::Answer cancel(std::string_view handle) {
    return call("CancelMessageMoveTask", R"({"TaskHandle":")" + std::string(handle) + "\"}");
  }
  std::string list(int results_max = 10) {
    auto answer = call("ListMessageMoveTasks", R"({"SourceArn":")" + std::string(kArn) +
                                                   R"(dead","MaxResults":)" +
                                                   std::to_string(results_max) + "}");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
  // "STATUS moved/to move" of each.
  std::string tasks(int results_max = 10) {
    auto document = json::Document::parse(list(results_max));
    std::string all;
    for (json::Value task : document->root().find("Results")->elements()) {
      auto count = [&](std::string_view name) {
        return std::to_string(*task.find(name)->integer());
      };
      all += (all.empty() ? "" : ", ") + std::string(*task.find("Status")->string()) + " " +
             count("ApproximateNumberOfMessagesMoved") + "/" +
             count("ApproximateNumberOfMessagesToMove");
    }
    return all;
  }
  void settle() { advance(base::Milliseconds(1)); }
};

TEST_F(MoveTaskTest, MessagesGoBackWhereTheyCameFrom) {
  bury("a", "1");
  bury("b", "2");
  EXPECT_EQ(counts("dead"), "2 0 0");
  EXPECT_EQ(start_task("dead").status, 200);
  settle();
  EXPECT_EQ(tasks(), "COMPLETED 2/2");
  EXPECT_EQ(counts("dead"), "0 0 0");
  EXPECT_EQ(counts("a"), "1 0 0");
  EXPECT_EQ(bodies("b"), "2");
}

TEST_F(MoveTaskTest, WhatIsMovedIsNew) {
  bury("a", "x");
  std::string before = receive("dead", R"("VisibilityTimeout":0)").at(0).text;
  auto id = [](const std::string& text) { return text.substr(text.find("MessageId"), 50); };
  create("elsewhere", R"({"DelaySeconds":"5"})");
  advance(base::Seconds(7));
  EXPECT_EQ(start_task("dead", to("elsewhere")).status, 200);
  settle();
  EXPECT_EQ(counts("elsewhere"), "0 0 1");
  advance(base::Seconds(5));
  std::string after = receive("elsewhere", R"("AttributeNames":["All"])").at(0).text;
  EXPECT_NE(id(before), id(after));
  EXPECT_NE(after.find(R"("ApproximateReceiveCount":"1")"), std::string::npos) << after;
  EXPECT_NE(after.find(R"("SentTimestamp":"1795336207)"), std::string::npos) << after;
  EXPECT_EQ(after.find("DeadLetterQueueSourceArn"), std::string::npos);
}

TEST_F(MoveTaskTest, KeepsToItsRate) {
  for (int i = 0; i < 30; ++i) send("dead", "x");
  create("elsewhere");
  std::string more = to("elsewhere") + R"(,"MaxNumberOfMessagesPerSecond":10)";
  std::string handle = handle_of(start_task("dead", more));
  advance(base::Milliseconds(999));
  EXPECT_EQ(tasks(), "RUNNING 10/30");
  EXPECT_NE(list().find(handle), std::string::npos);
  EXPECT_NE(list().find(R"("MaxNumberOfMessagesPerSecond":10)"), std::string::npos);
  advance(base::Milliseconds(1'000));
  EXPECT_EQ(tasks(), "RUNNING 20/30");
  advance(base::Milliseconds(1'500));
  EXPECT_EQ(tasks(), "COMPLETED 30/30");
  EXPECT_EQ(list().find(handle), std::string::npos) << "only shown while it runs";
  EXPECT_EQ(counts("elsewhere"), "30 0 0");
}

TEST_F(MoveTaskTest, GoesOnAfterARestart) {
  for (int i = 0; i < 10; ++i) send("dead", "x");
  create("elsewhere");
  start_task("dead", to("elsewhere") + R"(,"MaxNumberOfMessagesPerSecond":1)");
  advance(base::Milliseconds(3'500));
  EXPECT_EQ(tasks(), "RUNNING 4/10");
  open();
  advance(base::Seconds(5));
  EXPECT_EQ(tasks(), "RUNNING 4/10") << "not before start()";
  EXPECT_EQ(start_task("dead").code(), "InvalidParameterValueException");
  sqs_->start();
  advance(base::Seconds(6));
  EXPECT_EQ(tasks(), "COMPLETED 10/10");
  EXPECT_EQ(counts("elsewhere"), "10 0 0");
}

TEST_F(MoveTaskTest, IsCancelled) {
  for (int i = 0; i < 10; ++i) send("dead", "x");
  create("elsewhere");
  std::string handle =
      handle_of(start_task("dead", to("elsewhere") + R"(,"MaxNumberOfMessagesPerSecond":1)"));
  advance(base::Milliseconds(1'500));
  EXPECT_EQ(cancel(handle).body, R"({"ApproximateNumberOfMessagesMoved":2})");
  settle();
  EXPECT_EQ(tasks(), "CANCELLED 2/10");
  advance(base::Seconds(5));
  EXPECT_EQ(counts("dead"), "8 0 0");
  EXPECT_EQ(cancel(handle).code(), "UnsupportedOperation");
  EXPECT_EQ(cancel("nonsense").code(), "InvalidParameterValueException");
  EXPECT_EQ(cancel(make_task_handle(
                       {.id = "other", .source = *parse_queue_arn(std::string(kArn) + "dead")}))
                .code(),
            "ResourceNotFoundException");
  EXPECT_EQ(start_task("dead", to("elsewhere")).status, 200);
  settle();
  EXPECT_EQ(tasks(), "COMPLETED 8/8, CANCELLED 2/10");
  EXPECT_EQ(tasks(1), "COMPLETED 8/8");
}

TEST_F(MoveTaskTest, FailsWithItsReason) {
  send("dead", "x");
  start_task("dead");
  settle();
  EXPECT_EQ(tasks(), "FAILED 0/1");
  EXPECT_NE(list().find(R"("FailureReason":"CouldNotDetermineMessageSource")"), std::string::npos);
  EXPECT_EQ(counts("dead"), "1 0 0");
  bury("a", "y");
  call("DeleteQueue", on("a"));
  call("PurgeQueue", on("dead"));
  bury("b", "z");
  start_task("dead");
  settle();
  EXPECT_EQ(bodies("b"), "z");
  create("elsewhere");
  for (int i = 0; i < 3; ++i) send("dead", "x");
  start_task("dead", to("elsewhere") + R"(,"MaxNumberOfMessagesPerSecond":1)");
  settle();
  call("DeleteQueue", on("elsewhere"));
  advance(base::Seconds(2));
  EXPECT_EQ(tasks(1), "FAILED 1/3");
  EXPECT_NE(list(1).find("AWS.SimpleQueueService.NonExistentQueue"), std::string::npos);
  EXPECT_EQ(counts("dead"), "2 0 0");
}

TEST_F(MoveTaskTest, LeavesAloneWhatIsInFlight) {
  for (const char* body : {"x", "y"}) bury("a", body);
  std::string handle = receive("dead").at(0).handle;
  start_task("dead");
  settle();
  EXPECT_EQ(tasks(), "COMPLETED 1/1");
  EXPECT_EQ(counts("dead"), "0 1 0");
}

TEST_F(MoveTaskTest, RunsForThirtySixHoursAtMost) {
  settings_.move_task_time_max = base::Seconds(10);
  open();
  for (int i = 0; i < 20; ++i) send("dead", "x");
  create("elsewhere");
  start_task("dead", to("elsewhere") + R"(,"MaxNumberOfMessagesPerSecond":1)");
  advance(base::Milliseconds(9'999));
  EXPECT_EQ(tasks(), "RUNNING 10/20");
  advance(base::Milliseconds(2));
  EXPECT_EQ(tasks(), "FAILED 10/20");
}

TEST_F(MoveTaskTest, OnePerQueueAndAFewPerAccount) {
  settings_.move_tasks_max = 1;
  open();
  for (int i = 0; i < 3; ++i) send("dead", "x");
  create("dead2");
  create("c", R"({"RedrivePolicy":"{\"deadLetterTargetArn\":\")" + std::string(kArn) +
                  R"(dead2\",\"maxReceiveCount\":1}"})");
  const std::string slowly = to("a") + R"(,"MaxNumberOfMessagesPerSecond":1)";
  EXPECT_EQ(start_task("dead", slowly).status, 200);
  auto second = start_task("dead", slowly);
  EXPECT_EQ(second.query_error, "InvalidParameterValue;Sender");
  EXPECT_NE(second.body.find("There is already a task running."), std::string::npos);
  EXPECT_NE(start_task("dead2").body.find("already 1 active tasks"), std::string::npos);
  call("DeleteQueue", on("dead"));
  advance(base::Seconds(2));
  EXPECT_EQ(start_task("dead2").status, 200) << "a task ends with its queue";
}

TEST_F(MoveTaskTest, KeepsTheLastTen) {
  for (int i = 0; i < 11; ++i) {
    bury("a", std::to_string(i));
    EXPECT_EQ(start_task("dead", to("b")).status, 200);
    settle();
  }
  EXPECT_EQ(tasks().size(), std::string("COMPLETED 1/1, ").size() * 10 - 2);
  for (int bad : {0, 11}) {
    EXPECT_EQ(
        refusal("ListMessageMoveTasks", R"({"SourceArn":")" + std::string(kArn) +
                                            R"(dead","MaxResults":)" + std::to_string(bad) + "}"),
        "InvalidParameterValueException");
  }
}

TEST_F(MoveTaskTest, WhatCannotBeStarted) {
  EXPECT_EQ(start_task("none").code(), "ResourceNotFoundException");
  EXPECT_NE(start_task("a").body.find("Source queue must be configured as a Dead Letter Queue."),
            std::string::npos);
  EXPECT_EQ(start_task("dead", to("none")).code(), "ResourceNotFoundException");
  create("other.fifo", R"({"FifoQueue":"true"})");
  EXPECT_NE(start_task("dead", to("other.fifo")).body.find("of the same queue type"),
            std::string::npos);
  EXPECT_NE(start_task("dead", to("dead")).body.find("cannot be the same."), std::string::npos);
  EXPECT_NE(start_task("dead", R"("DestinationArn":"x")").body.find("You must use this format"),
            std::string::npos);
  for (const char* bad : {"0", "501"}) {
    EXPECT_NE(start_task("dead", R"("MaxNumberOfMessagesPerSecond":)" + std::string(bad))
                  .body.find("between 1 and 500"),
              std::string::npos);
  }
  EXPECT_EQ(tasks(), "");
  EXPECT_EQ(start_task("dead", R"("MaxNumberOfMessagesPerSecond":500)").status, 200);
  EXPECT_EQ(refusal("ListMessageMoveTasks", R"({"SourceArn":"x"})"),
            "InvalidParameterValueException");
}

TEST_F(MoveTaskTest, FifoQueuesKeepTheOrderOfTheirGroups) {
  create("dead.fifo", R"({"FifoQueue":"true","ContentBasedDeduplication":"true"})");
  create("f.fifo", R"({"FifoQueue":"true","VisibilityTimeout":"0","RedrivePolicy":)"
                   R"("{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-west-1:111122223333:dead.fifo\",)"
                   R"(\"maxReceiveCount\":1}"})");
  for (const char* body : {"1", "2", "3"}) {
    send("f.fifo", body,
         R"("MessageGroupId":"g","MessageDeduplicationId":")" + std::string(body) + '"');
  }
  EXPECT_EQ(bodies("f.fifo"), "123");
  EXPECT_EQ(bodies("f.fifo"), "");
  EXPECT_EQ(start_task("dead.fifo").status, 200);
  settle();
  EXPECT_EQ(bodies("f.fifo"), "123");
}

TEST(MoveTasks, ComeBackAsTheyWere) {
  MoveTask task{.id = "t",
                .destination_arn = "d",
                .messages_per_second_max = 3,
                .status = MoveTask::Status::kFailed,
                .started = base::from_unix_ms(5),
                .moved = 7,
                .to_move = 9,
                .failure_reason = "why"};
  MoveTask other{.id = "u", .started = base::from_unix_ms(6)};
  auto read = decode_move_tasks(encode_move_tasks({task, other}));
  ASSERT_TRUE(read.ok());
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ(encode_move_tasks(*read), encode_move_tasks({task, other}));
  EXPECT_EQ((*read)[0].failure_reason, "why");
  EXPECT_EQ((*read)[0].moved, 7u);
  EXPECT_EQ((*read)[1].status, MoveTask::Status::kRunning);
  EXPECT_FALSE(decode_move_tasks("\x0a\x01").ok());
}

}  // namespace
}  // namespace angarium::services::sqs
