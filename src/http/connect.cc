#include <sys/un.h>

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <coroutine>
#include <vector>

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

struct ResolveWait {
  ResolveWait(asio::ip::tcp::resolver& resolver, const std::string& host)
      : resolver(resolver), host(host) {}
  asio::ip::tcp::resolver& resolver;
  const std::string& host;
  error_code ec;
  std::vector<std::string> addresses;

  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> self) {
    resolver.async_resolve(
        host, "",
        [this, self](const error_code& result, const asio::ip::tcp::resolver::results_type& found) {
          ec = result;
          for (const auto& entry : found) {
            addresses.push_back(entry.endpoint().address().to_string());
          }
          self.resume();
        });
  }
  void await_resume() const {}
};

base::Task<base::Result<std::vector<std::string>>> resolve(base::AsioExecutor& executor,
                                                           std::string host,
                                                           base::Instant deadline) {
  co_await base::resume_on(executor);
  asio::ip::tcp::resolver resolver(executor.context());
  DeadlineWatch watch(executor, [&resolver] { resolver.cancel(); });
  watch.set(deadline);
  ResolveWait wait(resolver, host);
  co_await wait;
  watch.clear();
  if (wait.ec) {
    co_return base::Error{HttpError::kConnectFailed,
                          "can't find the address of `" + host + "`: " + wait.ec.message()};
  }
  co_return std::move(wait.addresses);
}

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

base::Task<base::Result<std::unique_ptr<Stream>>> connect_host(base::AsioExecutor& executor,
                                                               std::string host, uint16_t port,
                                                               AddressRule rule,
                                                               base::Instant deadline) {
  AG_CO_TRY(addresses, resolve(executor, host, deadline));
  base::Error failure{HttpError::kAddressRefused,
                      "`" + host + "` has no address that connections may go to"};
  for (const std::string& address : addresses) {
    if (!rule.permits(address)) continue;
    auto stream = co_await connect_tcp(executor, address, port, deadline);
    if (stream.ok()) co_return std::move(*stream);
    failure = stream.error();
  }
  co_return failure;
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
