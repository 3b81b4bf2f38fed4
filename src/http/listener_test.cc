#include "http/listener.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <future>

#include "http/client.h"
#include "http/test_certificate.h"

namespace angarium::http {

namespace {

class PathHandler final : public Handler {
 public:
  base::Task<Response> handle(Request request) override {
    Response response;
    response.body = request.target + (request.secure ? " secure " : " plain ") +
                    request.peer_address + " " + std::to_string(request.body.size());
    co_return response;
  }
};

// Runs a Task on an executor of its own thread and waits for its value.
template <class T>
base::Task<void> hand_over(base::Task<T> task, std::promise<T>& promise) {
  promise.set_value(co_await std::move(task));
}
template <class T>
T run(base::Executor& executor, base::Task<T> task) {
  std::promise<T> promise;
  base::spawn(executor, hand_over(std::move(task), promise));
  return promise.get_future().get();
}

using Answer = base::Result<Response>;

struct ListenerTest : testing::Test {
  void open(ListenerOptions options) {
    auto opened = Listener::open(std::move(options), handler, io, clock);
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    listener = std::move(*opened);
  }
  void TearDown() override {
    if (listener) {
      EXPECT_EQ(run(io, listener->shutdown(soon())), 0u);
    }
    io.stop();
  }
  base::Instant soon() const { return io.now() + base::Seconds(10); }

  static Request request(std::string target, size_t body_bytes = 0) {
    Request request;
    request.method = "POST";
    request.target = std::move(target);
    request.headers.add("Host", "bus");
    request.body.assign(body_bytes, 'x');
    return request;
  }
  // Opens a stream, sends `count` requests over it one after the other, answers the last answer.
  static base::Task<Answer> talk(base::Result<std::unique_ptr<Stream>> stream, Request request,
                                 int count, base::Instant deadline) {
    if (!stream.ok()) co_return stream.error();
    Answer answer = base::Error{HttpError::kClosed, "no request was sent"};
    for (int i = 0; i < count; ++i) {
      answer = co_await send(**stream, request, deadline);
      if (!answer.ok()) break;
    }
    co_return answer;
  }
  static base::Task<Answer> tcp(base::AsioExecutor& io, uint16_t port, Request request, int count,
                                base::Instant deadline) {
    auto stream = co_await connect_tcp(io, "127.0.0.1", port, deadline);
    co_return co_await talk(std::move(stream), std::move(request), count, deadline);
  }
  static base::Task<Answer> tls(base::AsioExecutor& io, uint16_t port, std::string trusted,
                                Request request, base::Instant deadline) {
    auto stream = co_await connect_tcp(io, "127.0.0.1", port, deadline);
    auto context = TlsContext::for_client(trusted);
    if (!stream.ok() || !context.ok()) co_return stream.error();
    auto secure = tls_client_stream(*context, io, std::move(*stream), "127.0.0.1");
    co_return co_await talk(std::move(secure), std::move(request), 3, deadline);
  }
  static base::Task<Answer> over_unix(base::AsioExecutor& io, std::string path, Request request,
                                      base::Instant deadline) {
    auto stream = co_await connect_unix(io, path, deadline);
    co_return co_await talk(std::move(stream), std::move(request), 2, deadline);
  }

