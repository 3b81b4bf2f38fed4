#include "delivery/targets/api_destination_caller.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/simulated_executor.h"
#include "delivery/targets/oauth_session.h"
#include "http/memory_stream.h"
#include "http/server.h"

namespace angarium::delivery::targets {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// An endpoint at `h` and an authorization server at `login`, in memory; each answers as told, and
// after `delay`.
class World final : public http::Handler {
 public:
  World() : clock_(executor, *base::parse_basic("20261122T083000Z")) {}
  // Its connections end before it does, and those of its requests that still wait.
  ~World() override {
    base::start(end(server_, executor.now()));
    executor.run_until(executor.now() + base::Seconds(3600));
    executor.drop_all();
  }

  base::Task<http::Response> handle(http::Request request) override {
    const bool is_login = request.headers.find("Host") == "login";
    (is_login ? logins : calls).push_back(request);
    co_await base::sleep_until(executor, executor.now() + delay);
    http::Response answer;
    answer.status = is_login ? login_status : status;
    if (is_login) {
      answer.body = R"({"access_token":"t)" + std::to_string(logins.size()) + R"(","expires_in":)" +
                    std::to_string(lifetime) + "}";
    }
    co_return answer;
  }

  base::SimulatedExecutor executor{1};
  std::vector<http::Request> calls;
  std::vector<http::Request> logins;
  int status = 200;
  int login_status = 200;
  int lifetime = 3600;
  base::Milliseconds delay{0};
  std::vector<std::string> reports;

 private:
  static base::Task<void> end(http::Server& server, base::Instant deadline) {
    co_await server.shutdown(deadline);
  }

  base::SimulatedClock clock_;
  class Way final : public http::Connector {
   public:
    explicit Way(World& world) : world_(world) {}
    base::Task<base::Result<std::unique_ptr<http::Stream>>> connect(http::Origin,
                                                                    base::Instant) override {
      auto [client, server] = http::MemoryStream::connect(world_.executor);
      base::start(world_.server_.serve(std::move(server)));
      co_return std::move(client);
    }

   private:
    World& world_;
  };
  http::Server server_{*this, http::Limits{}, executor, clock_};
  Way way_{*this};

 public:
  http::ClientPool pool{executor, way_};
  ApiDestinationCaller caller{pool, executor, clock_};
};

class ApiDestinationCallerTest : public testing::Test {
 protected:
  ApiDestinationCallerTest() {
    destination_->endpoint = *parse_endpoint("http://h/hook", true);
    destination_->method = "POST";
    set_rate(1000);
    connection_->authorization = FixedAuthorization{"X-Key", "k"};
  }
  void set_rate(size_t per_second) {
    destination_->rate = std::make_shared<InvocationRate>(per_second);
  }
  void use_tokens() {
    OAuthClient client{.id = "me", .secret = "open sesame"};
    client.endpoint = *parse_endpoint("http://login/token", true);
    auto report = [this](const OAuthSession&, const base::Result<void>& result) {
      world_.reports.push_back(result.ok() ? "ok" : result.error().message());
    };
    connection_->authorization =
        std::make_shared<OAuthSession>(std::move(client), world_.pool, world_.executor, report);
  }
  static base::Task<void> run(World& world, std::shared_ptr<const ApiDestination> destination,
                              std::shared_ptr<const Connection> connection, Delivery delivery,
                              std::vector<Attempt>& ended) {
    ended.push_back(co_await world.caller.call(std::move(destination), std::move(connection),
                                               std::move(delivery)));
  }
  void begin() {
    auto content = std::make_shared<Content>();
    content->envelope = R"({"id":"e1"})";
    Delivery delivery;
    delivery.content = content;
    delivery.route = std::make_shared<const Route>();
    base::start(run(world_, destination_, connection_, delivery, ended_));
    settle();
  }
  Attempt call() {
    ended_.clear();
    begin();
    pass(base::Seconds(30));
    return ended_.empty() ? Attempt::permanent("NeverEnded", "") : ended_.back();
  }
  void settle() { world_.executor.run_until(world_.executor.now()); }
  void pass(base::Milliseconds time) { world_.executor.run_until(world_.executor.now() + time); }
  std::vector<std::string> authorizations() {
    std::vector<std::string> all;
    for (const http::Request& request : world_.calls) {
      all.emplace_back(request.headers.find("Authorization").value_or("none"));
    }
    return all;
  }

