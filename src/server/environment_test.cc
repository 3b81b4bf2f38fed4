#include "server/environment.h"

#include <gtest/gtest.h>

namespace angarium::server {
namespace {

struct Teapot final : http::Handler {
  base::Task<http::Response> handle(http::Request) override {
    http::Response response;
    response.status = 418;
    co_return response;
  }
};

http::Response ask(const EnvironmentFacts& facts, std::string method, std::string target,
                   std::string_view host) {
  Teapot next;
  Environment environment(facts, wire::Hygiene{}, next);
  http::Request request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.headers.add("Host", host);
  http::Response answer;
  base::start([](Environment& environment, http::Request request,
                 http::Response& answer) -> base::Task<void> {
    answer = co_await environment.handle(std::move(request));
  }(environment, std::move(request), answer));
  return answer;
}

TEST(Environment, SaysHowToComeHere) {
  EnvironmentFacts facts{.signatures_checked = false,
                         .regions = {"us-east-1", "eu-west-1"},
                         .proxy = true,
                         .ca_certificate = "PEM\n"};
  EXPECT_EQ(ask(facts, "GET", kEnvironmentPath, "localhost:4566").body,
            "{\"signatures_checked\":false,\"regions\":[\"us-east-1\",\"eu-west-1\"],"
            "\"proxy\":true,\"ca_certificate\":\"PEM\\n\"}\n");
  facts.proxy = false;
  EXPECT_EQ(ask(facts, "GET", kEnvironmentPath, "localhost").body.find("ca_certificate"),
            std::string::npos);
}

TEST(Environment, EverythingElseIsForTheNext) {
  const EnvironmentFacts facts;
  EXPECT_EQ(ask(facts, "GET", "/", "localhost").status, 418);
  EXPECT_EQ(ask(facts, "POST", "/_angarium", "localhost").status, 418);
  EXPECT_EQ(ask(facts, "POST", kEnvironmentPath, "localhost").status, 405);
}

TEST(Environment, AWebPageGetsNothing) {
  EXPECT_EQ(ask({}, "GET", kEnvironmentPath, "evil.example").status, 403);
}

}  // namespace
}  // namespace angarium::server
