#include "http/response_writer.h"

#include <gtest/gtest.h>

namespace angarium::http {

namespace {

std::string written(const Response& response, const AnswerStyle& style = {"today"}) {
  std::string out;
  append_response(out, response, style);
  return out;
}

TEST(ResponseWriter, WritesFieldsInOrder) {
  Response response;
  response.status = 201;
  response.content_type = "a/b";
  response.headers.add("X", "1");
  response.headers.add("Y", "2");
  response.body = "body";
  EXPECT_EQ(written(response),
            "HTTP/1.1 201 Created\r\nDate: today\r\nContent-Type: a/b\r\n"
            "X: 1\r\nY: 2\r\nContent-Length: 4\r\n\r\nbody");
}

TEST(ResponseWriter, DataCanNotBecomeAField) {
  Response response;
  response.content_type = "a\r\nEvil: 1";
  response.headers.add("X", std::string("1\r\nEvil: 2\n\0", 12));
  response.headers.add("Evil: 3\r\nX", "4");
  response.headers.add("", "5");
  EXPECT_EQ(written(response),
            "HTTP/1.1 200 OK\r\nDate: today\r\nContent-Type: a  Evil: 1\r\n"
            "X: 1  Evil: 2  \r\nContent-Length: 0\r\n\r\n");
}

TEST(ResponseWriter, TheServersOwnFieldsStayItsOwn) {
  Response response;
  response.headers.add("content-length", "9");
  response.headers.add("Transfer-Encoding", "chunked");
  response.headers.add("CONNECTION", "upgrade");
  response.headers.add("Date", "tomorrow");
  EXPECT_EQ(written(response), "HTTP/1.1 200 OK\r\nDate: today\r\nContent-Length: 0\r\n\r\n");
}

TEST(ResponseWriter, SomeStatusesHaveNoBody) {
  for (int status : {204, 304}) {
    Response response;
    response.status = status;
    response.body = "body";
    const std::string text = written(response);
    EXPECT_EQ(text.find("Content-Length"), std::string_view::npos);
    EXPECT_TRUE(text.ends_with("\r\n\r\n"));
  }
}

TEST(ResponseWriter, WhatIsNoFinalStatusIs500) {
  for (int status : {0, 100, 199, 1000, -5}) {
    Response response;
    response.status = status;
    EXPECT_TRUE(written(response).starts_with("HTTP/1.1 500 Internal Server Error\r\n")) << status;
  }
}

}  // namespace
}  // namespace angarium::http
