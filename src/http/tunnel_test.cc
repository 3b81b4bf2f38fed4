// CONNECT, from the bytes of the request to the end of the tunnel.
#include "http/tunnel.h"

#include <gtest/gtest.h>

#include "http/relay.h"
#include "http/test_certificate.h"
#include "http/test_conversation.h"

namespace angarium::http {

namespace {

// Opens what its target says: "here:443" with TLS, "plain:80" without, "far:443" onward, "wait:443"
// when released; refuses everything else.
class Opener final : public Handler {
 public:
  explicit Opener(base::Executor& executor) : echo(executor), held(executor) {}
  base::Task<Response> handle(Request request) override { return echo.handle(std::move(request)); }
  base::Task<Tunnel> connect(Request request) override {
    connected.push_back(request.target);
    if (request.target == "wait:443") co_await held;
    if (request.target == "throw:443") throw std::runtime_error("a library threw");
    if (request.target == "here:443") co_return TunnelHere{"here", tls};
    if (request.target == "plain:80" || request.target == "wait:443") {
      co_return TunnelHere{"plain", nullptr};
    }
    if (request.target != "far:443") {
      Response refusal = reject(403, "not there");
      refusal.close = true;
      co_return refusal;
    }
    co_return TunnelOnward{std::move(far), base::Seconds(60), lease};
  }

