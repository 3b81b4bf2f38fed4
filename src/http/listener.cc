#include "http/listener.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include "base/log.h"
#include "http/asio_stream.h"

namespace angarium::http {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Protocol = asio::generic::stream_protocol;
using Acceptor = asio::basic_socket_acceptor<Protocol>;

// Out of file descriptors: the connection stays in the queue, so trying again at once would spin.
constexpr base::Milliseconds kAcceptPause{100};

base::Error listen_error(const std::string& where, const error_code& ec) {
  const HttpError code =
      ec == asio::error::address_in_use ? HttpError::kAddressInUse : HttpError::kAddressRefused;
  return {code, fmt::format("can't listen on `{}`: {}", where, ec.message())};
}

// A socket file that nobody answers on is what a killed server leaves behind.
bool is_abandoned(asio::io_context& context, const std::string& path) {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0 || !S_ISSOCK(status.st_mode)) return false;
  asio::local::stream_protocol::socket probe(context);
  error_code ec;
  probe.connect(asio::local::stream_protocol::endpoint(path), ec);
  return ec == asio::error::connection_refused;
}

base::Result<Protocol::endpoint> unix_endpoint(const std::string& path) {
  if (path.size() >= sizeof(sockaddr_un::sun_path)) {
    return base::Error{HttpError::kAddressRefused,
                       fmt::format("the socket path `{}` is over {} bytes", path,
                                   sizeof(sockaddr_un::sun_path) - 1)};
  }
  return Protocol::endpoint(asio::local::stream_protocol::endpoint(path));
}

base::Result<Protocol::endpoint> tcp_endpoint(const std::string& address, uint16_t port) {
  error_code ec;
  const auto ip = asio::ip::make_address(address == "localhost" ? "127.0.0.1" : address, ec);
  if (ec) {
    return base::Error{HttpError::kAddressRefused,
                       fmt::format("`{}` is not an IPv4 or IPv6 address", address)};
  }
  return Protocol::endpoint(asio::ip::tcp::endpoint(ip, port));
}

}  // namespace

struct Listener::State : std::enable_shared_from_this<State> {
  State(ListenerOptions given, Handler& handler, base::AsioExecutor& executor,
        const base::Clock& clock)
      : options(std::move(given)),
        executor(executor),
        acceptor(executor.context()),
        server(handler, options.limits, executor, clock) {}

  base::Result<void> open();
  base::Result<void> bind(const Protocol::endpoint& endpoint, const std::string& where);
  void accept();
  void accepted(const error_code& ec, int descriptor);
  bool is_full() const { return server.connection_count() >= options.connection_count_max; }
  static base::Task<void> serve(std::shared_ptr<State> state, int descriptor);
  static base::Task<void> refuse(std::shared_ptr<State> state, int descriptor);

  const ListenerOptions options;
  base::AsioExecutor& executor;
  Acceptor acceptor;
  Server server;
  std::shared_ptr<const TlsContext> tls;
  uint16_t port = 0;
  std::string address;
  bool accepting = false;  // an accept is under way
};

base::Result<void> Listener::State::open() {
  if (options.tls) {
    AG_TRY(context, TlsContext::for_server(*options.tls));
    tls = context;
  }
  if (!options.unix_path.empty()) {
    AG_TRY(endpoint, unix_endpoint(options.unix_path));
    if (is_abandoned(executor.context(), options.unix_path)) unlink(options.unix_path.c_str());
    address = options.unix_path;
    return bind(endpoint, options.unix_path);
  }
  AG_TRY(endpoint, tcp_endpoint(options.address, options.port));
  AG_CHECK(bind(endpoint, fmt::format("{}:{}", options.address, options.port)));
  error_code ec;
  const auto bound = acceptor.local_endpoint(ec);
  asio::ip::tcp::endpoint ip;
  std::memcpy(ip.data(), bound.data(), bound.size());
  address = ip.address().to_string();
  port = ip.port();
  return {};
}

base::Result<void> Listener::State::bind(const Protocol::endpoint& endpoint,
                                         const std::string& where) {
  error_code ec;
  acceptor.open(endpoint.protocol(), ec);
  if (ec) return listen_error(where, ec);
  const bool is_unix = !options.unix_path.empty();
  if (!is_unix) acceptor.set_option(asio::socket_base::reuse_address(true), ec);
  acceptor.bind(endpoint, ec);
  if (ec) return listen_error(where, ec);
  // Between bind and listen nobody can connect, so there is no moment with other permissions.
  if (is_unix && chmod(options.unix_path.c_str(), S_IRUSR | S_IWUSR) != 0) {
    return listen_error(where, error_code(errno, boost::system::system_category()));
  }
  acceptor.listen(asio::socket_base::max_listen_connections, ec);
  if (ec) return listen_error(where, ec);
  return {};
}

void Listener::State::accept() {
  if (accepting || !acceptor.is_open()) return;
  if (options.when_full == WhenFull::kWait && is_full()) return;  // goes on when one ends
  accepting = true;
  acceptor.async_accept([self = shared_from_this()](const error_code& ec, Protocol::socket socket) {
    error_code ignored;
    self->accepted(ec, ec ? -1 : socket.release(ignored));
  });
}

void Listener::State::accepted(const error_code& ec, int descriptor) {
  accepting = false;
  if (!acceptor.is_open()) {
    if (descriptor >= 0) ::close(descriptor);
    return;
  }
  if (ec) {
    base::log(base::LogLevel::kWarning, "can't accept a connection", {{"reason", ec.message()}});
    executor.post_at(executor.now() + kAcceptPause,
                     [self = shared_from_this()] { self->accept(); });
    return;
  }
  base::start(is_full() ? refuse(shared_from_this(), descriptor)
                        : serve(shared_from_this(), descriptor));
  accept();
}

base::Task<void> Listener::State::serve(std::shared_ptr<State> state, int descriptor) {
  std::unique_ptr<Stream> stream = adopt_socket(state->executor, descriptor);
  if (state->tls) stream = tls_server_stream(state->tls, state->executor, std::move(stream));
  co_await state->server.serve(std::move(stream));
  state->accept();
}

base::Task<void> Listener::State::refuse(std::shared_ptr<State> state, int descriptor) {
  std::unique_ptr<Stream> stream = adopt_socket(state->executor, descriptor);
  // Before a handshake there is nothing to say to a TLS client.
  if (state->tls) co_return;
  co_await state->server.refuse(std::move(stream), 503, "Too many connections.");
}

base::Result<std::unique_ptr<Listener>> Listener::open(ListenerOptions options, Handler& handler,
                                                       base::AsioExecutor& executor,
                                                       const base::Clock& clock) {
  auto state = std::make_shared<State>(std::move(options), handler, executor, clock);
  AG_CHECK(state->open());
  executor.post([state] { state->accept(); });
  return std::unique_ptr<Listener>(new Listener(std::move(state)));
}

Listener::Listener(std::shared_ptr<State> state) : state_(std::move(state)) {}
Listener::~Listener() = default;

uint16_t Listener::port() const { return state_->port; }
const std::string& Listener::address() const { return state_->address; }

base::Task<size_t> Listener::shutdown(base::Instant deadline) {
  const std::shared_ptr<State> state = state_;
  co_await base::resume_on(state->executor);
  error_code ignored;
  state->acceptor.close(ignored);
  if (!state->options.unix_path.empty()) unlink(state->options.unix_path.c_str());
  co_return co_await state->server.shutdown(deadline);
}

}  // namespace angarium::http
