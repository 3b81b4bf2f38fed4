#include <gtest/gtest.h>

#include "http/test_conversation.h"

namespace angarium::http {

namespace {

const std::vector<std::string> kTimedOut{"HTTP/1.1 408 Request Timeout"};
const std::vector<std::string> kAnswered{"HTTP/1.1 200 OK"};
const base::Milliseconds kOne{1};

Limits short_limits() {
  Limits limits;
  limits.idle_timeout = base::Seconds(20);
  limits.header_timeout = base::Seconds(5);
  limits.body_timeout = base::Seconds(10);
  limits.write_timeout = base::Seconds(7);
  return limits;
}

// Sends one byte a second until the server has had enough or all is sent; answers the seconds it
// took.
int trickle(Conversation& conversation, std::string_view bytes) {
  int seconds = 0;
  while (!bytes.empty() && !conversation.server_closed() && conversation.unheard()) {
    conversation.say(bytes.substr(0, 1)).wait(base::Seconds(1));
    bytes.remove_prefix(1);
    ++seconds;
  }
  return seconds;
}

TEST(Timeout, ASilentNewcomerIsClosedWithoutAWord) {
  Conversation conversation(short_limits());
  conversation.wait(base::Seconds(5) - kOne);
  EXPECT_FALSE(conversation.server_closed());
  conversation.wait(kOne);
  EXPECT_TRUE(conversation.server_closed());
  EXPECT_EQ(conversation.heard(), "");
}

TEST(Timeout, AnIdleConnectionIsClosedWithoutAWord) {
  Conversation conversation(short_limits());
  EXPECT_EQ(status_lines(conversation.say(get("/")).heard()), kAnswered);
  conversation.wait(base::Seconds(20) - kOne);
  EXPECT_FALSE(conversation.server_closed());
  EXPECT_EQ(status_lines(conversation.say(get("/")).heard()), kAnswered);
  conversation.wait(base::Seconds(20));
  EXPECT_TRUE(conversation.server_closed());
  EXPECT_EQ(conversation.heard(), "");
}

TEST(Timeout, AHeaderInTime) {
  Conversation conversation(short_limits());
  const std::string request = get("/");
  conversation.say(request.substr(0, 10)).wait(base::Seconds(5) - kOne);
  EXPECT_EQ(status_lines(conversation.say(request.substr(10)).heard()), kAnswered);
}

TEST(Timeout, AHeaderTooLate) {
  Conversation conversation(short_limits());
  conversation.say(get("/").substr(0, 10)).wait(base::Seconds(5));
  EXPECT_EQ(status_lines(conversation.heard()), kTimedOut);
}

TEST(Timeout, ATrickledHeaderHoldsNothing) {
  Conversation conversation(short_limits());
  EXPECT_EQ(trickle(conversation, get("/")), 5);
  EXPECT_EQ(status_lines(conversation.heard()), kTimedOut);
  conversation.wait(base::Seconds(2));
  EXPECT_TRUE(conversation.server_closed());
}

TEST(Timeout, ATrickleOfEmptyLinesHoldsNothing) {
  Conversation conversation(short_limits());
  std::string lines;
  for (int i = 0; i < 50; ++i) lines += "\r\n";
  EXPECT_LE(trickle(conversation, lines), 6);
  EXPECT_TRUE(conversation.server_closed());
}

TEST(Timeout, APipelinedHeaderHasItsOwnTime) {
  Conversation conversation(short_limits());
  conversation.say(get("/slow") + get("/2").substr(0, 10));
  conversation.wait(base::Seconds(6) - kOne);
  EXPECT_EQ(status_lines(conversation.heard()), kAnswered);
  conversation.wait(kOne);
  EXPECT_EQ(status_lines(conversation.heard()), kTimedOut);
}

TEST(Timeout, ABodyInTime) {
  Conversation conversation(short_limits());
  const std::string request = post("/", "0123456789");
  conversation.say(request.substr(0, request.size() - 1)).wait(base::Seconds(10) - kOne);
  EXPECT_EQ(status_lines(conversation.say("9").heard()), kAnswered);
}

TEST(Timeout, ATrickledBodyHoldsNothing) {
  Conversation conversation(short_limits());
  const std::string request = post("/", std::string(100, 'x'));
  conversation.say(request.substr(0, request.size() - 100));
  EXPECT_EQ(trickle(conversation, std::string(100, 'x')), 10);
  EXPECT_EQ(status_lines(conversation.heard()), kTimedOut);
  EXPECT_TRUE(conversation.handler.requests.empty());
}

TEST(Timeout, ATrickledChunkedBodyHoldsNothing) {
  Conversation conversation(short_limits());
  conversation.say("POST / HTTP/1.1\r\nHost: bus\r\nTransfer-Encoding: chunked\r\n\r\n");
  EXPECT_EQ(trickle(conversation, "1\r\nx\r\n1\r\nx\r\n1\r\nx\r\n"), 10);
  EXPECT_EQ(status_lines(conversation.heard()), kTimedOut);
}

TEST(Timeout, AClientThatDoesNotReadIsCutOff) {
  MemoryStreamOptions options;
  options.capacity_bytes = 1000;
  Conversation conversation(short_limits(), 1, options);
  conversation.stop_reading();
  conversation.say(get("/large")).wait(base::Seconds(7) - kOne);
  EXPECT_FALSE(conversation.server_closed());
  conversation.wait(kOne);
  EXPECT_TRUE(conversation.server_closed());
}

TEST(Timeout, AHandlerMayTakeLongerThanAllOfThem) {
  Conversation conversation(short_limits());
  conversation.say(get("/held")).wait(base::Seconds(1000));
  EXPECT_FALSE(conversation.server_closed());
  conversation.handler.release();
  conversation.wait(kOne);
  EXPECT_EQ(status_lines(conversation.heard()), kAnswered);
}

}  // namespace
}  // namespace angarium::http
