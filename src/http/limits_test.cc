#include <gtest/gtest.h>

#include "http/test_conversation.h"

namespace angarium::http {

namespace {

std::string status(std::string_view heard) {
  const auto lines = status_lines(heard);
  return lines.empty() ? "" : lines.back().substr(sizeof("HTTP/1.1 ") - 1);
}

// Each limit holds at its value and not at one more.

TEST(Limits, RequestLine) {
  Limits limits;
  limits.request_line_bytes_max = std::string("GET /abc HTTP/1.1").size();
  EXPECT_EQ(status(ask(get("/abc"), limits)), "200 OK");
  EXPECT_EQ(status(ask(get("/abcd"), limits)), "414 URI Too Long");
}

TEST(Limits, AnEndlessRequestLineIsRefusedBeforeItEnds) {
  Limits limits;
  limits.request_line_bytes_max = 100;
  EXPECT_EQ(status(ask("GET /" + std::string(200, 'a'), limits)), "414 URI Too Long");
}

TEST(Limits, HeaderBytes) {
  Limits limits;
  limits.header_bytes_max = get("/", "A: 12345\r\n").size();
  EXPECT_EQ(status(ask(get("/", "A: 12345\r\n"), limits)), "200 OK");
  EXPECT_EQ(status(ask(get("/", "A: 123456\r\n"), limits)), "431 Request Header Fields Too Large");
}

TEST(Limits, AnEndlessFieldIsRefusedBeforeItEnds) {
  Limits limits;
  limits.header_bytes_max = 100;
  const std::string request = "GET / HTTP/1.1\r\nA: " + std::string(200, 'a');
  EXPECT_EQ(status(ask(request, limits)), "431 Request Header Fields Too Large");
}

TEST(Limits, HeaderCount) {
  Limits limits;
  limits.header_count_max = 3;
  EXPECT_EQ(status(ask(get("/", "A: 1\r\nB: 2\r\n"), limits)), "200 OK");
  EXPECT_EQ(status(ask(get("/", "A: 1\r\nB: 2\r\nC: 3\r\n"), limits)),
            "431 Request Header Fields Too Large");
}

TEST(Limits, DeclaredBody) {
  Limits limits;
  limits.body_bytes_max = 10;
  EXPECT_EQ(status(ask(post("/", "0123456789"), limits)), "200 OK");
  EXPECT_EQ(status(ask(post("/", "0123456789x"), limits)), "413 Content Too Large");
}

TEST(Limits, ADeclaredBodyIsRefusedUnread) {
  Limits limits;
  limits.body_bytes_max = 10;
  const std::string fields = "Host: bus\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n";
  const std::string heard = ask("POST / HTTP/1.1\r\n" + fields, limits);
  EXPECT_EQ(status_lines(heard), std::vector<std::string>{"HTTP/1.1 413 Content Too Large"});
}

TEST(Limits, ChunkedBody) {
  Limits limits;
  limits.body_bytes_max = 10;
  const std::string start = post("/", "").substr(0, post("/", "").find("Content-Length")) +
                            "Transfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(status(ask(start + "6\r\n012345\r\n4\r\n6789\r\n0\r\n\r\n", limits)), "200 OK");
  EXPECT_EQ(status(ask(start + "6\r\n012345\r\n5\r\n", limits)), "413 Content Too Large");
  EXPECT_EQ(status(ask(start + "b\r\n01", limits)), "413 Content Too Large") << "at once";
  EXPECT_EQ(status(ask(start + "fffffffffffffff0\r\n", limits)), "413 Content Too Large");
  EXPECT_EQ(status(ask(start + "10000000000000000\r\n", limits)), "400 Bad Request");
}

TEST(Limits, TheLargestHeaderFitsTheReadBuffer) {
  Limits limits;
  limits.header_bytes_max = Server::kReadBufferBytes;
  const std::string rest = get("/", "A: \r\n");
  const std::string value(limits.header_bytes_max - rest.size(), 'a');
  EXPECT_EQ(status(ask(get("/", "A: " + value + "\r\n"), limits)), "200 OK");
  EXPECT_EQ(status(ask(get("/", "A: a" + value + "\r\n"), limits)),
            "431 Request Header Fields Too Large");
}

TEST(Limits, ChunkExtensionsTogether) {
  const std::string start = "POST / HTTP/1.1\r\nHost: bus\r\nTransfer-Encoding: chunked\r\n\r\n";
  std::string chunks;
  const std::string extension = ";a=" + std::string(1021, 'x');
  for (int i = 0; i < 16; ++i) chunks += "1" + extension + "\r\nx\r\n";
  EXPECT_EQ(status(Conversation().say(start + chunks + "0\r\n\r\n").heard()), "200 OK");
  EXPECT_EQ(status(Conversation().say(start + chunks + "0;a\r\n\r\n").heard()), "400 Bad Request");
}

TEST(Limits, ATrailerStopsAtTheReadBuffer) {
  const std::string start =
      "POST / HTTP/1.1\r\nHost: bus\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
  const std::string line = "A: " + std::string(1019, 'a') + "\r\n";  // 1024 bytes
  std::string trailer;
  for (int i = 0; i < 63; ++i) trailer += line;
  EXPECT_EQ(status(Conversation().say(start + trailer + "\r\n").heard()), "200 OK");
  EXPECT_EQ(status(Conversation().say(start + trailer + line + "\r\n").heard()), "400 Bad Request");
}

}  // namespace
}  // namespace angarium::http
