#include "services/sqs/queue_target.h"

#include <gmock/gmock.h>

#include "delivery/dead_letter.h"
#include "services/sqs/fixture_test.h"
#include "wire/test_authorizer.h"

namespace angarium::services::sqs {
namespace {

using delivery::Attempt;
using Outcome = Attempt::Outcome;

class QueueTargetTest : public SqsTest {
 protected:
  QueueTargetTest() { create("q"); }

  // An event from the bus `default` of `account`, for the queue `name` of 111122223333.
  delivery::Delivery event(std::string_view account, std::string_view name, std::string envelope,
                           std::string_view role = "", std::string id = "e") {
    auto content = std::make_shared<delivery::Content>();
    content->event_id = std::move(id);
    content->envelope = std::move(envelope);
    auto route = std::make_shared<delivery::Route>();
    route->subscription = delivery::SubscriptionId("rule/target");
    route->rule_arn =
        delivery::RuleArn("arn:aws:events:eu-west-1:" + std::string(account) + ":rule/forward");
    route->target_arn =
        delivery::TargetArn("arn:aws:sqs:eu-west-1:111122223333:" + std::string(name));
    route->role_arn = delivery::RoleArn(role);
    delivery::Delivery delivery;
    delivery.content = std::move(content);
    delivery.route = std::move(route);
    delivery.bus = {{base::AccountId(account), base::Region("eu-west-1")}, "default"};
    delivery.log_offset = ++last_offset_;
    return delivery;
  }
  Attempt attempt(delivery::Delivery delivery) {
    std::optional<Attempt> result;
    auto run = [](std::shared_ptr<delivery::Target> target, delivery::Delivery delivery,
                  std::optional<Attempt>& result) -> base::Task<void> {
      result = co_await target->attempt(std::move(delivery));
    };
    base::start(run(sqs_->target(), std::move(delivery), result));
    while (!result && executor_.run_one()) {
    }
    return *result;
  }
  void create_with_policy(std::string_view name, std::string_view condition_account) {
    std::string policy =
        R"({\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{)"
        R"(\"Service\":\"events.amazonaws.com\"},\"Action\":\"sqs:SendMessage\",)"
        R"(\"Resource\":\"*\",)"
        R"(\"Condition\":{\"ArnEquals\":{\"aws:SourceArn\":\"arn:aws:events:eu-west-1:)" +
        std::string(condition_account) +
        R"(:rule/forward\"},\"StringEquals\":{\"aws:SourceAccount\":\")" +
        std::string(condition_account) + R"(\"}}}]})";
    create(name, R"({"Policy":")" + policy + R"("})");
  }

