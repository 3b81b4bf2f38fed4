#include <gtest/gtest.h>

#include "http/test_conversation.h"

namespace angarium::http {

namespace {

// What two parsers may read differently, or one should not read at all.
struct BadRequest {
  const char* what;
  std::string bytes;
  const char* status_line;
};

const char* const kBad = "HTTP/1.1 400 Bad Request";

std::vector<BadRequest> bad_requests() {
  using std::string_literals::operator""s;
  const std::string start = "POST / HTTP/1.1\r\nHost: bus\r\n";
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  return {
      {"both lengths", start + "Content-Length: 5\r\n" + chunked + "\r\n0\r\n\r\n", kBad},
      {"both lengths, other order", start + chunked + "Content-Length: 5\r\n\r\n0\r\n\r\n", kBad},
      {"differing lengths", start + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", kBad},
      {"equal lengths", start + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", kBad},
      {"list of lengths", start + "Content-Length: 5, 5\r\n\r\nhello", kBad},
      {"negative length", start + "Content-Length: -1\r\n\r\n", kBad},
      {"signed length", start + "Content-Length: +5\r\n\r\nhello", kBad},
      {"hexadecimal length", start + "Content-Length: 0x5\r\n\r\nhello", kBad},
      {"empty length", start + "Content-Length:\r\n\r\n", kBad},
      {"length beyond 64 bits", start + "Content-Length: 18446744073709551616\r\n\r\n", kBad},
      {"unknown coding", start + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
       "HTTP/1.1 501 Not Implemented"},
      {"chunked not last", start + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
       "HTTP/1.1 501 Not Implemented"},
      {"hidden coding", start + "Transfer-Encoding: xchunked\r\n\r\n",
       "HTTP/1.1 501 Not Implemented"},
      {"chunked twice", start + chunked + chunked + "\r\n0\r\n\r\n", kBad},
      {"chunked in HTTP/1.0", "POST / HTTP/1.0\r\n" + chunked + "\r\n0\r\n\r\n", kBad},
      {"folded field", start + "A: b\r\n c\r\n\r\n", kBad},
      {"folded first field", "GET / HTTP/1.1\r\n Host: bus\r\n\r\n", kBad},
      {"folded with a tab", start + "A: b\r\n\tc\r\n\r\n", kBad},
      {"bare LF after a field", start + "A: b\nC: d\r\n\r\n", kBad},
      {"bare LF after the request line", "GET / HTTP/1.1\nHost: bus\r\n\r\n", kBad},
      {"bare LF at the end", start + "A: b\r\n\n", kBad},
      {"bare CR", start + "A: b\rC: d\r\n\r\n", kBad},
      {"CR CR LF", start + "A: b\r\r\n\r\n", kBad},
      {"NUL in a value", start + "A: b\0c\r\n\r\n"s, kBad},
      {"NUL in the target", "GET /\0 HTTP/1.1\r\nHost: bus\r\n\r\n"s, kBad},
      {"control byte in a value", start + "A: b\x01\r\n\r\n", kBad},
      {"space before the colon", start + "Content-Length : 5\r\n\r\nhello", kBad},
      {"space in a name", start + "A B: c\r\n\r\n", kBad},
      {"no name", start + ": c\r\n\r\n", kBad},
      {"no colon", start + "Abc\r\n\r\n", kBad},
      {"no host", "GET / HTTP/1.1\r\n\r\n", kBad},
      {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", kBad},
      {"two hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", kBad},
      {"no method", " / HTTP/1.1\r\nHost: bus\r\n\r\n", kBad},
      {"method with a comma", "GE,T / HTTP/1.1\r\nHost: bus\r\n\r\n", kBad},
      {"space in the target", "GET /a b HTTP/1.1\r\nHost: bus\r\n\r\n", kBad},
      {"no version", "GET /\r\nHost: bus\r\n\r\n", kBad},
      {"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/1.1 505 HTTP Version Not Supported"},
      {"HTTP/0.9", "GET / HTTP/0.9\r\n\r\n", "HTTP/1.1 505 HTTP Version Not Supported"},
      {"a TLS greeting", "\x16\x03\x01\x00\x05"s, kBad},
      {"unknown expectation", start + "Expect: a miracle\r\n\r\n",
       "HTTP/1.1 417 Expectation Failed"},
  };
}

TEST(Refusal, WhatParsersReadDifferentlyIsRefusedOnceAndTheConnectionEnds) {
  for (const BadRequest& bad : bad_requests()) {
    SCOPED_TRACE(bad.what);
    // Were it misread, what follows would be answered as a request of its own.
    const std::string heard = ask(bad.bytes + get("/smuggled"));
    EXPECT_EQ(status_lines(heard), std::vector<std::string>{bad.status_line}) << heard;
    EXPECT_NE(heard.find("Connection: close\r\n"), std::string_view::npos);
    Conversation conversation;
    conversation.say(bad.bytes).end();
    EXPECT_TRUE(conversation.server_closed());
    EXPECT_TRUE(conversation.handler.requests.empty());
  }
}

TEST(Refusal, EarlierRequestsAreAnsweredFirst) {
  EXPECT_EQ(status_lines(ask(get("/1") + "nonsense\r\n\r\n")),
            (std::vector<std::string>{"HTTP/1.1 200 OK", kBad}));
}

TEST(Refusal, ToHeadHasNoBody) {
  EXPECT_TRUE(ask("HEAD / HTTP/1.1\r\n\r\n").ends_with("\r\n\r\n"));
}

// The last answer must survive a client that is still sending: the server reads on for a while.
TEST(Refusal, TheConnectionLingersForTheClientsRest) {
  Conversation conversation;
  conversation.say("nonsense\r\n\r\n");
  EXPECT_FALSE(conversation.server_closed());
  conversation.say(std::string(10'000, 'x'));
  EXPECT_FALSE(conversation.server_closed());
  conversation.wait(base::Seconds(2));
  EXPECT_TRUE(conversation.server_closed());
}

TEST(Refusal, LingeringEndsAfterAMebibyte) {
  Conversation conversation;
  conversation.say("nonsense\r\n\r\n");
  conversation.say(std::string(1024 * 1024, 'x'));
  EXPECT_TRUE(conversation.server_closed());
}

}  // namespace
}  // namespace angarium::http
