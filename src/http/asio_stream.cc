#include "http/asio_stream.h"

#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <coroutine>

#include "http/deadline_watch.h"
#include "http/error.h"

namespace angarium::http {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Socket = asio::generic::stream_protocol::socket;

base::Error timed_out() { return {HttpError::kTimedOut, "the deadline passed"}; }
base::Error closed() { return {HttpError::kClosed, "the stream was closed here"}; }

class AsioStream final : public Stream {
 public:
  AsioStream(base::AsioExecutor& executor, Socket socket, std::string peer_address)
      : socket_(std::move(socket)),
        peer_address_(std::move(peer_address)),
        read_watch_(executor, [this] { expire(read_timed_out_); }),
        write_watch_(executor, [this] { expire(write_timed_out_); }) {}

  base::Task<base::Result<size_t>> read_some(std::span<char> into, base::Instant deadline) override;
  base::Task<base::Result<void>> write_all(std::string_view bytes, base::Instant deadline) override;

  base::Task<base::Result<void>> shutdown_write(base::Instant) override {
    error_code ec;
    socket_.shutdown(Socket::shutdown_send, ec);
    if (ec) co_return base::Error{HttpError::kReset, ec.message()};
    co_return {};
  }
  void close() override {
    error_code ignored;
    socket_.close(ignored);
  }
  const std::string& peer_address() const override { return peer_address_; }
  bool is_secure() const override { return false; }

 private:
  // Waits for one Asio operation and goes on inside its callback.
  struct ReadWait {
    ReadWait(Socket& socket, std::span<char> into) : socket(socket), into(into) {}
    Socket& socket;
    std::span<char> into;
    error_code ec;
    size_t count = 0;

    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> self) {
      socket.async_read_some(asio::buffer(into.data(), into.size()),
                             [this, self](const error_code& result, size_t bytes) {
                               ec = result;
                               count = bytes;
                               self.resume();
                             });
    }
    void await_resume() const {}
  };
  struct WritableWait {
    explicit WritableWait(Socket& socket) : socket(socket) {}
    Socket& socket;

    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> self) {
      socket.async_wait(Socket::wait_write, [self](const error_code&) { self.resume(); });
    }
    void await_resume() const {}
  };

  // Cancels both directions; the one that wasn't meant starts again.
  void expire(bool& timed_out) {
    timed_out = true;
    error_code ignored;
    socket_.cancel(ignored);
  }

  Socket socket_;
  const std::string peer_address_;
  bool read_timed_out_ = false;
  bool write_timed_out_ = false;
  DeadlineWatch read_watch_;
  DeadlineWatch write_watch_;
};

base::Task<base::Result<size_t>> AsioStream::read_some(std::span<char> into,
                                                       base::Instant deadline) {
  read_timed_out_ = false;
  for (;;) {
    if (!socket_.is_open()) co_return closed();
    read_watch_.set(deadline);
    ReadWait wait(socket_, into);
    co_await wait;
    read_watch_.clear();
    if (!wait.ec) co_return wait.count;
    if (wait.ec == asio::error::eof) co_return size_t{0};
    if (!socket_.is_open()) co_return closed();
    if (read_timed_out_) co_return timed_out();
    if (wait.ec != asio::error::operation_aborted) {
      co_return base::Error{HttpError::kReset, wait.ec.message()};
    }
  }
}

base::Task<base::Result<void>> AsioStream::write_all(std::string_view bytes,
                                                     base::Instant deadline) {
  write_timed_out_ = false;
  while (!bytes.empty()) {
    if (!socket_.is_open()) co_return closed();
    if (write_timed_out_) co_return timed_out();
    error_code ec;
    bytes.remove_prefix(socket_.write_some(asio::buffer(bytes.data(), bytes.size()), ec));
    if (ec == asio::error::would_block) {
      write_watch_.set(deadline);
      WritableWait wait(socket_);
      co_await wait;
      write_watch_.clear();
    } else if (ec) {
      co_return base::Error{HttpError::kReset, ec.message()};
    }
  }
  co_return {};
}

// In the form that policies test: IPv4 inside an IPv6 socket as IPv4, and without the zone of a
// link-local address.
std::string ip_text(const asio::generic::stream_protocol::endpoint& endpoint) {
  const int family = endpoint.protocol().family();
  if (family != AF_INET && family != AF_INET6) return {};
  asio::ip::tcp::endpoint ip;
  if (endpoint.size() > ip.capacity()) return {};
  std::memcpy(ip.data(), endpoint.data(), endpoint.size());
  ip.resize(endpoint.size());
  const asio::ip::address address = ip.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  if (address.is_v6()) return asio::ip::address_v6(address.to_v6().to_bytes()).to_string();
  return address.to_string();
}

// As the kernel saw it when the connection was made; the other side can't choose what it says.
std::string unix_peer_text(int descriptor) {
  ucred peer{};
  socklen_t length = sizeof peer;
  if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0) return {};
  return fmt::format("uid={} pid={}", peer.uid, peer.pid);
}

}  // namespace

std::unique_ptr<Stream> adopt_socket(base::AsioExecutor& executor, int descriptor) {
  sockaddr_storage name{};
  socklen_t length = sizeof name;
  getsockname(descriptor, reinterpret_cast<sockaddr*>(&name), &length);
  const int family = name.ss_family;
  const int protocol = family == AF_UNIX ? 0 : IPPROTO_TCP;

  Socket socket(executor.context());
  error_code ec;
  socket.assign(asio::generic::stream_protocol(family, protocol), descriptor, ec);
  socket.non_blocking(true, ec);
  // An answer leaves in one piece; waiting for more to send would only delay it.
  if (protocol == IPPROTO_TCP) socket.set_option(asio::ip::tcp::no_delay(true), ec);
  const auto peer = socket.remote_endpoint(ec);
  std::string peer_address = ec ? "" : ip_text(peer);
  if (family == AF_UNIX) peer_address = unix_peer_text(descriptor);
  return std::make_unique<AsioStream>(executor, std::move(socket), std::move(peer_address));
}

}  // namespace angarium::http