  store::Offset last_offset_ = 0;
};

TEST_F(QueueTargetTest, AnEventBecomesAMessage) {
  EXPECT_EQ(attempt(event(kAccount, "q", R"({"id":"e"})")).outcome, Outcome::kDelivered);
  EXPECT_EQ(bodies("q"), R"({"id":"e"})");
}

TEST_F(QueueTargetTest, TheTraceGoesOnWithTheMessage) {
  auto received_with = [this](const std::string& header) {
    auto delivery = event(kAccount, "q", "{}");
    auto content = std::make_shared<delivery::Content>(*delivery.content);
    content->event_id = "e" + header;
    content->trace_header = header;
    delivery.content = std::move(content);
    EXPECT_EQ(attempt(delivery).outcome, Outcome::kDelivered);
    return call("ReceiveMessage", on("q", R"("AttributeNames":["AWSTraceHeader"])")).body;
  };
  using ::testing::HasSubstr;
  using ::testing::Not;
  EXPECT_THAT(received_with("Root=1-5759e988-bd862e3fe1be46a994272793"),
              HasSubstr(R"("AWSTraceHeader":"Root=1-5759e988-bd862e3fe1be46a994272793")"));
  EXPECT_THAT(received_with(""), Not(HasSubstr("AWSTraceHeader")));
  EXPECT_THAT(received_with("a\x01z"), Not(HasSubstr("AWSTraceHeader")))
      << "no message can carry that character";
}

TEST_F(QueueTargetTest, ADeadLetterSaysWhyInAttributes) {
  auto delivery = event(kAccount, "q", R"({"id":"e"})");
  delivery::DeadLetter letter{delivery.route, delivery::GiveUpReason::kRetriesExhausted, 4, {},
                              "NO_RESOURCE",  std::string("a\x01\xff\xef\xbf\xbf b")};
  delivery.dead_letter = std::make_shared<const delivery::DeadLetter>(std::move(letter));
  EXPECT_EQ(attempt(delivery).outcome, Outcome::kDelivered);
  const std::string received =
      call("ReceiveMessage", on("q", R"("MessageAttributeNames":["All"])")).body;
  auto holds = [&](const std::string& name, const std::string& value) {
    return received.find("\"" + name + R"(":{"StringValue":")" + value) != std::string::npos;
  };
  EXPECT_TRUE(holds("ERROR_CODE", "NO_RESOURCE")) << received;
  EXPECT_TRUE(holds("ERROR_MESSAGE", "a??? b")) << received;
  EXPECT_TRUE(holds("EXHAUSTED_RETRY_CONDITION", "MaximumRetryAttempts")) << received;
  EXPECT_TRUE(holds("RETRY_ATTEMPTS", "3")) << received;
  EXPECT_TRUE(holds("RULE_ARN", "arn:aws:events:eu-west-1:")) << received;
  const std::string_view end = R"(111122223333:q","DataType":"String"})";
  EXPECT_TRUE(holds("TARGET_ARN", "arn:aws:sqs:eu-west-1:" + std::string(end))) << received;
}

TEST_F(QueueTargetTest, ADeliveryRepeatedIsTakenOnce) {
  auto delivery = event(kAccount, "q", "{}");
  EXPECT_EQ(attempt(delivery).outcome, Outcome::kDelivered);
  receive("q");
  ++delivery.attempt;
  open();
  EXPECT_EQ(attempt(delivery).outcome, Outcome::kDelivered);
  EXPECT_EQ(counts("q"), "0 1 0");
  EXPECT_EQ(attempt(event(kAccount, "q", "{}")).outcome, Outcome::kDelivered);
  EXPECT_EQ(counts("q"), "1 1 0");
}

// A bus made again under the name of a deleted one counts its events from 0 again.
TEST_F(QueueTargetTest, AnotherEventAtTheSameOffsetIsNoRepetition) {
  auto first = event(kAccount, "q", "{}");
  auto second = event(kAccount, "q", "{}", "", "another");
  second.log_offset = first.log_offset;
  EXPECT_EQ(attempt(first).outcome, Outcome::kDelivered);
  EXPECT_EQ(attempt(second).outcome, Outcome::kDelivered);
  EXPECT_EQ(counts("q"), "2 0 0");
}

TEST_F(QueueTargetTest, AMissingQueueIsAPermanentFailure) {
  auto missing = attempt(event(kAccount, "none", "{}"));
  EXPECT_EQ(missing.outcome, Outcome::kPermanent);
  EXPECT_EQ(missing.error_code, "NO_RESOURCE");
  EXPECT_FALSE(sqs_->target()->same_commit(event(kAccount, "none", "{}"), {}).has_value());
}

// Where policies decide.
class PermittedDeliveryTest : public QueueTargetTest {
 protected:
  static constexpr std::string_view kStranger = "444455556666";

  PermittedDeliveryTest() {
    authorizer_ = &policies_;
    open();
  }
  ~PermittedDeliveryTest() override { close(); }

