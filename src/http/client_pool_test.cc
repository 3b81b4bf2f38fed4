#include "http/client_pool.h"

#include <gtest/gtest.h>

#include <vector>

#include "http/test_conversation.h"

namespace angarium::http {
namespace {

// Servers in memory, one for each connection.
class MemoryConnector final : public Connector {
 public:
  explicit MemoryConnector(base::SimulatedExecutor& executor)
      : executor_(executor),
        clock_(executor, base::Time{}),
        handler_(executor),
        server_(handler_, limits(), executor, clock_) {}

  base::Task<base::Result<std::unique_ptr<Stream>>> connect(Origin origin, base::Instant) override {
    origins.push_back(origin.host);
    if (refuses) co_return base::Error{HttpError::kConnectFailed, "refused"};
    auto [client, server] = MemoryStream::connect(executor_);
    clients.push_back(client.get());
    base::start(serve(std::move(server)));
    co_return std::move(client);
  }

  std::vector<std::string> origins;
  std::vector<MemoryStream*> clients;
  bool refuses = false;

 private:
  static Limits limits() {
    Limits limits;
    limits.idle_timeout = base::Milliseconds(3'600'000);
    return limits;
  }
  base::Task<void> serve(std::unique_ptr<Stream> stream) {
    co_await server_.serve(std::move(stream));
  }

  base::SimulatedExecutor& executor_;
  base::SimulatedClock clock_;
  EchoHandler handler_;
  Server server_;
};

class ClientPoolTest : public testing::Test {
 protected:
  ClientPoolTest() { open({}); }
  ~ClientPoolTest() override { executor_.drop_all(); }

  void open(const PoolLimits& limits) {
    pool_ = std::make_unique<ClientPool>(executor_, connector_, limits);
  }
  static base::Task<void> ask(ClientPool& pool, std::string host, std::string target,
                              std::string& status) {
    Request request;
    request.method = "GET";
    request.target = std::move(target);
    request.headers.add("Host", host);
    Origin origin{.is_secure = false, .host = std::move(host), .port = 80};
    auto answer = co_await pool.send(std::move(origin), std::move(request), base::Instant::max(),
                                     AnswerLimits{});
    status = answer.ok() ? std::to_string(answer->status) : std::string(answer.error().code_name());
  }
  std::string send(const std::string& host, const std::string& target = "/") {
    std::string status;
    base::start(ask(*pool_, host, target, status));
    settle();
    return status;
  }
  void settle() { executor_.run_until(executor_.now()); }
  void wait(base::Seconds time) { executor_.run_until(executor_.now() + time); }

  base::SimulatedExecutor executor_{1};
  MemoryConnector connector_{executor_};
  std::unique_ptr<ClientPool> pool_;
};

TEST_F(ClientPoolTest, UsesConnectionsAgain) {
  EXPECT_EQ(send("a"), "200");
  EXPECT_EQ(send("a"), "200");
  EXPECT_EQ(send("b"), "200");
  EXPECT_EQ(connector_.origins, (std::vector<std::string>{"a", "b"}));
}

TEST_F(ClientPoolTest, IdleOnesEndInTime) {
  send("a");
  wait(base::Seconds(29));
  send("a");
  EXPECT_EQ(connector_.origins.size(), 1u);
  wait(base::Seconds(30));
  send("a");
  EXPECT_EQ(connector_.origins.size(), 2u);
}

TEST_F(ClientPoolTest, AConnectionThatEndedMeanwhileIsReplaced) {
  send("a");
  connector_.clients.back()->reset();
  EXPECT_EQ(send("a"), "200");
  EXPECT_EQ(connector_.origins.size(), 2u);
  // A new one that ends at once is an error.
  connector_.refuses = true;
  connector_.clients.back()->reset();
  EXPECT_EQ(send("a"), "ConnectFailed");
}

TEST_F(ClientPoolTest, NoMoreThanItsLimit) {
  open({.connections_max = 2, .idle_per_origin_max = 1});
  std::string first;
  std::string second;
  base::start(ask(*pool_, "a", "/slow", first));
  base::start(ask(*pool_, "a", "/slow", second));
  settle();
  EXPECT_EQ(send("b"), "ConnectFailed");
  wait(base::Seconds(1));
  EXPECT_EQ(first + second, "200200");
  EXPECT_EQ(send("b"), "200");  // one of a's was one too many to keep, so there is room
  EXPECT_EQ(send("c"), "200");  // the one idle longest made room
  EXPECT_EQ(send("b"), "200");
  EXPECT_EQ(connector_.origins, (std::vector<std::string>{"a", "a", "b", "c"}));
}

}  // namespace
}  // namespace angarium::http
