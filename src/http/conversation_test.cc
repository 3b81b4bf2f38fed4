#include <gtest/gtest.h>

#include "http/test_conversation.h"

namespace angarium::http {

namespace {

const std::string kHead = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

std::string answer(std::string_view body, std::string_view fields = "") {
  return kHead + std::string(fields) + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

TEST(Conversation, AnswersARequest) {
  EXPECT_EQ(ask(get("/a?b=c%20d")), answer("GET /a?b=c%20d 0 "));
}

TEST(Conversation, TellsTheHandlerWhatCame) {
  Conversation conversation;
  conversation.say(post("/p", "body", "X-One: 1\r\nx-two:  two words \r\nX-ONE: 2\r\n"));
  ASSERT_EQ(conversation.handler.requests.size(), 1u);
  const Request& request = conversation.handler.requests[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.body, "body");
  EXPECT_EQ(request.headers.find("x-one"), "1");
  EXPECT_EQ(request.headers.find_all("X-One"), (std::vector<std::string_view>{"1", "2"}));
  EXPECT_EQ(request.headers.find("X-Two"), "two words");
  EXPECT_EQ(request.headers[1].name, "X-One");
  EXPECT_EQ(request.headers.find("absent"), std::nullopt);
  EXPECT_EQ(request.peer_address, "127.0.0.1");
  EXPECT_FALSE(request.secure);
  EXPECT_EQ(request.received_time, conversation.clock.now());
}

TEST(Conversation, DatesItsAnswers) {
  Conversation conversation;
  const std::string heard = conversation.say(get("/")).heard_with_date();
  EXPECT_NE(heard.find("\r\nDate: Sun, 22 Nov 2026 08:30:00 GMT\r\n"), std::string_view::npos)
      << heard;
  conversation.wait(base::Milliseconds(1'999));
  const std::string later = conversation.say(get("/")).heard_with_date();
  EXPECT_NE(later.find("\r\nDate: Sun, 22 Nov 2026 08:30:01 GMT\r\n"), std::string_view::npos)
      << later;
}

TEST(Conversation, KeepsTheConnection) {
  Conversation conversation;
  EXPECT_EQ(conversation.say(get("/1")).heard(), answer("GET /1 0 "));
  conversation.wait(base::Seconds(70));
  EXPECT_EQ(conversation.say(post("/2", "b")).heard(), answer("POST /2 1 b"));
  EXPECT_FALSE(conversation.server_closed());
}

TEST(Conversation, AnswersPipelinedRequestsInOrder) {
  EXPECT_EQ(ask(get("/1") + post("/2", "two") + "\r\n" + get("/3")),
            answer("GET /1 0 ") + answer("POST /2 3 two") + answer("GET /3 0 "));
}

TEST(Conversation, ASlowRequestHoldsBackLaterOnesButNotEarlierOnes) {
  Conversation conversation;
  conversation.say(get("/1") + get("/slow") + get("/3"));
  EXPECT_EQ(conversation.heard(), answer("GET /1 0 "));
  EXPECT_EQ(conversation.handler.requests.size(), 2u);
  conversation.wait(base::Seconds(1));
  EXPECT_EQ(conversation.heard(), answer("GET /slow 0 ") + answer("GET /3 0 "));
}

TEST(Conversation, ReadsAheadNoMoreThanItsBuffer) {
  MemoryStreamOptions options;
  options.capacity_bytes = 1000;
  Conversation conversation({}, 1, options);
  conversation.say(get("/held"));
  conversation.say(std::string(5000, 'x'));
  // Nothing is read while the handler runs: the client is stuck with what fits between.
  EXPECT_EQ(conversation.client_unread_bytes(), 1000u);
}

TEST(Conversation, AnswersAThousandPipelinedRequests) {
  std::string requests;
  for (int i = 0; i < 1000; ++i) requests += get("/" + std::to_string(i));
  Conversation conversation;
  const std::string heard = conversation.say(requests).heard();
  EXPECT_EQ(status_lines(heard).size(), 1000u);
  EXPECT_TRUE(heard.ends_with("GET /999 0 "));
}

TEST(Conversation, SendsALargeAnswerThroughASmallWindow) {
  MemoryStreamOptions options;
  options.capacity_bytes = 100;
  Conversation conversation({}, 1, options);
  EXPECT_EQ(conversation.say(get("/large")).heard(), answer(std::string(200'000, 'x')));
}

TEST(Conversation, HeadHasTheLengthButNoBody) {
  EXPECT_EQ(ask("HEAD /a HTTP/1.1\r\nHost: bus\r\n\r\n" + get("/b")),
            kHead + "Content-Length: 10\r\n\r\n" + answer("GET /b 0 "));
}

TEST(Conversation, ClosesWhenAsked) {
  Conversation conversation;
  conversation.say(get("/1", "Connection: close\r\n") + get("/2"));
  EXPECT_EQ(conversation.heard(), answer("GET /1 0 ", "Connection: close\r\n"));
  conversation.end();
  EXPECT_TRUE(conversation.server_closed());
}

TEST(Conversation, Http10ClosesUnlessAskedToStay) {
  Conversation closing;
  EXPECT_EQ(closing.say("GET / HTTP/1.0\r\n\r\n").heard(),
            answer("GET / 0 ", "Connection: close\r\n"));
  Conversation staying;
  staying.say("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(staying.heard(), answer("GET / 0 ", "Connection: keep-alive\r\n"));
  EXPECT_FALSE(staying.server_closed());
}

TEST(Conversation, AnExceptionIsAnsweredOnceWith500) {
  const std::string heard = ask(get("/throw") + get("/after"));
  EXPECT_EQ(status_lines(heard),
            (std::vector<std::string>{"HTTP/1.1 500 Internal Server Error", "HTTP/1.1 200 OK"}));
  EXPECT_EQ(heard.find("trouble"), std::string_view::npos) << "internals leak";
}

TEST(Conversation, AHalfClosedClientStillGetsItsAnswers) {
  Conversation conversation;
  conversation.say(get("/slow") + get("/2")).end();
  EXPECT_EQ(conversation.heard(), "");
  conversation.wait(base::Seconds(1));
  EXPECT_EQ(conversation.heard(), answer("GET /slow 0 ") + answer("GET /2 0 "));
  EXPECT_TRUE(conversation.server_closed());
}

TEST(Conversation, AClientThatEndsInTheMiddleIsTold) {
  Conversation in_header;
  EXPECT_EQ(status_lines(in_header.say("GET / HT").end().heard()).at(0),
            "HTTP/1.1 400 Bad Request");
  EXPECT_TRUE(in_header.server_closed());
  Conversation in_body;
  in_body.say("POST / HTTP/1.1\r\nHost: bus\r\nContent-Length: 5\r\n\r\nabc").end();
  EXPECT_EQ(status_lines(in_body.heard()).at(0), "HTTP/1.1 400 Bad Request");
  EXPECT_TRUE(in_body.handler.requests.empty());
  EXPECT_TRUE(in_body.server_closed());
}

TEST(Conversation, AClientThatVanishesEndsTheConnection) {
  Conversation conversation;
  conversation.say(get("/slow"));
  conversation.vanish();
  EXPECT_FALSE(conversation.server_closed()) << "the handler still runs";
  conversation.wait(base::Seconds(1));
  EXPECT_TRUE(conversation.server_closed());
}

}  // namespace
}  // namespace angarium::http