  wire::TestAuthorizer policies_;
};

TEST_F(PermittedDeliveryTest, TheQueuesPolicyMustPermitTheRule) {
  create_with_policy("own", kAccount);
  create_with_policy("open", kStranger);
  auto denied = attempt(event(kAccount, "q", "{}"));
  EXPECT_EQ(denied.outcome, Outcome::kPermanent);
  EXPECT_EQ(denied.error_code, "NO_PERMISSIONS");
  EXPECT_EQ(denied.error_message,
            "events.amazonaws.com is not authorized to perform: sqs:SendMessage on resource: "
            "arn:aws:sqs:eu-west-1:111122223333:q because no resource-based policy allows the "
            "sqs:SendMessage action");
  EXPECT_EQ(attempt(event(kAccount, "own", "{}")).outcome, Outcome::kDelivered);
  EXPECT_EQ(attempt(event(kAccount, "open", "{}")).error_code, "NO_PERMISSIONS");
  EXPECT_EQ(attempt(event(kStranger, "open", "{}")).outcome, Outcome::kDelivered);
  EXPECT_EQ(attempt(event("777788889999", "open", "{}")).error_code, "NO_PERMISSIONS");
  EXPECT_FALSE(sqs_->target()->same_commit(event(kAccount, "q", "{}"), {}).has_value());
}

TEST_F(PermittedDeliveryTest, AStrangerDoesNotLearnWhetherAQueueExists) {
  EXPECT_EQ(attempt(event(kStranger, "q", "{}")).error_code, "NO_PERMISSIONS");
  EXPECT_EQ(attempt(event(kStranger, "none", "{}")).error_code, "NO_PERMISSIONS");
  EXPECT_EQ(attempt(event(kAccount, "none", "{}")).error_code, "NO_RESOURCE");
}

TEST_F(PermittedDeliveryTest, ARoleIsThePrincipalInTheServicesPlace) {
  const std::string role = "arn:aws:iam::111122223333:role/way/courier";
  create_with_policy("own", kAccount);
  EXPECT_EQ(attempt(event(kAccount, "own", "{}", role)).error_code, "NO_PERMISSIONS");
  auto allow = policy::Policy::parse(
      R"({"Statement":{"Effect":"Allow","Action":"sqs:SendMessage","Resource":)"
      R"("arn:aws:sqs:eu-west-1:111122223333:q"}})",
      policy::PolicyKind::kIdentity);
  policies_.roles[role] = *allow;
  EXPECT_EQ(attempt(event(kAccount, "q", "{}", role)).outcome, Outcome::kDelivered);
  EXPECT_EQ(attempt(event(kAccount, "own", "{}", role)).error_code, "NO_PERMISSIONS");
}

TEST_F(PermittedDeliveryTest, AQueueMayDenyItsOwnAccountsRules) {
  create("shut", R"({"Policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",)"
                 R"(\"Principal\":\"*\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}]}"})");
  EXPECT_EQ(attempt(event(kAccount, "shut", "{}")).error_code, "NO_PERMISSIONS");
}

TEST_F(PermittedDeliveryTest, ALongPollThatLostItsPermissionTakesNothing) {
  const std::string grant = R"("Attributes":{"Policy":"{\"Statement\":{\"Effect\":\"Allow\",)"
                            R"(\"Principal\":{\"AWS\":\"444455556666\"},)"
                            R"(\"Action\":\"sqs:ReceiveMessage\",\"Resource\":\"*\"}}"})";
  EXPECT_EQ(call("SetQueueAttributes", on("q", grant)).status, 200);
  auto poll = [this](std::string_view account) {
    auto waiting = client_->begin(wire::TestClient::json_request(
        "AmazonSQS.ReceiveMessage", on("q", R"("WaitTimeSeconds":20)"), account));
    advance(base::Seconds(1));
    return waiting;
  };
  auto stranger = poll(kStranger);
  auto owner = poll(kAccount);
  ASSERT_FALSE(stranger->has_value());
  EXPECT_EQ(call("SetQueueAttributes", on("q", R"("Attributes":{"Policy":""})")).status, 200);
  send("q", "secret");
  advance(base::Seconds(1));
  ASSERT_TRUE(stranger->has_value());
  EXPECT_EQ((*stranger)->code(), "AccessDeniedException");
  ASSERT_TRUE(owner->has_value()) << "the message is for whoever waits next";
  EXPECT_THAT((*owner)->body, ::testing::HasSubstr("secret"));
}

