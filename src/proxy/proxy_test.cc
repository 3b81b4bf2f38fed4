#include "proxy/proxy.h"

#include <gtest/gtest.h>

#include "base/simulated_executor.h"
#include "http/memory_stream.h"

namespace angarium::proxy {
namespace {

// Stands for the gateway: keeps what reaches it.
struct Next final : http::Handler {
  base::Task<http::Response> handle(http::Request request) override {
    requests.push_back(std::move(request));
    co_return http::Response{};
  }
  std::vector<http::Request> requests;
};

struct ProxyTest : testing::Test {
  // The status of a refusal; 200 for a tunnel that ends here, 201 for one that leads onward.
  int connect(const std::string& target) {
    base::start([](ProxyTest& self, std::string target) -> base::Task<void> {
      http::Request request;
      request.method = "CONNECT";
      request.target = target;
      self.tunnel = co_await self.proxy.connect(std::move(request));
    }(*this, target));
    executor.run_until_idle(1'000);
    if (const auto* refusal = std::get_if<http::Response>(&tunnel)) return refusal->status;
    return std::holds_alternative<http::TunnelHere>(tunnel) ? 200 : 201;
  }
  int get(const std::string& target, const std::string& host) {
    int status = 0;
    base::start(
        [](ProxyTest& self, std::string target, std::string host, int& status) -> base::Task<void> {
          http::Request request;
          request.method = "GET";
          request.target = target;
          request.headers.add("Host", host);
          self.answer = co_await self.proxy.handle(std::move(request));
          status = self.answer.status;
        }(*this, target, host, status));
    executor.run_until_idle(1'000);
    return status;
  }
  base::Task<base::Result<std::unique_ptr<http::Stream>>> dial(Endpoint endpoint) {
    dialled.push_back(endpoint.text());
    if (endpoint.host == "down.example") {
      co_return base::Error(http::HttpError::kConnectFailed, "nobody is there");
    }
    auto [near, far] = http::MemoryStream::connect(executor);
    co_return std::unique_ptr<http::Stream>(std::move(near));
  }
  std::string refusal() const { return std::get<http::Response>(tunnel).body; }

  base::SimulatedExecutor executor{1};
  base::SimulatedClock clock{executor, base::from_unix_ms(0)};
  base::SeededRandom random{1};
  base::Metrics metrics;
  Next next;
  std::vector<std::string> dialled;
  http::Tunnel tunnel;
  http::Response answer;
  Proxy proxy{CertificateAuthority::create(random, clock.now()),
              *AllowList::make({"*.example"}),
              {.tunnels_max = 2},
              {.next = next,
               .executor = executor,
               .clock = clock,
               .random = random,
               .metrics = metrics,
               .dial = [this](Endpoint endpoint, base::Instant) { return dial(endpoint); }}};
};

TEST_F(ProxyTest, TunnelsToAwsEndHere) {
  EXPECT_EQ(connect("SQS.us-east-1.amazonaws.com:443"), 200);
  const auto& here = std::get<http::TunnelHere>(tunnel);
  EXPECT_EQ(here.host, "sqs.us-east-1.amazonaws.com");
  EXPECT_TRUE(here.tls);
  EXPECT_EQ(connect("sqs.us-east-1.amazonaws.com:80"), 200);
  EXPECT_FALSE(std::get<http::TunnelHere>(tunnel).tls);
  EXPECT_EQ(connect("sqs.us-east-1.amazonaws.com:22"), 403);
  EXPECT_TRUE(dialled.empty());
}

TEST_F(ProxyTest, OthersAreRefusedWithWhatToDo) {
  EXPECT_EQ(connect("github.com:443"), 403);
  EXPECT_NE(refusal().find("`github.com:443`"), std::string::npos);
  EXPECT_NE(refusal().find("--proxy-allow github.com"), std::string::npos);
  EXPECT_EQ(connect("amazonaws.com:443"), 403);
  EXPECT_EQ(connect("api.example:80"), 403);
  EXPECT_EQ(connect("/"), 400);
  EXPECT_EQ(connect("http://sqs.amazonaws.com/"), 400);
  EXPECT_TRUE(dialled.empty());
}

TEST_F(ProxyTest, AllowedHostsAreDialledWithinACount) {
  EXPECT_EQ(connect("api.example:443"), 201);
  http::Tunnel first = std::move(tunnel);
  EXPECT_EQ(connect("api.example:443"), 201);
  http::Tunnel second = std::move(tunnel);
  EXPECT_EQ(proxy.tunnel_count(), 2U);
  EXPECT_EQ(connect("api.example:443"), 503);
  EXPECT_EQ(dialled.size(), 2U);
  first = http::Response{};
  EXPECT_EQ(connect("api.example:443"), 201);
}

TEST_F(ProxyTest, ADialThatFailsGivesItsPlaceBack) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(connect("down.example:443"), 502);
  EXPECT_NE(refusal().find("nobody is there"), std::string::npos);
  EXPECT_EQ(proxy.tunnel_count(), 0U);
}

TEST_F(ProxyTest, PlainRequestsToAwsArePassedOnInOriginForm) {
  EXPECT_EQ(get("http://sqs.us-east-1.amazonaws.com/1/q?Action=A", "sqs.us-east-1.amazonaws.com"),
            200);
  ASSERT_EQ(next.requests.size(), 1U);
  EXPECT_EQ(next.requests[0].target, "/1/q?Action=A");
  EXPECT_EQ(next.requests[0].proxied_host, "sqs.us-east-1.amazonaws.com");
  EXPECT_EQ(get("/path", "localhost"), 200);
  EXPECT_EQ(next.requests[1].proxied_host, "");
}

TEST_F(ProxyTest, OtherPlainRequestsAreRefused) {
  EXPECT_EQ(get("http://example.com/", "example.com"), 403);
  EXPECT_EQ(get("http://localhost:4566/", "localhost:4566"), 403);
  EXPECT_EQ(get("http://sqs.amazonaws.com:8080/", "sqs.amazonaws.com:8080"), 403);
  EXPECT_EQ(get("http://sqs.amazonaws.com/", "sts.amazonaws.com"), 400);
  EXPECT_EQ(get("http://sqs.amazonaws.com/", ""), 400);
  EXPECT_EQ(get("https://sqs.amazonaws.com/", "sqs.amazonaws.com"), 400);
  EXPECT_EQ(get("http://user@sqs.amazonaws.com/", "sqs.amazonaws.com"), 400);
  EXPECT_TRUE(next.requests.empty());
  EXPECT_TRUE(answer.close);
}

TEST_F(ProxyTest, WhatBecameOfRequestsIsCounted) {
  connect("sqs.amazonaws.com:443");
  connect("api.example:443");
  connect("github.com:443");
  connect("down.example:443");
  const std::string text = metrics.text();
  for (const char* outcome : {"here", "onward", "refused", "failed"}) {
    const std::string line =
        "angarium_proxy_requests_total{outcome=\"" + std::string(outcome) + "\"} 1";
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
}

}  // namespace
}  // namespace angarium::proxy
