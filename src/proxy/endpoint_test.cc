#include "proxy/endpoint.h"

#include <gtest/gtest.h>

#include "proxy/allow_list.h"

namespace angarium::proxy {
namespace {

TEST(Endpoint, HostAndPort) {
  EXPECT_EQ(parse_endpoint("SQS.us-east-1.Amazonaws.com:443"),
            (Endpoint{"sqs.us-east-1.amazonaws.com", 443}));
  EXPECT_EQ(parse_endpoint("a.:1"), (Endpoint{"a", 1}));
  EXPECT_EQ(parse_endpoint("127.0.0.1:65535"), (Endpoint{"127.0.0.1", 65535}));
  EXPECT_EQ(parse_endpoint("[::1]:80"), (Endpoint{"::1", 80}));
  EXPECT_EQ(parse_endpoint("a", 443), (Endpoint{"a", 443}));
  EXPECT_EQ(parse_endpoint("[::1]:80")->text(), "[::1]:80");
  EXPECT_EQ(parse_endpoint("a:80")->text(), "a:80");
}

TEST(Endpoint, AnythingElseIsNone) {
  for (const char* text :
       {"",       ":",     "a",      "a:",     ":443",       "a:0",   "a:65536",      "a:-1",
        "a:+1",   "a: 1",  "a:1 ",   "a:1:2",  "a:443/",     "/",     "http://a:443", "user@a:443",
        "a..b:1", ".a:1",  "a b:1",  "a,b:1",  "::1:80",     "[::1]", "[::1]80",      "[::1:80",
        "[a]:80", "[]:80", "a\tb:1", "a%2e:1", "\xc3\xbc:1", "..:1"}) {
    EXPECT_FALSE(parse_endpoint(text)) << text;
  }
}

TEST(Endpoint, NamesHaveTheirLimits) {
  const std::string label(63, 'a');
  EXPECT_TRUE(is_host_name(label));
  EXPECT_FALSE(is_host_name(label + "a"));
  const std::string name = label + "." + label + "." + label + "." + std::string(61, 'a');
  EXPECT_EQ(name.size(), 253U);
  EXPECT_TRUE(is_host_name(name));
  EXPECT_FALSE(is_host_name(name + "a"));
}

TEST(AbsoluteTarget, IsTakenApart) {
  auto target = parse_absolute("HTTP://sqs.amazonaws.com/a/b?c=d");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->endpoint, (Endpoint{"sqs.amazonaws.com", 80}));
  EXPECT_EQ(target->origin_form, "/a/b?c=d");
  EXPECT_FALSE(target->https);
  EXPECT_EQ(parse_absolute("https://a")->endpoint, (Endpoint{"a", 443}));
  EXPECT_EQ(parse_absolute("http://a:8080?x")->origin_form, "/?x");
  for (const char* text : {"/", "http:/a", "http://", "http:///a", "http://u@a/", "ftp://a/", ""}) {
    EXPECT_FALSE(parse_absolute(text)) << text;
  }
  EXPECT_TRUE(is_absolute("http://u@a/"));
  EXPECT_FALSE(is_absolute("/http://a"));
}

TEST(AllowList, HostsDomainsPortsAndAll) {
  auto list = AllowList::make({"github.com", "*.packages.example", "git.example:8443", "*:8080"});
  ASSERT_TRUE(list.ok()) << list.error().message();
  for (const char* text :
       {"github.com:443", "mirror.packages.example:443", "a.b.packages.example:443",
        "git.example:8443", "anything:8080", "[::1]:8080"}) {
    EXPECT_TRUE(list->allows(*parse_endpoint(text))) << text;
  }
  for (const char* text :
       {"github.com:80", "api.github.com:443", "packages.example:443", "evilpackages.example:443",
        "git.example:443", "github.com.evil.example:443"}) {
    EXPECT_FALSE(list->allows(*parse_endpoint(text))) << text;
  }
  EXPECT_TRUE(AllowList::make({"*"})->allows({"any.host", 443}));
  EXPECT_FALSE(AllowList::make({"*"})->allows({"any.host", 22}));
  EXPECT_FALSE(AllowList().allows({"any.host", 443}));
}

TEST(AllowList, BadEntriesAreNamed) {
  for (const char* text :
       {"", "https://github.com", "git*hub.com", "*.", "*x", "a:0", "a/b", "*.*.com", "a b"}) {
    auto list = AllowList::make({"good.example", text});
    ASSERT_FALSE(list.ok()) << text;
    EXPECT_TRUE(list.error().is(ProxyError::kAllowEntry));
    EXPECT_NE(list.error().message().find("`" + std::string(text) + "`"), std::string::npos);
  }
}

}  // namespace
}  // namespace angarium::proxy