  World world_;
  std::shared_ptr<ApiDestination> destination_ = std::make_shared<ApiDestination>();
  std::shared_ptr<Connection> connection_ = std::make_shared<Connection>();
  std::vector<Attempt> ended_;
};

TEST_F(ApiDestinationCallerTest, SendsTheEvent) {
  EXPECT_EQ(call().outcome, Attempt::Outcome::kDelivered);
  ASSERT_EQ(world_.calls.size(), 1u);
  EXPECT_EQ(world_.calls[0].body, R"({"id":"e1"})");
  EXPECT_EQ(world_.calls[0].headers.find("X-Key"), "k");
}

TEST_F(ApiDestinationCallerTest, WaitsFiveSecondsForAnAnswer) {
  world_.delay = base::Seconds(6);
  begin();
  pass(base::Milliseconds(4'999));
  EXPECT_TRUE(ended_.empty());
  pass(base::Milliseconds(1));
  ASSERT_EQ(ended_.size(), 1u);
  EXPECT_EQ(ended_[0].outcome, Attempt::Outcome::kRetryable);
  EXPECT_EQ(ended_[0].error_code, "TIMEOUT");
}

TEST_F(ApiDestinationCallerTest, TheRateDelaysAndThenDefers) {
  set_rate(2);
  for (int i = 0; i < 34; ++i) begin();
  EXPECT_EQ(world_.calls.size(), 2u) << "a second's worth at once";
  pass(base::Seconds(5));
  EXPECT_EQ(world_.calls.size(), 12u);
  pass(base::Seconds(10));
  EXPECT_EQ(world_.calls.size(), 32u);
  ASSERT_EQ(ended_.size(), 34u);
  EXPECT_EQ(std::count_if(ended_.begin(), ended_.end(),
                          [](const Attempt& attempt) {
                            return attempt.outcome == Attempt::Outcome::kDeferred;
                          }),
            2);
}

TEST_F(ApiDestinationCallerTest, ATokenIsFetchedOnceForAll) {
  use_tokens();
  world_.delay = base::Seconds(1);
  for (int i = 0; i < 3; ++i) begin();
  pass(base::Seconds(3));
  EXPECT_EQ(world_.logins.size(), 1u);
  EXPECT_EQ(world_.logins[0].body,
            "grant_type=client_credentials&client_id=me&client_secret=open%20sesame");
  EXPECT_THAT(authorizations(), ElementsAre("Bearer t1", "Bearer t1", "Bearer t1"));
  EXPECT_THAT(world_.reports, ElementsAre("ok"));
}

TEST_F(ApiDestinationCallerTest, ATokenIsRenewedAMinuteBeforeItsEnd) {
  use_tokens();
  world_.lifetime = 100;
  call();  // and thirty seconds pass
  pass(base::Seconds(9));
  begin();
  EXPECT_EQ(world_.logins.size(), 1u);
  pass(base::Seconds(1));
  begin();
  EXPECT_EQ(world_.logins.size(), 2u);
}

TEST_F(ApiDestinationCallerTest, ARefusedTokenIsNotUsedAgain) {
  use_tokens();
  world_.status = 401;
  EXPECT_EQ(call().outcome, Attempt::Outcome::kRetryable);
  world_.status = 200;
  EXPECT_EQ(call().outcome, Attempt::Outcome::kDelivered);
  EXPECT_THAT(authorizations(), ElementsAre("Bearer t1", "Bearer t2"));
}

TEST_F(ApiDestinationCallerTest, WithoutATokenNothingIsSentAndFewAreAskedFor) {
  use_tokens();
  world_.login_status = 400;
  for (int i = 0; i < 5; ++i) begin();
  pass(base::Seconds(1));
  ASSERT_EQ(ended_.size(), 5u);
  EXPECT_EQ(ended_[4].outcome, Attempt::Outcome::kRetryable);
  EXPECT_THAT(ended_[4].error_message, HasSubstr("it answered with status 400"));
  EXPECT_EQ(world_.logins.size(), 1u);
  EXPECT_TRUE(world_.calls.empty());
  world_.login_status = 200;
  pass(base::Seconds(5));
  EXPECT_EQ(call().outcome, Attempt::Outcome::kDelivered);
  EXPECT_THAT(world_.reports, ElementsAre("it answered with status 400", "ok"));
}

TEST_F(ApiDestinationCallerTest, AnOldTokenIsBetterThanNone) {
  use_tokens();
  world_.lifetime = 100;
  call();
  pass(base::Seconds(15));
  world_.login_status = 503;
  ended_.clear();
  begin();
  ASSERT_EQ(ended_.size(), 1u);
  EXPECT_EQ(ended_[0].outcome, Attempt::Outcome::kDelivered);
  EXPECT_THAT(authorizations(), ElementsAre("Bearer t1", "Bearer t1"));
  EXPECT_THAT(world_.reports, ElementsAre("ok", "ok"));
}

}  // namespace
}  // namespace angarium::delivery::targets
