#include "server/environment_client.h"

#include <gtest/gtest.h>

namespace angarium::server {
namespace {

TEST(EnvironmentClient, ReadsWhatEnvironmentWrites) {
  auto facts = parse_environment(R"({"signatures_checked":true,"regions":["eu-west-1"],)"
                                 R"("proxy":true,"ca_certificate":"PEM\n","later":1})");
  ASSERT_TRUE(facts.ok());
  EXPECT_TRUE(facts->signatures_checked);
  EXPECT_EQ(facts->regions, std::vector<std::string>{"eu-west-1"});
  EXPECT_EQ(facts->ca_certificate, "PEM\n");
}

TEST(EnvironmentClient, AnythingElseIsNotAngarium) {
  for (const char* body :
       {"", "<html>", "[]", "{}", R"({"signatures_checked":true,"regions":[],"proxy":false})",
        R"({"signatures_checked":1,"regions":["a"],"proxy":false})",
        R"({"signatures_checked":true,"regions":["a"],"proxy":true})"}) {
    auto facts = parse_environment(body);
    ASSERT_FALSE(facts.ok()) << body;
    EXPECT_TRUE(facts.error().is(AskError::kNotAngarium));
  }
}

TEST(EnvironmentClient, BadEndpointsAreToldFromSilentOnes) {
  for (const char* endpoint : {"", "localhost:4566", "ftp://a", "http://a/path", "http://a:0"}) {
    EXPECT_TRUE(ask_environment(endpoint, "").error().is(AskError::kBadEndpoint)) << endpoint;
  }
  auto silent = ask_environment("http://127.0.0.1:1", "");
  EXPECT_TRUE(silent.error().is(AskError::kNobody));
  EXPECT_NE(silent.error().message().find("`angarium dev`"), std::string::npos);
}

}  // namespace
}  // namespace angarium::server
