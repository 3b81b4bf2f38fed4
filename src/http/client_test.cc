#include "http/client.h"

#include <gtest/gtest.h>

#include "base/simulated_executor.h"
#include "http/memory_stream.h"

namespace angarium::http {

namespace {

// A client and a server that says what a test writes down.
struct ClientTest : testing::Test {
  static base::Task<void> play(Stream& server, std::string answer, bool end) {
    auto sent = co_await server.write_all(answer, base::Instant::max());
    if (sent.ok() && end) sent = co_await server.shutdown_write(base::Instant::max());
  }
  static base::Task<void> ask(Stream& client, Request request, AnswerLimits limits,
                              std::optional<base::Result<Response>>& answer) {
    answer = co_await send(client, request, base::Instant(base::Seconds(5)), limits);
  }
  // What the client makes of `answer`, read in random pieces.
  base::Result<Response> hear(const std::string& answer, bool end = false,
                              const std::string& method = "GET", AnswerLimits limits = {}) {
    base::SeededRandom random(11);
    MemoryStreamOptions options;
    options.random = &random;
    auto [client, server] = MemoryStream::connect(executor, options);
    Request request;
    request.method = method;
    request.target = "/";
    std::optional<base::Result<Response>> heard;
    base::start(ask(*client, request, limits, heard));
    base::start(play(*server, answer, end));
    executor.run_until_idle(100'000);
    client->reset();
    executor.run_until_idle(100'000);
    return *heard;
  }
  std::string error_of(const base::Result<Response>& answer) {
    return answer.ok() ? "ok" : std::string(answer.error().code_name());
  }

  base::SimulatedExecutor executor{1};
};

TEST_F(ClientTest, ReadsAnAnswer) {
  const auto answer =
      hear("HTTP/1.1 404 Not Found\r\nContent-Type: a/b\r\nContent-Length: 3\r\n\r\nabc");
  ASSERT_TRUE(answer.ok()) << answer.error().message();
  EXPECT_EQ(answer->status, 404);
  EXPECT_EQ(answer->content_type, "a/b");
  EXPECT_EQ(answer->headers.find("content-length"), "3");
  EXPECT_EQ(answer->body, "abc");
  EXPECT_FALSE(answer->close);
}

TEST_F(ClientTest, ReadsChunksInterimAnswersAndBodiesToTheEnd) {
  const auto chunked = hear(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"
      "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
  ASSERT_TRUE(chunked.ok()) << chunked.error().message();
  EXPECT_EQ(chunked->body, "abc");
  const auto to_the_end = hear("HTTP/1.1 200 OK\r\n\r\nabc", true);
  ASSERT_TRUE(to_the_end.ok()) << to_the_end.error().message();
  EXPECT_EQ(to_the_end->body, "abc");
  EXPECT_TRUE(to_the_end->close);
  const auto head = hear("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", false, "HEAD");
  EXPECT_TRUE(head.ok());
}

TEST_F(ClientTest, HoldsAnswersToItsLimits) {
  AnswerLimits limits;
  limits.body_bytes_max = 3;
  const std::string start = "HTTP/1.1 200 OK\r\nContent-Length: ";
  EXPECT_EQ(error_of(hear(start + "3\r\n\r\nabc", false, "GET", limits)), "ok");
  EXPECT_EQ(error_of(hear(start + "4\r\n\r\nabcd", false, "GET", limits)), "AnswerTooLarge");
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n";
  EXPECT_EQ(error_of(hear(chunked + "2\r\ncd\r\n0\r\n\r\n", false, "GET", limits)),
            "AnswerTooLarge");
  EXPECT_EQ(error_of(hear("HTTP/1.1 200 OK\r\n\r\nabcd", true, "GET", limits)), "AnswerTooLarge");
  limits.header_bytes_max = 100;
  const std::string long_field = "A: " + std::string(200, 'a') + "\r\n\r\n";
  EXPECT_EQ(error_of(hear("HTTP/1.1 200 OK\r\n" + long_field, false, "GET", limits)),
            "AnswerTooLarge");
}

TEST_F(ClientTest, ABodyThatNobodyWantsIsThrownAwayAndCutShort) {
  AnswerLimits limits;
  limits.body_bytes_max = 3;
  limits.keeps_body = false;
  const std::string start = "HTTP/1.1 201 Created\r\nContent-Length: ";
  const auto whole = hear(start + "3\r\n\r\nabc", false, "GET", limits);
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(whole->body, "");
  EXPECT_FALSE(whole->close);
  const auto cut = hear(start + "4\r\n\r\nabcd", false, "GET", limits);
  ASSERT_TRUE(cut.ok()) << cut.error().message();
  EXPECT_EQ(cut->status, 201);
  EXPECT_TRUE(cut->close);
  const auto chunked =
      hear("HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n2\r\ncd\r\n", false,
           "GET", limits);
  ASSERT_TRUE(chunked.ok()) << chunked.error().message();
  EXPECT_EQ(chunked->status, 503);
  EXPECT_TRUE(chunked->close);
}

TEST_F(ClientTest, WhatIsNoAnswerIsAnError) {
  EXPECT_EQ(error_of(hear("nonsense\r\n\r\n")), "AnswerInvalid");
  EXPECT_EQ(error_of(hear("", true)), "Reset");
  EXPECT_EQ(error_of(hear("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na", true)), "AnswerInvalid");
  EXPECT_EQ(error_of(hear("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nrest")), "AnswerInvalid");
  EXPECT_EQ(error_of(hear("HTTP/1.1 200 OK\r\n")), "TimedOut");
}

TEST_F(ClientTest, ALineBreakInARequestIsNotSent) {
  auto [client, server] = MemoryStream::connect(executor);
  for (const char* value : {"a\r\nB: c", "a\nb", "a\rb"}) {
    Request request;
    request.method = "GET";
    request.target = "/";
    request.headers.add("A", value);
    std::optional<base::Result<Response>> answer;
    base::start(ask(*client, request, {}, answer));
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(error_of(*answer), "RequestInvalid");
    EXPECT_EQ(client->unread_bytes(), 0u);
  }
}

}  // namespace
}  // namespace angarium::http
