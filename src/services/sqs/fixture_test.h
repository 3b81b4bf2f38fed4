#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "json/value.h"
#include "services/sqs/sqs.h"
#include "store/memory/memory_engine.h"
#include "wire/test_client.h"

namespace angarium::services::sqs {

// SQS behind a gateway in dev mode, over a store in memory, on simulated time. The account is
// 111122223333, the region eu-west-1.
class SqsTest : public ::testing::Test {
 protected:
  static constexpr std::string_view kAccount = "111122223333";

  SqsTest() { open(); }
  ~SqsTest() override { close(); }

  // Begins again on what the store holds, as after a restart.
  void open() {
    close();
    client_.reset();
    sqs_.reset();
    ownership_.reset();
    store_.reset();
    driver_ = store::make_executor_driver(executor_);
    auto store = store::Store::open(engine_, clock_, *driver_, {});
    ASSERT_TRUE(store.ok());
    store_ = std::move(*store);
    ownership_ = std::make_unique<store::Ownership>(*store_, executor_);
    auto sqs = Sqs::open({*ownership_, clock_, random_, page_tokens_, *authorizer_, settings_});
    ASSERT_TRUE(sqs.ok()) << sqs.error().message();
    sqs_ = std::move(*sqs);
    client_ =
        std::make_unique<wire::TestClient>(std::vector{sqs_->service()}, executor_, authorizer_);
  }

  // What runs in the background ends, as in a shutdown.
  void close() {
    if (!sqs_) return;
    sqs_->stop();
    bool has_ended = false;
    auto wait = [](Sqs& sqs, bool& has_ended) -> base::Task<void> {
      co_await sqs.ended();
      has_ended = true;
    };
    base::start(wait(*sqs_, has_ended));
    while (!has_ended && executor_.run_one()) {
    }
  }

  wire::TestClient::Answer call(std::string_view operation, std::string_view body,
                                std::string_view account = kAccount) {
    return client_->json("AmazonSQS." + std::string(operation), body, account);
  }
  // The code that a call is refused with; empty when it isn't.
  std::string refusal(std::string_view operation, std::string_view body,
                      std::string_view account = kAccount) {
    return call(operation, body, account).code();
  }

  static std::string url(std::string_view name, std::string_view account = kAccount) {
    return "http://localhost:4566/" + std::string(account) + "/" + std::string(name);
  }
  // {"QueueUrl":"...", MORE}
  static std::string on(std::string_view queue, std::string_view more = "") {
    return R"({"QueueUrl":")" + url(queue) + '"' + (more.empty() ? "" : ",") + std::string(more) +
           "}";
  }
  void create(std::string_view name, std::string_view attributes = "{}") {
    auto answer = call("CreateQueue", R"({"QueueName":")" + std::string(name) +
                                          R"(","Attributes":)" + std::string(attributes) + "}");
    ASSERT_EQ(answer.status, 200) << answer.body;
  }
  void send(std::string_view queue, std::string_view body, std::string_view more = "") {
    auto answer = call("SendMessage", on(queue, R"("MessageBody":")" + std::string(body) + '"' +
                                                    (more.empty() ? "" : ",") + std::string(more)));
    ASSERT_EQ(answer.status, 200) << answer.body;
  }

  struct Received {
    std::string body;
    std::string handle;
    std::string text;  // the whole message, as JSON
  };
  static std::vector<Received> messages_of(const std::string& body) {
    std::vector<Received> messages;
    auto document = json::Document::parse(body);
    EXPECT_TRUE(document.ok()) << body;
    auto list = document->root().find("Messages");
    if (!list) return messages;
    for (json::Value message : list->elements()) {
      messages.push_back({std::string(*message.find("Body")->string()),
                          std::string(*message.find("ReceiptHandle")->string()), body});
    }
    return messages;
  }
  std::vector<Received> receive(std::string_view queue, std::string_view more = "") {
    auto answer = call("ReceiveMessage", on(queue, more));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return messages_of(answer.body);
  }
  // The bodies, one after the other.
  std::string bodies(std::string_view queue,
                     std::string_view more = R"("MaxNumberOfMessages":10)") {
    std::string all;
    for (const Received& message : receive(queue, more)) all += message.body;
    return all;
  }
  // "visible in-flight delayed"
  std::string counts(std::string_view queue) {
    auto document = json::Document::parse(
        call("GetQueueAttributes", on(queue, R"("AttributeNames":["All"])")).body);
    auto attributes = document->root().find("Attributes");
    auto count = [&](std::string_view name) {
      return std::string(*attributes->find(name)->string());
    };
    return count("ApproximateNumberOfMessages") + " " +
           count("ApproximateNumberOfMessagesNotVisible") + " " +
           count("ApproximateNumberOfMessagesDelayed");
  }
  void advance(base::Milliseconds by) { executor_.run_until(executor_.now() + by); }

  base::SimulatedExecutor executor_{1};
  base::SimulatedClock clock_{executor_, *base::parse_basic("20261122T083000Z")};
  base::SeededRandom random_{1};
  wire::PageTokens page_tokens_{std::string(32, 'p')};
  Settings settings_;
  wire::AllowAll allow_all_;
  wire::Authorizer* authorizer_ = &allow_all_;  // requests' and rules'
  store::memory::MemoryEngine engine_;
  std::unique_ptr<store::GroupDriver> driver_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<store::Ownership> ownership_;
  std::unique_ptr<Sqs> sqs_;
  std::unique_ptr<wire::TestClient> client_;
};

}  // namespace angarium::services::sqs
