#include <sys/un.h>

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <coroutine>

#include "http/asio_stream.h"
#include "http/client.h"
#include "http/deadline_watch.h"

namespace angarium::http {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Protocol = asio::generic::stream_protocol;

struct ConnectWait {
  ConnectWait(Protocol::socket& socket, const Protocol::endpoint& endpoint)
      : socket(socket), endpoint(endpoint) {}
  Protocol::socket& socket;
  const Protocol::endpoint& endpoint;
  error_code ec;

  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> self) {
    socket.async_connect(endpoint, [this, self](const error_code& result) {
      ec = result;
      self.resume();
    });
  }
  void await_resume() const {}
};

base::Task<base::Result<std::unique_ptr<Stream>>> connect(base::AsioExecutor& executor,
                                                          Protocol::endpoint endpoint,
                                                          std::string where,
                                                          base::Instant deadline) {
  co_await base::resume_on(executor);
  Protocol::socket socket(executor.context());
  bool timed_out = false;
  DeadlineWatch watch(executor, [&socket, &timed_out] {
    timed_out = true;
    error_code ignored;
    socket.close(ignored);
  });
  watch.set(deadline);
  ConnectWait wait(socket, endpoint);
  co_await wait;
  watch.clear();
  if (timed_out) co_return base::Error{HttpError::kTimedOut, "`" + where + "` does not answer"};
  if (wait.ec) {
    co_return base::Error{HttpError::kConnectFailed,
                          "can't connect to `" + where + "`: " + wait.ec.message()};
  }
  error_code ignored;
  co_return adopt_socket(executor, socket.release(ignored));
}

}  // namespace

base::Task<base::Result<std::unique_ptr<Stream>>> connect_tcp(base::AsioExecutor& executor,
                                                              std::string address, uint16_t port,
                                                              base::Instant deadline) {
  error_code ec;
  const auto ip = asio::ip::make_address(address, ec);
  if (ec) {
    co_return base::Error{HttpError::kConnectFailed, "`" + address + "` is not an IP address"};
  }
  const Protocol::endpoint endpoint(asio::ip::tcp::endpoint(ip, port));
  co_return co_await connect(executor, endpoint, address + ":" + std::to_string(port), deadline);
}

base::Task<base::Result<std::unique_ptr<Stream>>> connect_unix(base::AsioExecutor& executor,
                                                               std::string path,
                                                               base::Instant deadline) {
  if (path.size() >= sizeof(sockaddr_un::sun_path)) {
    co_return base::Error{HttpError::kConnectFailed, "the socket path `" + path + "` is too long"};
  }
  const Protocol::endpoint endpoint(asio::local::stream_protocol::endpoint{path});
  co_return co_await connect(executor, endpoint, path, deadline);
}

}  // namespace angarium::http
