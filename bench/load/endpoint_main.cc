// An HTTP endpoint that takes whatever it is sent, as cheaply as it can: the far side of
// measurements of deliveries. Prints its port; GET /seen answers {"calls":N}, a
// call of /hang gets no answer for a minute, one of /fail gets 503 after a second, all others get
// 200 at once.
#include <fmt/format.h>

#include <csignal>
#include <cstdio>

#include "base/asio_executor.h"
#include "base/block_on.h"
#include "http/listener.h"

namespace base = angarium::base;
namespace http = angarium::http;

namespace {

class Endpoint final : public http::Handler {
 public:
  explicit Endpoint(base::Executor& executor) : executor_(executor) {}

  base::Task<http::Response> handle(http::Request request) override {
    http::Response response;
    if (request.method == "GET" && request.target == "/seen") {
      response.content_type = "application/json";
      response.body = fmt::format("{{\"calls\":{}}}", calls_);
      co_return response;
    }
    ++calls_;
    if (request.target == "/hang") {
      co_await base::sleep_until(executor_, executor_.now() + std::chrono::minutes(1));
    } else if (request.target == "/fail") {
      co_await base::sleep_until(executor_, executor_.now() + std::chrono::seconds(1));
      response.status = 503;
    }
    co_return response;
  }

 private:
  base::Executor& executor_;
  uint64_t calls_ = 0;  // all on the executor's one thread
};

}  // namespace

int main() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  base::AsioExecutor executor("endpoint", 1);
  const base::SystemClock clock;
  Endpoint endpoint(executor);
  auto listener = http::Listener::open({}, endpoint, executor, clock);
  if (!listener.ok()) {
    fmt::print(stderr, "{}\n", listener.error().message());
    return 1;
  }
  fmt::print("{}\n", (*listener)->port());
  std::fflush(stdout);
  int received = 0;
  sigwait(&signals, &received);
  base::block_on(executor, (*listener)->shutdown(executor.now()));
  executor.stop();
  return 0;
}