  base::AsioExecutor io{"io", 1};
  base::SystemClock clock;
  PathHandler handler;
  std::unique_ptr<Listener> listener;
};

TEST_F(ListenerTest, ServesOverTcp) {
  open({});
  EXPECT_GT(listener->port(), 0);
  EXPECT_EQ(listener->address(), "127.0.0.1");
  const Answer answer = run(io, tcp(io, listener->port(), request("/a", 3'000'000), 3, soon()));
  ASSERT_TRUE(answer.ok()) << answer.error().message();
  EXPECT_EQ(answer->body, "/a plain 127.0.0.1 3000000");
}

TEST_F(ListenerTest, ServesOverIpv6) {
  ListenerOptions options;
  options.address = "::1";
  auto opened = Listener::open(options, handler, io, clock);
  if (!opened.ok()) GTEST_SKIP() << opened.error().message();
  listener = std::move(*opened);
  EXPECT_EQ(listener->address(), "::1");
}

TEST_F(ListenerTest, ServesOverTls) {
  const TestCertificate certificate;
  ListenerOptions options;
  options.tls = TlsFiles{certificate.certificate_path(), certificate.key_path()};
  open(options);
  const Answer answer = run(io, tls(io, listener->port(), certificate.certificate_path(),
                                    request("/a", 100'000), soon()));
  ASSERT_TRUE(answer.ok()) << answer.error().message();
  EXPECT_EQ(answer->body, "/a secure 127.0.0.1 100000");
}

TEST_F(ListenerTest, ServesOverAUnixSocketOfItsOwnUserOnly) {
  const TestCertificate directory;
  const std::string path = directory.write("socket", "");
  std::filesystem::remove(path);
  ListenerOptions options;
  options.unix_path = path;
  open(options);
  struct stat status {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  const Answer answer = run(io, over_unix(io, path, request("/a"), soon()));
  ASSERT_TRUE(answer.ok()) << answer.error().message();
  EXPECT_EQ(answer->body, fmt::format("/a plain uid={} pid={} 0", getuid(), getpid()));
  auto second = Listener::open(options, handler, io, clock);
  ASSERT_FALSE(second.ok());
  EXPECT_TRUE(second.error().is(HttpError::kAddressInUse));
  run(io, listener->shutdown(soon()));
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(ListenerTest, ReplacesAnAbandonedSocketButNoOtherFile) {
  const TestCertificate directory;
  ListenerOptions options;
  options.unix_path = directory.write("file", "precious");
  EXPECT_FALSE(Listener::open(options, handler, io, clock).ok());
  EXPECT_EQ(std::filesystem::file_size(options.unix_path), 8u);
  options.unix_path = directory.write("socket", "");
  std::filesystem::remove(options.unix_path);
  open(options);
  const std::string kept = options.unix_path + "_kept";
  std::filesystem::create_hard_link(options.unix_path, kept);
  run(io, listener->shutdown(soon()));
  std::filesystem::rename(kept, options.unix_path);  // as after a kill
  open(options);
}

TEST_F(ListenerTest, ATakenPortHasItsOwnError) {
  open({});
  ListenerOptions options;
  options.port = listener->port();
  const auto second = Listener::open(options, handler, io, clock);
  ASSERT_FALSE(second.ok());
  EXPECT_TRUE(second.error().is(HttpError::kAddressInUse)) << second.error().message();
  EXPECT_NE(second.error().message().find(std::to_string(options.port)), std::string::npos);
}

TEST_F(ListenerTest, WhatIsNoAddressIsRefused) {
  for (const char* address : {"", "bus.example", "1.2.3", "203.0.113.7"}) {
    ListenerOptions options;
    options.address = address;
    const auto opened = Listener::open(options, handler, io, clock);
    ASSERT_FALSE(opened.ok()) << address;
    EXPECT_TRUE(opened.error().is(HttpError::kAddressRefused)) << address;
  }
}

base::Task<int> statuses(base::AsioExecutor& io, uint16_t port, Request request,
                         base::Instant deadline) {
  auto first = co_await connect_tcp(io, "127.0.0.1", port, deadline);
  auto second = co_await connect_tcp(io, "127.0.0.1", port, deadline);
  const auto one = co_await send(**first, request, deadline);
  const auto two = co_await send(**second, request, deadline);
  co_return (one.ok() ? one->status : 0) * 1000 + (two.ok() ? two->status : 0);
}

TEST_F(ListenerTest, AFullHouseAnswers503) {
  ListenerOptions options;
  options.connection_count_max = 1;
  open(options);
  EXPECT_EQ(run(io, statuses(io, listener->port(), request("/"), soon())), 200'503);
}

base::Task<int> one_after_the_other(base::AsioExecutor& io, uint16_t port, Request request,
                                    base::Instant deadline) {
  auto first = co_await connect_tcp(io, "127.0.0.1", port, deadline);
  auto second = co_await connect_tcp(io, "127.0.0.1", port, deadline);
  const auto one = co_await send(**first, request, deadline);
  first->reset();
  const auto two = co_await send(**second, request, deadline);
  co_return (one.ok() ? one->status : 0) * 1000 + (two.ok() ? two->status : 0);
}

TEST_F(ListenerTest, AFullHouseMayAlsoLetThemWait) {
  ListenerOptions options;
  options.connection_count_max = 1;
  options.when_full = WhenFull::kWait;
  open(options);
  EXPECT_EQ(run(io, one_after_the_other(io, listener->port(), request("/"), soon())), 200'200);
}

TEST_F(ListenerTest, AfterShutdownNobodyAnswers) {
  open({});
  const uint16_t port = listener->port();
  EXPECT_EQ(run(io, listener->shutdown(soon())), 0u);
  const Answer answer = run(io, tcp(io, port, request("/"), 1, soon()));
  ASSERT_FALSE(answer.ok());
  EXPECT_TRUE(answer.error().is(HttpError::kConnectFailed)) << answer.error().message();
}

}  // namespace
}  // namespace angarium::http
