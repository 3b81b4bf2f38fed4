#include "http/tls.h"

#include <gtest/gtest.h>

#include "base/simulated_executor.h"
#include "http/memory_stream.h"
#include "http/test_certificate.h"

namespace angarium::http {

namespace {

// A client and a server with TLS between them, in memory.
struct TlsTest : testing::Test {
  void connect(const std::string& host, MemoryStreamOptions options = {}) {
    auto [near, far] = MemoryStream::connect(executor, options);
    wire = near.get();
    auto server_context =
        TlsContext::for_server({certificate.certificate_path(), certificate.key_path()});
    auto client_context = TlsContext::for_client(certificate.certificate_path());
    ASSERT_TRUE(server_context.ok() && client_context.ok());
    client = tls_client_stream(*client_context, executor, std::move(near), host);
    server = tls_server_stream(*server_context, executor, std::move(far));
  }

  static base::Task<void> write(Stream& stream, std::string bytes, std::string& outcome) {
    const auto written = co_await stream.write_all(bytes, base::Instant(base::Seconds(10)));
    outcome = written.ok() ? "ok" : std::string(written.error().code_name());
  }
  static base::Task<void> end(Stream& stream, std::string& outcome) {
    const auto ended = co_await stream.shutdown_write(base::Instant(base::Seconds(10)));
    outcome = ended.ok() ? "ok" : std::string(ended.error().code_name());
  }
  // Reads to the end, or to the error, whose name follows what was read.
  static base::Task<void> read(Stream& stream, std::string& outcome) {
    std::string buffer(1000, '\0');
    for (;;) {
      const auto got = co_await stream.read_some(buffer, base::Instant(base::Seconds(10)));
      if (!got.ok()) outcome += got.error().code_name();
      if (!got.ok() || *got == 0) co_return;
      outcome.append(buffer, 0, *got);
    }
  }
  void settle() { executor.run_until(executor.now()); }

  base::SimulatedExecutor executor{3};
  TestCertificate certificate;
  MemoryStream* wire = nullptr;
  std::unique_ptr<Stream> client;
  std::unique_ptr<Stream> server;
  std::string client_heard, server_heard, client_sent, server_sent, ended;
};

TEST_F(TlsTest, CarriesBytesBothWaysUnreadable) {
  connect("localhost");
  base::start(read(*server, server_heard));
  base::start(write(*client, "a secret", client_sent));
  settle();
  EXPECT_EQ(client_sent, "ok");
  EXPECT_EQ(server_heard, "a secret");
  base::start(read(*client, client_heard));
  base::start(write(*server, "an answer", server_sent));
  settle();
  EXPECT_EQ(client_heard, "an answer");
  EXPECT_TRUE(server->is_secure());
  base::start(end(*client, ended));
  base::start(end(*server, ended));
  settle();
  EXPECT_EQ(server_heard, "a secret") << "an orderly end is no error";
  EXPECT_EQ(client_heard, "an answer");
}

TEST_F(TlsTest, CarriesMuchThroughASmallWindow) {
  MemoryStreamOptions options;
  options.capacity_bytes = 777;
  base::SeededRandom random(5);
  options.random = &random;
  connect("127.0.0.1", options);
  base::start(read(*server, server_heard));
  const std::string much(300'000, 'x');
  base::start(write(*client, much, client_sent));
  settle();
  EXPECT_EQ(client_sent, "ok");
  EXPECT_TRUE(server_heard == much);
  base::start(end(*client, ended));
  settle();
}

TEST_F(TlsTest, ACutIsNotAnEnd) {
  connect("localhost");
  base::start(read(*server, server_heard));
  base::start(write(*client, "part", client_sent));
  settle();
  wire->close();
  settle();
  EXPECT_EQ(server_heard, "partReset");
}

TEST_F(TlsTest, AForeignNameIsRefused) {
  connect("example.com");
  base::start(read(*server, server_heard));
  base::start(write(*client, "x", client_sent));
  settle();
  EXPECT_EQ(client_sent, "TlsFailed");
  EXPECT_EQ(server_heard, "TlsFailed") << "the alert tells the server";
}

TEST_F(TlsTest, AnUnknownSignerIsRefused) {
  connect("localhost");
  const TestCertificate other;
  auto trusting_other = TlsContext::for_client(other.certificate_path());
  ASSERT_TRUE(trusting_other.ok());
  auto [near, far] = MemoryStream::connect(executor);
  client = tls_client_stream(*trusting_other, executor, std::move(near), "localhost");
  auto context = TlsContext::for_server({certificate.certificate_path(), certificate.key_path()});
  server = tls_server_stream(*context, executor, std::move(far));
  base::start(read(*server, server_heard));
  base::start(write(*client, "x", client_sent));
  settle();
  EXPECT_EQ(client_sent, "TlsFailed");
}

TEST_F(TlsTest, PlainTextIsRefused) {
  auto [near, far] = MemoryStream::connect(executor);
  auto context = TlsContext::for_server({certificate.certificate_path(), certificate.key_path()});
  server = tls_server_stream(*context, executor, std::move(far));
  client = std::move(near);
  base::start(read(*server, server_heard));
  base::start(write(*client, "GET / HTTP/1.1\r\nHost: bus\r\n\r\n", client_sent));
  settle();
  EXPECT_EQ(server_heard, "TlsFailed");
}

TEST_F(TlsTest, AHandshakeThatStallsTimesOut) {
  connect("localhost");
  base::start(read(*server, server_heard));
  executor.run_until(base::Instant(base::Seconds(10)));
  EXPECT_EQ(server_heard, "TimedOut");
}

std::string failure(const TlsFiles& files) {
  auto context = TlsContext::for_server(files);
  if (context.ok()) return "ok";
  EXPECT_TRUE(context.error().is(HttpError::kCertificateInvalid));
  return context.error().message();
}

TEST_F(TlsTest, FilesThatDoNotFitAreNamed) {
  const std::string good = certificate.certificate_path();
  const std::string key = certificate.key_path();
  EXPECT_EQ(failure({good, key}), "ok");
  EXPECT_NE(failure({"absent.pem", key}).find("certificate `absent.pem`"), std::string::npos);
  EXPECT_NE(failure({good, "absent.pem"}).find("key `absent.pem`"), std::string::npos);
  EXPECT_NE(failure({good, good}).find("key `" + good), std::string::npos);
  const TestCertificate other;
  EXPECT_NE(failure({good, other.key_path()}).find("key"), std::string::npos);
  const std::string empty = certificate.write("empty.pem", "");
  EXPECT_NE(failure({empty, key}).find("certificate `" + empty), std::string::npos);
}

}  // namespace
}  // namespace angarium::http
