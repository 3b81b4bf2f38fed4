#include "services/sqs/fixture_test.h"

// Waiting, limits and retention: what ReceiveMessage does over time.
namespace angarium::services::sqs {
namespace {

class ReceiverTest : public SqsTest {
 protected:
  ReceiverTest() { create("q"); }

  std::vector<wire::TestClient::Pending> begin_polls(int count, std::string_view more = "") {
    std::vector<wire::TestClient::Pending> polls(static_cast<size_t>(count));
    for (auto& poll : polls) poll = begin_poll(20, more);
    return polls;
  }
  wire::TestClient::Pending begin_poll(int seconds, std::string_view more = "") {
    return client_->begin(
        wire::TestClient::json_request("AmazonSQS.ReceiveMessage",
                                       on("q", R"("WaitTimeSeconds":)" + std::to_string(seconds) +
                                                   (more.empty() ? "" : ",") + std::string(more)),
                                       kAccount));
  }
  static std::string bodies_of(const wire::TestClient::Pending& poll) {
    if (!*poll) return "waiting";
    std::string all;
    for (const Received& message : messages_of((*poll)->body)) all += message.body;
    return all;
  }
};

TEST_F(ReceiverTest, ALongPollEndsWithTheFirstMessage) {
  auto poll = begin_poll(20);
  advance(base::Seconds(5));
  EXPECT_EQ(bodies_of(poll), "waiting");
  send("q", "a");
  advance(base::Milliseconds(1));
  EXPECT_EQ(bodies_of(poll), "a");
}

// A message that somebody waits for is handed out in the group that brings it.
TEST_F(ReceiverTest, AWaitingPollCostsNoSyncOfItsOwn) {
  auto poll = begin_poll(20);
  advance(base::Seconds(1));
  const uint64_t syncs = engine_.sync_count();
  send("q", "a");
  advance(base::Milliseconds(1));
  EXPECT_EQ(bodies_of(poll), "a");
  EXPECT_EQ(engine_.sync_count(), syncs + 1);
}

TEST_F(ReceiverTest, WaitingPollsShareWhatComesTogether) {
  std::vector<wire::TestClient::Pending> polls;
  for (int i = 0; i < 3; ++i) {
    polls.push_back(begin_poll(20, R"("MaxNumberOfMessages":2)"));
    advance(base::Milliseconds(1));
  }
  call("SendMessageBatch",
       on("q", R"("Entries":[{"Id":"1","MessageBody":"a"},)"
               R"({"Id":"2","MessageBody":"b"},{"Id":"3","MessageBody":"c"}])"));
  advance(base::Milliseconds(1));
  EXPECT_EQ(bodies_of(polls[0]), "ab");
  EXPECT_EQ(bodies_of(polls[1]), "c");
  EXPECT_EQ(bodies_of(polls[2]), "waiting");
  send("q", "d");
  advance(base::Milliseconds(1));
  EXPECT_EQ(bodies_of(polls[2]), "d");
}

TEST_F(ReceiverTest, ALongPollEndsWithoutOneWhenItsTimeIsOver) {
  auto poll = begin_poll(20);
  advance(base::Milliseconds(19'999));
  EXPECT_EQ(bodies_of(poll), "waiting");
  advance(base::Milliseconds(2));
  EXPECT_EQ(bodies_of(poll), "");
}

TEST_F(ReceiverTest, ALongPollSeesADelayAndALeaseEnd) {
  send("q", "late", R"("DelaySeconds":3)");
  auto poll = begin_poll(20, R"("VisibilityTimeout":4)");
  advance(base::Milliseconds(2'999));
  EXPECT_EQ(bodies_of(poll), "waiting");
  advance(base::Milliseconds(2));
  EXPECT_EQ(bodies_of(poll), "late");
  auto again = begin_poll(20);
  advance(base::Milliseconds(3'990));
  EXPECT_EQ(bodies_of(again), "waiting");
  advance(base::Milliseconds(20));
  EXPECT_EQ(bodies_of(again), "late");
}

TEST_F(ReceiverTest, EachMessageEndsOneOfManyPolls) {
  const auto polls = begin_polls(20);
  advance(base::Seconds(1));
  for (int i = 0; i < 5; ++i) send("q", "x");
  advance(base::Milliseconds(10));
  auto is_waiting = [](const auto& poll) { return !*poll; };
  EXPECT_EQ(std::count_if(polls.begin(), polls.end(), is_waiting), 15);
  advance(base::Seconds(20));
  std::string all;
  for (const auto& poll : polls) all += bodies_of(poll);
  EXPECT_EQ(all, "xxxxx");
}

// What one message costs doesn't grow with the polls that wait for it, delayed or not.
TEST_F(ReceiverTest, AMessageWakesNoMorePollsThanItIsFor) {
  auto work_with = [this](int count, std::string_view more) {
    const auto polls = begin_polls(count, R"("VisibilityTimeout":43200)");
    advance(base::Seconds(1));
    send("q", "x", more);
    size_t work = 0;
    auto is_answered = [](const auto& poll) { return poll->has_value(); };
    while (std::none_of(polls.begin(), polls.end(), is_answered) && executor_.run_one()) ++work;
    advance(base::Seconds(20));
    EXPECT_EQ(std::count_if(polls.begin(), polls.end(),
                            [](const auto& poll) { return bodies_of(poll) == "x"; }),
              1);
    return work;
  };
  for (const char* more : {"", R"("DelaySeconds":2)"}) {
    EXPECT_LE(work_with(200, more), work_with(2, more) + 20) << more;
  }
}

TEST_F(ReceiverTest, AWaitingPollRunsNothing) {
  auto poll = begin_poll(20);
  advance(base::Milliseconds(1));
  size_t work = 0;
  while (!*poll && executor_.run_one()) ++work;
  EXPECT_LT(work, 20u) << "pieces of work in twenty seconds of waiting";
}

TEST_F(ReceiverTest, StoppingEndsEveryWait) {
  auto poll = begin_poll(20);
  advance(base::Seconds(1));
  sqs_->stop();
  advance(base::Milliseconds(1));
  EXPECT_EQ(bodies_of(poll), "");
  auto later = begin_poll(20);
  advance(base::Milliseconds(1));
  EXPECT_EQ(bodies_of(later), "");
  send("q", "x");
  EXPECT_EQ(bodies("q"), "x");
}

TEST_F(ReceiverTest, APollOfADeletedQueueEnds) {
  auto poll = begin_poll(2);
  advance(base::Seconds(1));
  call("DeleteQueue", on("q"));
  advance(base::Seconds(2));
  EXPECT_EQ(bodies_of(poll), "");
}

TEST_F(ReceiverTest, AtTheLimitOfMessagesInFlight) {
  settings_.in_flight_max = 2;
  open();
  for (int i = 0; i < 3; ++i) send("q", "x");
  EXPECT_EQ(bodies("q", R"("MaxNumberOfMessages":2)"), "xx");
  auto refused = call("ReceiveMessage", on("q"));
  EXPECT_EQ(refused.code(), "OverLimit");
  EXPECT_EQ(refused.status, 403);
  auto poll = begin_poll(1);
  advance(base::Milliseconds(999));
  EXPECT_EQ(bodies_of(poll), "waiting");
  advance(base::Milliseconds(2));
  EXPECT_EQ(bodies_of(poll), "") << "a long poll gets no error";
}

TEST_F(ReceiverTest, AWaitingPollTakesNothingAtTheLimitOfMessagesInFlight) {
  settings_.in_flight_max = 1;
  open();
  send("q", "a");
  EXPECT_EQ(bodies("q"), "a");
  auto poll = begin_poll(20);
  advance(base::Seconds(1));
  send("q", "b");
  advance(base::Seconds(1));
  EXPECT_EQ(bodies_of(poll), "waiting");
  advance(base::Seconds(29));
  EXPECT_EQ(bodies_of(poll), "");
}

class RetentionTest : public ReceiverTest {
 protected:
  RetentionTest() { create("r", R"({"MessageRetentionPeriod":"60","VisibilityTimeout":"1"})"); }
};

TEST_F(RetentionTest, AnExpiredMessageIsNotReceived) {
  send("r", "old");
  advance(base::Seconds(30));
  send("r", "new");
  EXPECT_EQ(bodies("r"), "oldnew");
  advance(base::Milliseconds(30'100));
  EXPECT_EQ(bodies("r"), "new");
  advance(base::Seconds(60));
  EXPECT_EQ(bodies("r"), "");
}

TEST_F(RetentionTest, ManyExpiredMessagesAreWalkedThroughInSteps) {
  for (int i = 0; i < 1'050; ++i) send("r", "old");
  advance(base::Seconds(61));
  EXPECT_EQ(bodies("r"), "");
  EXPECT_NE(counts("r"), "0 0 0") << "a call removes a bounded number";
  send("r", "new");
  EXPECT_EQ(bodies("r"), "new");
}

TEST_F(RetentionTest, ExpiryRemovesThemInTheBackground) {
  settings_.expiry_interval = base::Seconds(10);
  settings_.expired_messages_max = 7;
  open();
  sqs_->start();
  for (int i = 0; i < 30; ++i) send("r", "old");
  advance(base::Seconds(50));
  send("r", "new");
  EXPECT_EQ(counts("r"), "31 0 0");
  advance(base::Seconds(21));
  EXPECT_EQ(counts("r"), "1 0 0");
  EXPECT_EQ(counts("q"), "0 0 0");
  sqs_->stop();
  advance(base::Seconds(100));
  EXPECT_EQ(counts("r"), "1 0 0") << "stopped";
}

}  // namespace
}  // namespace angarium::services::sqs