TEST_F(QueueTargetTest, AnEventLargerThanTheQueueTakesFailsForGood) {
  create("small", R"({"MaximumMessageSize":"1024"})");
  EXPECT_EQ(attempt(event(kAccount, "small", std::string(1'024, 'x'))).outcome,
            Outcome::kDelivered);
  EXPECT_EQ(attempt(event(kAccount, "small", std::string(1'025, 'x'))).error_code,
            "MESSAGE_TOO_LARGE");
}

TEST_F(QueueTargetTest, ATransformDecidesWhatTheMessageIs) {
  auto with = [this](std::string path, std::string envelope) {
    auto delivery = event(kAccount, "q", std::move(envelope));
    auto route = std::make_shared<delivery::Route>(*delivery.route);
    route->transform = std::make_shared<const delivery::Transform>(*delivery::Transform::parse(
        {delivery::TransformSource::Kind::kTemplate, R"("<v>")", {{"v", std::move(path)}}}));
    delivery.route = std::move(route);
    return delivery;
  };
  auto delivered = with("$.a", R"({"a":"x"})");
  EXPECT_EQ(attempt(delivered).outcome, Outcome::kDelivered);
  EXPECT_EQ(receive("q").at(0).body, R"("x")");
  EXPECT_TRUE(sqs_->target()->same_commit(delivered, delivered.bus.partition).has_value());
  auto spoilt = with("$.a", R"({"a":"\u0001"})");
  EXPECT_FALSE(sqs_->target()->same_commit(spoilt, spoilt.bus.partition).has_value());
  EXPECT_EQ(attempt(spoilt).error_code, "INVALID_PARAMETER");
  auto large = with("$.a", R"({"a":")" + std::string((1 << 20) - 1, 'x') + R"("})");
  EXPECT_EQ(attempt(large).error_code, "MESSAGE_TOO_LARGE");
}

TEST_F(QueueTargetTest, CharactersThatNoMessageMayHoldAreEscaped) {
  attempt(event(kAccount, "q", "[\"a\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBDz\"]"));
  EXPECT_EQ(receive("q").at(0).body, "[\"a\\ufffe\\uffff\xEF\xBF\xBDz\"]");
}

TEST_F(QueueTargetTest, AFifoQueueNeedsAGroupAndDeduplicationByContent) {
  create("plain.fifo", R"({"FifoQueue":"true"})");
  create("q.fifo", R"({"FifoQueue":"true","ContentBasedDeduplication":"true"})");
  auto in_group = [this](std::string_view queue, std::string envelope, std::string group) {
    auto delivery = event(kAccount, queue, std::move(envelope));
    auto route = std::make_shared<delivery::Route>(*delivery.route);
    route->message_group_id = std::move(group);
    delivery.route = std::move(route);
    return delivery;
  };
  Attempt no_group = attempt(in_group("q.fifo", "1", ""));
  EXPECT_EQ(no_group.outcome, Outcome::kPermanent);
  EXPECT_EQ(no_group.error_message, "The request must contain the parameter MessageGroupId.");
  EXPECT_EQ(attempt(in_group("plain.fifo", "1", "g")).error_code, "INVALID_PARAMETER");
  EXPECT_FALSE(sqs_->target()->same_commit(in_group("plain.fifo", "1", "g"),
                                           in_group("q", "", "").bus.partition));
  for (const char* envelope : {"1", "2", "1", "3"}) {
    EXPECT_EQ(attempt(in_group("q.fifo", envelope, "g")).outcome, Outcome::kDelivered);
  }
  EXPECT_EQ(attempt(in_group("q.fifo", "4", "h")).outcome, Outcome::kDelivered);
  EXPECT_EQ(bodies("q.fifo"), "1234");
  EXPECT_EQ(attempt(in_group("q", "fair", "g")).outcome, Outcome::kDelivered);
  EXPECT_NE(receive("q", R"("AttributeNames":["MessageGroupId"])").at(0).text.find(R"("g")"),
            std::string::npos);
}

TEST_F(QueueTargetTest, JoinsTheCommitOfItsOwnPartitionOnly) {
  auto delivery = event(kAccount, "q", "{}");
  auto commit = sqs_->target()->same_commit(delivery, delivery.bus.partition);
  ASSERT_TRUE(commit.has_value());
  EXPECT_EQ(commit->operations.size(), 1u);
  EXPECT_EQ(commit->preconditions.size(), 1u) << "that the queue exists";
  store::Partition elsewhere{base::AccountId(kAccount), base::Region("us-east-1")};
  EXPECT_FALSE(sqs_->target()->same_commit(delivery, elsewhere).has_value());
}

}  // namespace
}  // namespace angarium::services::sqs
