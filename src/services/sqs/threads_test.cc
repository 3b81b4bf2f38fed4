// SQS as production runs it: several threads, a committer of its own, many clients at once. Meant
// for the thread sanitizer above all.
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/asio_executor.h"
#include "base/block_on.h"
#include "json/value.h"
#include "services/sqs/sqs.h"
#include "store/memory/memory_engine.h"
#include "wire/test_client.h"

namespace angarium::services::sqs {
namespace {

constexpr int kSenders = 3;
constexpr int kMessages = 60;  // of each
constexpr int kReceivers = 3;

class SqsThreadsTest : public testing::Test {
 protected:
  SqsThreadsTest()
      : driver_(store::make_thread_driver()),
        store_(std::move(*store::Store::open(disk_, clock_, *driver_, {}))),
        ownership_(*store_, executor_),
        sqs_(std::move(*Sqs::open({ownership_, clock_, random_, page_tokens_, authorizer_}))),
        gateway_({sqs_->service()}, {.authenticator = authenticator_,
                                     .authorizer = authorizer_,
                                     .worker = executor_,
                                     .clock = clock_,
                                     .random = random_,
                                     .metrics = metrics_}) {}
  ~SqsThreadsTest() override {
    sqs_->stop();
    base::block_on(executor_, sqs_->ended());
    executor_.stop();
  }

  // Blocks the calling thread, which stands for a client.
  std::string call(std::string_view operation, const std::string& body) {
    auto request = wire::TestClient::json_request("AmazonSQS." + std::string(operation), body);
    http::Response answer = base::block_on(executor_, gateway_.handle(std::move(request)));
    EXPECT_EQ(answer.status, 200) << operation << ": " << answer.body;
    return answer.body;
  }
  static std::string on_queue(const std::string& more) {
    return R"({"QueueUrl":"http://localhost/000000000000/q",)" + more + "}";
  }
  void send_all(int sender) {
    for (int i = 0; i < kMessages; ++i) {
      std::string name = std::to_string(sender) + "/" + std::to_string(i);
      call("SendMessage", on_queue(R"("MessageBody":")" + name + '"'));
    }
  }
  void receive_all() {
    while (received_ < kSenders * kMessages) {
      auto answer = json::Document::parse(
          call("ReceiveMessage", on_queue(R"("MaxNumberOfMessages":3,"WaitTimeSeconds":20)")));
      auto messages = answer->root().find("Messages");
      if (!messages) continue;
      for (json::Value message : messages->elements()) {
        call("DeleteMessage",
             on_queue(R"("ReceiptHandle":")" +
                      std::string(*message.find("ReceiptHandle")->string()) + '"'));
        base::MutexLock lock(mutex_);
        bodies_.emplace(*message.find("Body")->string());
      }
      received_ += static_cast<int>(messages->size());
    }
    sqs_->stop();  // the other receivers needn't wait out their polls
  }

  base::AsioExecutor executor_{"worker", 3};
  base::SystemClock clock_;
  base::SystemRandom random_;
  base::Metrics metrics_;
  store::memory::MemoryEngine disk_;
  std::unique_ptr<store::GroupDriver> driver_;
  std::unique_ptr<store::Store> store_;
  store::Ownership ownership_;
  wire::PageTokens page_tokens_{std::string(32, 'p')};
  wire::AllowAll authorizer_;
  std::unique_ptr<Sqs> sqs_;
  wire::TrustingAuthenticator authenticator_{{base::Region("eu-west-1")}};
  wire::Gateway gateway_;

  std::atomic<int> received_ = 0;
  base::Mutex mutex_;
  std::multiset<std::string> bodies_ AG_GUARDED_BY(mutex_);
};

TEST_F(SqsThreadsTest, EachMessageIsReceivedOnce) {
  call("CreateQueue", R"({"QueueName":"q","Attributes":{"VisibilityTimeout":"600"}})");
  sqs_->start();
  std::vector<std::thread> clients;
  clients.reserve(kReceivers + kSenders);
  for (int i = 0; i < kReceivers; ++i) clients.emplace_back([this] { receive_all(); });
  for (int i = 0; i < kSenders; ++i) clients.emplace_back([this, i] { send_all(i); });
  for (std::thread& client : clients) client.join();
  base::MutexLock lock(mutex_);
  EXPECT_EQ(bodies_.size(), size_t{kSenders * kMessages});
  EXPECT_EQ(std::set<std::string>(bodies_.begin(), bodies_.end()).size(), bodies_.size());
}

}  // namespace
}  // namespace angarium::services::sqs
