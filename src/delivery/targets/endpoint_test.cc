#include "delivery/targets/endpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace angarium::delivery::targets {
namespace {

TEST(Endpoint, IsTakenApart) {
  auto endpoint = parse_endpoint("https://Api.Example.com/v1/orders/*?a=b&c=%20d", false);
  ASSERT_TRUE(endpoint.ok());
  EXPECT_EQ(*endpoint, (Endpoint{.is_secure = true,
                                 .host = "api.example.com",
                                 .port = 443,
                                 .path = "/v1/orders/*",
                                 .query = "a=b&c=%20d"}));
  EXPECT_EQ(endpoint->authority(), "api.example.com");
  EXPECT_EQ(parse_endpoint("HTTPS://h:8443", false)->authority(), "h:8443");
  EXPECT_EQ(parse_endpoint("https://h?x", false)->path, "/");
  EXPECT_EQ(parse_endpoint("https://h?x", false)->query, "x");
  EXPECT_EQ(parse_endpoint("http://127.0.0.1:80/x", true)->authority(), "127.0.0.1");
  EXPECT_EQ(parse_endpoint("http://h:443/x", true)->authority(), "h:443");
}

TEST(Endpoint, WhatCallsCantBeMadeOfIsRefused) {
  for (const char* url :
       {"", "https://", "https:///path", "http://h/", "ftp://h/", "https://user@h/",
        "https://user:word@h/", "https://h:0/", "https://h:65536/", "https://h:/", "https://h:x/",
        "https://h/a b", "https://h/#part", "https://h/\r\nX: y", "https://h\r\n/", "https://.h/",
        "https://h/\xc3\xa4", "https://h/a\\b", "https://[::1]/"}) {
    EXPECT_FALSE(parse_endpoint(url, false).ok()) << url;
  }
  EXPECT_FALSE(parse_endpoint("https://" + std::string(254, 'a') + "/", false).ok());
  EXPECT_TRUE(parse_endpoint("https://" + std::string(253, 'a') + "/", false).ok());
}

}  // namespace
}  // namespace angarium::delivery::targets
