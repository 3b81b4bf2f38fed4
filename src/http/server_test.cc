#include "http/server.h"

#include <gtest/gtest.h>

#include "http/test_conversation.h"

namespace angarium::http {

namespace {

const std::vector<std::string> kAnswered{"HTTP/1.1 200 OK"};

TEST(Shutdown, WithoutConnectionsIsDoneAtOnce) {
  Conversation conversation;
  conversation.say(get("/")).end();
  conversation.shutdown(base::Seconds(5));
  EXPECT_EQ(conversation.shutdown_result(), 0u);
}

TEST(Shutdown, ClosesIdleConnectionsAtOnce) {
  Conversation conversation;
  conversation.say(get("/"));
  conversation.shutdown(base::Seconds(5));
  EXPECT_TRUE(conversation.server_closed());
  EXPECT_EQ(conversation.shutdown_result(), 0u);
  EXPECT_EQ(conversation.server.connection_count(), 0u);
}

TEST(Shutdown, FinishesWhatItsHandlersAreAt) {
  Conversation conversation;
  conversation.say(get("/slow"));
  conversation.shutdown(base::Seconds(5));
  EXPECT_EQ(conversation.shutdown_result(), std::nullopt);
  conversation.wait(base::Seconds(1));
  const std::string heard = conversation.heard();
  EXPECT_EQ(status_lines(heard), kAnswered);
  EXPECT_NE(heard.find("Connection: close"), std::string_view::npos);
  conversation.end();
  EXPECT_EQ(conversation.shutdown_result(), 0u);
}

TEST(Shutdown, AnswersEveryRequestThatHasArrived) {
  Conversation conversation;
  conversation.say(get("/slow") + get("/2") + get("/3"));
  conversation.shutdown(base::Seconds(5));
  conversation.wait(base::Seconds(1));
  const std::string heard = conversation.heard();
  EXPECT_EQ(status_lines(heard).size(), 3u);
  EXPECT_EQ(heard.find("Connection: close"), heard.rfind("Connection: close")) << "only the last";
  conversation.end();
  EXPECT_EQ(conversation.shutdown_result(), 0u);
}

TEST(Shutdown, LetsABegunRequestArrive) {
  Conversation conversation;
  const std::string request = post("/", "abc");
  conversation.say(request.substr(0, request.size() - 1));
  conversation.shutdown(base::Seconds(5));
  EXPECT_EQ(status_lines(conversation.say("c").heard()), kAnswered);
  conversation.end();
  EXPECT_EQ(conversation.shutdown_result(), 0u);
}

TEST(Shutdown, CutsOffWhatIsNotDoneInTime) {
  Conversation conversation;
  conversation.say(post("/", "abc").substr(0, 30));
  conversation.shutdown(base::Seconds(5));
  conversation.wait(base::Seconds(5) - base::Milliseconds(1));
  EXPECT_FALSE(conversation.server_closed());
  conversation.wait(base::Milliseconds(1));
  EXPECT_TRUE(conversation.server_closed());
  EXPECT_EQ(conversation.shutdown_result(), 1u);
  EXPECT_EQ(conversation.heard(), "");
}

TEST(Shutdown, GivesUpOnAHandlerThatNeverReturns) {
  Conversation conversation;
  conversation.say(get("/held"));
  conversation.shutdown(base::Seconds(5));
  conversation.wait(base::Seconds(5));
  EXPECT_EQ(conversation.shutdown_result(), 1u);
  EXPECT_EQ(conversation.server.connection_count(), 1u) << "its memory stays until it returns";
  conversation.handler.release();
  conversation.wait(base::Milliseconds(1));
  EXPECT_TRUE(conversation.server_closed());
}

TEST(Shutdown, TakesNoNewConnections) {
  Conversation conversation;
  conversation.shutdown(base::Seconds(5));
  auto [client, served] = MemoryStream::connect(conversation.executor);
  base::start(conversation.server.serve(std::move(served)));
  EXPECT_EQ(conversation.server.connection_count(), 0u);
}

base::Task<void> gather(Stream& client, std::string& heard) {
  std::string buffer(1024, '\0');
  for (;;) {
    const auto got = co_await client.read_some(buffer, base::Instant::max());
    if (!got.ok() || *got == 0) co_return;
    heard.append(buffer, 0, *got);
  }
}

TEST(Server, RefusesUpToItsLimitAndThenOnlyCloses) {
  Conversation conversation;
  std::vector<std::string> heard(Server::kRefusalsMax + 1);
  std::vector<std::unique_ptr<MemoryStream>> clients;
  for (std::string& one : heard) {
    auto [client, served] = MemoryStream::connect(conversation.executor);
    base::start(conversation.server.refuse(std::move(served), 503, "Too many connections."));
    clients.push_back(std::move(client));
    base::start(gather(*clients.back(), one));
  }
  conversation.wait(base::Milliseconds(0));
  EXPECT_EQ(conversation.server.connection_count(), 1u) << "the refused ones don't count";
  for (size_t i = 0; i < Server::kRefusalsMax; ++i) {
    EXPECT_EQ(status_lines(heard[i]).at(0), "HTTP/1.1 503 Service Unavailable");
  }
  EXPECT_EQ(heard.back(), "");
  conversation.wait(base::Seconds(2));
}

base::Task<void> say(Stream& client, std::string bytes) {
  const auto written = co_await client.write_all(bytes, base::Instant::max());
  EXPECT_TRUE(written.ok());
}

// One connection holds six bytes of ten; another may have four, not five.
TEST(Server, BodiesOfAllConnectionsTogetherHaveALimit) {
  for (size_t bytes : {4u, 5u}) {
    Limits limits;
    limits.body_bytes_total_max = 10;
    Conversation first(limits);
    first.say(post("/", "0123456").substr(0, post("/", "0123456").size() - 1));
    auto [client, served] = MemoryStream::connect(first.executor);
    base::start(first.server.serve(std::move(served)));
    std::string heard;
    base::start(gather(*client, heard));
    base::start(say(*client, post("/", std::string(bytes, 'x'))));
    first.wait(base::Milliseconds(0));
    EXPECT_EQ(status_lines(heard).at(0),
              bytes == 4 ? "HTTP/1.1 200 OK" : "HTTP/1.1 503 Service Unavailable");
    // What is answered is given back.
    EXPECT_EQ(status_lines(first.say("6").heard()), kAnswered);
    EXPECT_EQ(status_lines(first.say(post("/", "0123456789")).heard()), kAnswered);
    client->close();
    first.wait(base::Milliseconds(0));  // lets gather() end
  }
}

}  // namespace
}  // namespace angarium::http
