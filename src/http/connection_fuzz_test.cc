#include <gtest/gtest.h>

#include "http/connection_fuzz.h"
#include "http/test_conversation.h"

namespace angarium::http {

namespace {

// Pieces that requests are made of, whole and broken; random mixtures of them run below.
const std::vector<std::string>& pieces() {
  using std::string_literals::operator""s;
  static const std::vector<std::string> all = {
      "GET / HTTP/1.1\r\n",
      "POST /a?b HTTP/1.1\r\n",
      "HEAD / HTTP/1.0\r\n",
      "Host: bus\r\n",
      "Content-Length: 5\r\n",
      "Content-Length: 300\r\n",
      "Transfer-Encoding: chunked\r\n",
      "Connection: close\r\n",
      "Connection: keep-alive\r\n",
      "Expect: 100-continue\r\n",
      "\r\n",
      "hello",
      "5\r\nhello\r\n",
      "0\r\n\r\n",
      "0\r\n",
      "a;b=\"c\"\r\n",
      "X: y\r\n",
      "\r",
      "\n",
      "\0"s,
      " ",
      "\t",
      ":",
      std::string(130, 'x'),
      "ffffffffffffffff\r\n",
      get("/"),
      post("/", "body"),
  };
  return all;
}

TEST(ConnectionFuzz, AnswersASoundRequest) {
  EXPECT_EQ(status_lines(converse_with("\x07" + post("/", "hello"))),
            std::vector<std::string>{"HTTP/1.1 200 OK"});
}

TEST(ConnectionFuzz, MixturesOfPieces) {
  base::SeededRandom random(2026);
  for (int run = 0; run < 3000; ++run) {
    std::string input(1, static_cast<char>(random.next()));
    for (uint64_t i = random.below(12); i-- > 0;) input += pieces()[random.below(pieces().size())];
    if (random.chance(0.2)) input[random.below(input.size())] = static_cast<char>(random.next());
    SCOPED_TRACE(run);
    converse_with(input);
  }
}

}  // namespace
}  // namespace angarium::http