  EchoHandler echo;
  base::OneShot<bool> held;
  std::vector<std::string> connected;
  std::shared_ptr<const TlsContext> tls;
  std::unique_ptr<Stream> far;
  std::shared_ptr<int> lease = std::make_shared<int>(0);
};

struct TunnelTest : testing::Test {
  TunnelTest() : opener(executor), server(opener, limits(), executor, clock) {
    opener.tls = *TlsContext::for_server({certificate.certificate_path(), certificate.key_path()});
    auto [near, served] = MemoryStream::connect(executor);
    client = std::move(near);
    auto [this_end, other_end] = MemoryStream::connect(executor);
    opener.far = std::move(this_end);
    far = std::move(other_end);
    base::start(serve(server, std::move(served), closed));
    base::start(listen(*far, far_heard, far_ended));
    settle();
  }
  ~TunnelTest() override {
    if (client) client->close();
    far->close();
    executor.run_until_idle(10'000);
  }
  static Limits limits() {
    Limits limits;
    limits.header_timeout = base::Seconds(10);
    return limits;
  }
  static base::Task<void> serve(Server& server, std::unique_ptr<Stream> stream, bool& closed) {
    co_await server.serve(std::move(stream));
    closed = true;
  }
  static base::Task<void> listen(Stream& stream, std::string& heard, bool& ended) {
    std::string buffer(1000, '\0');
    for (;;) {
      const auto got = co_await stream.read_some(buffer, base::Instant::max());
      if (!got.ok() || *got == 0) break;
      heard.append(buffer, 0, *got);
    }
    ended = true;
  }
  static base::Task<void> send(Stream& stream, std::string bytes) {
    const auto sent = co_await stream.write_all(bytes, base::Instant::max());
    static_cast<void>(sent);
  }
  // Reads until `end` was heard.
  static base::Task<void> listen_for(Stream& stream, std::string end, std::string& heard) {
    std::string buffer(1000, '\0');
    while (!heard.ends_with(end)) {
      const auto got = co_await stream.read_some(buffer, base::Instant::max());
      if (!got.ok() || *got == 0) co_return;
      heard.append(buffer, 0, *got);
    }
  }
  void say(Stream& stream, const std::string& bytes) {
    base::start(send(stream, bytes));
    settle();
  }
  void listen_to_client() {
    base::start(listen(*client, heard, client_ended));
    settle();
  }
  void settle() { executor.run_until(executor.now()); }
  void wait(base::Milliseconds span) { executor.run_until(executor.now() + span); }

  base::SimulatedExecutor executor{7};
  base::SimulatedClock clock{executor, base::from_unix_ms(0)};
  TestCertificate certificate;
  Opener opener;
  Server server;
  std::unique_ptr<Stream> client, far;
  std::string heard, far_heard;
  bool closed = false, far_ended = false, client_ended = false;
};

constexpr const char* kEstablished = "HTTP/1.1 200 Connection Established\r\n\r\n";

std::string connect(const std::string& target, const std::string& fields = "") {
  return "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n" + fields + "\r\n";
}

TEST_F(TunnelTest, EndsHereInTls) {
  base::start(listen_for(*client, "\r\n\r\n", heard));
  say(*client, connect("here:443"));
  EXPECT_EQ(heard, kEstablished);
  auto trusted = TlsContext::for_client(certificate.certificate_path());
  client = tls_client_stream(*trusted, executor, std::move(client), "localhost");
  heard.clear();
  say(*client, get("/one") + get("/two"));
  listen_to_client();
  EXPECT_EQ(status_lines(heard).size(), 2U) << heard;
  ASSERT_EQ(opener.echo.requests.size(), 2U);
  for (const Request& request : opener.echo.requests) {
    EXPECT_EQ(request.proxied_host, "here");
    EXPECT_TRUE(request.secure);
    EXPECT_EQ(request.peer_address, "127.0.0.1");
  }
  EXPECT_EQ(server.connection_count(), 1U);
}

TEST_F(TunnelTest, EndsHereWithoutTls) {
  // Old clients ask in HTTP/1.0, without a Host, and may send on before they are answered.
  say(*client, "CONNECT plain:80 HTTP/1.0\r\n\r\n" + get("/one"));
  listen_to_client();
  EXPECT_TRUE(heard.starts_with(std::string(kEstablished) + "HTTP/1.1 200 OK\r\n")) << heard;
  ASSERT_EQ(opener.echo.requests.size(), 1U);
  EXPECT_EQ(opener.echo.requests[0].proxied_host, "plain");
  EXPECT_FALSE(opener.echo.requests[0].secure);
}

TEST_F(TunnelTest, AHandshakeThatIsWithheldEndsInTime) {
  listen_to_client();
  say(*client, connect("here:443"));
  wait(base::Milliseconds(9'999));
  EXPECT_FALSE(closed);
  wait(base::Milliseconds(2'002));
  EXPECT_TRUE(closed);
}

TEST_F(TunnelTest, WhatIsNotTlsEndsTheTunnel) {
  listen_to_client();
  say(*client, connect("here:443") + get("/"));
  EXPECT_TRUE(opener.echo.requests.empty());
  EXPECT_TRUE(heard.starts_with(kEstablished));
  EXPECT_TRUE(closed);
}

TEST_F(TunnelTest, LeadsOnward) {
  listen_to_client();
  say(*client, connect("far:443") + "early");
  EXPECT_EQ(heard, kEstablished);
  EXPECT_EQ(far_heard, "early");
  say(*client, ", late");
  say(*far, "answer");
  EXPECT_EQ(far_heard, "early, late");
  EXPECT_EQ(heard, std::string(kEstablished) + "answer");
  EXPECT_EQ(opener.lease.use_count(), 2);
  far->close();
  settle();
  EXPECT_TRUE(client_ended);
  EXPECT_FALSE(closed);  // the other direction is still open
  client->close();
  settle();
  EXPECT_TRUE(closed);
  EXPECT_EQ(opener.lease.use_count(), 1);
}

TEST_F(TunnelTest, OnwardEndsAfterBothSidesWereSilent) {
  listen_to_client();
  say(*client, connect("far:443"));
  wait(base::Seconds(59));
  say(*far, "x");  // one side's bytes keep the other's direction open
  wait(base::Milliseconds(59'999));
  EXPECT_FALSE(closed);
  wait(base::Milliseconds(1));
  EXPECT_TRUE(closed);
  EXPECT_TRUE(far_ended);
}

TEST_F(TunnelTest, OnwardEndsAtOnceWhenTheServerStops) {
  listen_to_client();
  say(*client, connect("far:443"));
  size_t cut = 99;
  base::start([](Server& server, base::Instant deadline, size_t& cut) -> base::Task<void> {
    cut = co_await server.shutdown(deadline);
  }(server, executor.now() + base::Seconds(5), cut));
  settle();
  EXPECT_EQ(cut, 0U);
  EXPECT_TRUE(closed);
}

TEST_F(TunnelTest, ATunnelThatOpensWhileTheServerStopsIsRefused) {
  listen_to_client();
  say(*client, connect("wait:443"));
  size_t cut = 99;
  base::start([](Server& server, base::Instant deadline, size_t& cut) -> base::Task<void> {
    cut = co_await server.shutdown(deadline);
  }(server, executor.now() + base::Seconds(5), cut));
  opener.held.set(true);
  settle();
  EXPECT_TRUE(heard.starts_with("HTTP/1.1 503 ")) << heard;
  wait(base::Seconds(5));
  EXPECT_EQ(cut, 0U);
}

TEST_F(TunnelTest, ARefusalSaysWhyAndCloses) {
  listen_to_client();
  say(*client, connect("elsewhere:443") + get("/"));
  EXPECT_TRUE(heard.starts_with("HTTP/1.1 403 Forbidden\r\n")) << heard;
  EXPECT_NE(heard.find("not there"), std::string::npos);
  EXPECT_TRUE(opener.echo.requests.empty());
}

TEST_F(TunnelTest, AThrownExceptionIsA500) {
  listen_to_client();
  say(*client, connect("throw:443"));
  EXPECT_TRUE(heard.starts_with("HTTP/1.1 500 ")) << heard;
}

TEST_F(TunnelTest, NoTunnelInsideATunnelAndNoneWithABody) {
  listen_to_client();
  say(*client, connect("plain:80") + connect("plain:80"));
  EXPECT_EQ(status_lines(heard).back(), "HTTP/1.1 400 Bad Request");
  EXPECT_EQ(opener.connected.size(), 1U);
}

TEST_F(TunnelTest, NoneWithABody) {
  listen_to_client();
  say(*client, connect("plain:80", "Content-Length: 1\r\n") + "x");
  EXPECT_EQ(status_lines(heard).back(), "HTTP/1.1 400 Bad Request");
  EXPECT_TRUE(opener.connected.empty());
}

TEST(Tunnel, AServerThatIsNoProxyRefuses) {
  const std::string heard = ask(connect("here:443"));
  EXPECT_EQ(status_lines(heard), std::vector<std::string>{"HTTP/1.1 405 Method Not Allowed"});
  EXPECT_NE(heard.find("This server is not a proxy."), std::string::npos);
}

}  // namespace
}  // namespace angarium::http
