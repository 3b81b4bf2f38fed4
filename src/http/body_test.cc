#include <gtest/gtest.h>

#include "http/test_conversation.h"

namespace angarium::http {

namespace {

const std::string kChunked = "POST / HTTP/1.1\r\nHost: bus\r\nTransfer-Encoding: chunked\r\n";

// The handler's echo of what it received, or the status line when it was refused.
std::string received(std::string_view bytes) {
  const std::string heard = ask(bytes);
  if (!heard.starts_with("HTTP/1.1 200 OK")) return status_lines(heard).at(0);
  return heard.substr(heard.find("\r\n\r\n") + 4);
}

const char* const kBad = "HTTP/1.1 400 Bad Request";

TEST(Body, ChunksAreJoined) {
  EXPECT_EQ(received(kChunked + "\r\n5\r\nhello\r\n1\r\n,\r\n6\r\n world\r\n0\r\n\r\n"),
            "POST / 12 hello, world");
}

TEST(Body, NoChunksAreAnEmptyBody) { EXPECT_EQ(received(kChunked + "\r\n0\r\n\r\n"), "POST / 0 "); }

TEST(Body, ChunkSizesAreHexadecimalInEitherCaseWithLeadingZeros) {
  EXPECT_EQ(received(kChunked + "\r\nA\r\n0123456789\r\n000b\r\n0123456789x\r\n00\r\n\r\n"),
            "POST / 21 01234567890123456789x");
}

TEST(Body, ChunkedIsSpelledInAnyCase) {
  EXPECT_EQ(received("POST / HTTP/1.1\r\nhost: bus\r\ntransfer-encoding: CHUNKED\r\n\r\n0\r\n\r\n"),
            "POST / 0 ");
}

TEST(Body, ChunkExtensionsAreIgnored) {
  EXPECT_EQ(received(kChunked + "\r\n2;a\r\nhe\r\n3;b=c;d=\"e;\\\"f\"\r\nllo\r\n0;g=h\r\n\r\n"),
            "POST / 5 hello");
}

TEST(Body, TrailersAreReadAndDropped) {
  Conversation conversation;
  conversation.say(kChunked + "Trailer: X\r\n\r\n1\r\na\r\n0\r\nX: 1\r\nHost: evil\r\n\r\n" +
                   get("/2"));
  ASSERT_EQ(conversation.handler.requests.size(), 2u);
  EXPECT_EQ(conversation.handler.requests[0].body, "a");
  EXPECT_EQ(conversation.handler.requests[0].headers.find("X"), std::nullopt);
  EXPECT_EQ(conversation.handler.requests[0].headers.find_all("Host").size(), 1u);
}

TEST(Body, ATrailerThatFramesIsRefused) {
  EXPECT_EQ(received(kChunked + "\r\n0\r\nContent-Length: 5\r\n\r\n"), kBad);
  EXPECT_EQ(received(kChunked + "\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n"), kBad);
}

TEST(Body, MalformedChunksAreRefused) {
  for (const char* chunks : {
           "x\r\n",                         // no size
           "\r\n",                          // an empty size
           "-1\r\n",                        //
           " 1\r\na\r\n0\r\n\r\n",          // space in front
           "1 \r\na\r\n0\r\n\r\n",          // space behind
           "0x1\r\na\r\n0\r\n\r\n",         //
           "1\na\r\n0\r\n\r\n",             // a bare LF
           "1\r\nab\r\n0\r\n\r\n",          // longer than it says
           "2\r\na\r\n0\r\n\r\n",           // shorter than it says
           "1\r\na0\r\n\r\n",               // no line break behind the data
           "1;a=\"\n\"\r\na\r\n0\r\n\r\n",  // an LF inside an extension
           "1;\r\na\r\n0\r\n\r\n",          // an extension without a name
           "1;a=b\rc\r\na\r\n0\r\n\r\n",    // a bare CR inside an extension
           "0\r\nA: b\nC: d\r\n\r\n",       // a bare LF in the trailer
           "0\r\nA\r\n\r\n",                // a trailer without a colon
       }) {
    SCOPED_TRACE(chunks);
    EXPECT_EQ(received(kChunked + "\r\n" + chunks + "filler to decide on"), kBad);
  }
}

TEST(Body, ARequestFollowsABodyAtOnce) {
  const std::string heard =
      ask(post("/1", "abc") + kChunked + "\r\n1\r\nx\r\n0\r\n\r\n" + get("/3"));
  EXPECT_EQ(status_lines(heard).size(), 3u);
  EXPECT_TRUE(heard.ends_with("GET /3 0 "));
}

TEST(Body, BinaryBytesArriveAsTheyAre) {
  std::string body;
  for (int i = 0; i < 100'000; ++i) body.push_back(static_cast<char>(i * 31));
  Conversation conversation;
  conversation.say(post("/", body));
  ASSERT_EQ(conversation.handler.requests.size(), 1u);
  EXPECT_TRUE(conversation.handler.requests[0].body == body);
}

TEST(Body, ContinueIsSaidWhenTheBodyIsAwaited) {
  Conversation conversation;
  const std::string request = post("/", "abc", "Expect: 100-continue\r\n");
  conversation.say(request.substr(0, request.size() - 3));
  EXPECT_EQ(conversation.heard(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(status_lines(conversation.say("abc").heard()).at(0), "HTTP/1.1 200 OK");
}

TEST(Body, ContinueIsNotSaidWhenTheBodyIsThere) {
  Conversation conversation;
  conversation.say(post("/", "abc", "Expect: 100-continue\r\n"));
  EXPECT_EQ(status_lines(conversation.heard()), std::vector<std::string>{"HTTP/1.1 200 OK"});
}

TEST(Body, ContinueIsNotSaidWithoutABodyOrToHttp10) {
  Conversation without;
  without.say(get("/", "Expect: 100-continue\r\n"));
  EXPECT_EQ(status_lines(without.heard()), std::vector<std::string>{"HTTP/1.1 200 OK"});
  Conversation old;
  old.say("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
  EXPECT_EQ(old.heard(), "");
  EXPECT_EQ(status_lines(old.say("x").heard()), std::vector<std::string>{"HTTP/1.1 200 OK"});
}

TEST(Body, ContinueFollowsEarlierAnswers) {
  Conversation conversation;
  const std::string request = post("/2", "abc", "Expect: 100-continue\r\n");
  conversation.say(get("/1") + request.substr(0, request.size() - 3));
  EXPECT_EQ(status_lines(conversation.heard()),
            (std::vector<std::string>{"HTTP/1.1 200 OK", "HTTP/1.1 100 Continue"}));
}

}  // namespace
}  // namespace angarium::http
