// What a connection does with CONNECT: it goes on inside a tunnel that ends here, or carries one
// on.
#include "base/log.h"
#include "http/connection.h"
#include "http/relay.h"
#include "http/tls.h"

namespace angarium::http {

namespace {

// A stream of which some bytes were read already.
class ResumedStream final : public Stream {
 public:
  ResumedStream(std::unique_ptr<Stream> inner, std::string_view read_already)
      : inner_(std::move(inner)), read_already_(read_already) {}

  base::Task<base::Result<size_t>> read_some(std::span<char> into,
                                             base::Instant deadline) override {
    if (read_already_.empty()) co_return co_await inner_->read_some(into, deadline);
    const size_t count = read_already_.copy(into.data(), into.size());
    read_already_.erase(0, count);
    co_return count;
  }
  base::Task<base::Result<void>> write_all(std::string_view bytes,
                                           base::Instant deadline) override {
    return inner_->write_all(bytes, deadline);
  }
  base::Task<base::Result<void>> shutdown_write(base::Instant deadline) override {
    return inner_->shutdown_write(deadline);
  }
  void close() override {
    read_already_.clear();
    inner_->close();
  }
  const std::string& peer_address() const override { return inner_->peer_address(); }
  bool is_secure() const override { return inner_->is_secure(); }

 private:
  const std::unique_ptr<Stream> inner_;
  std::string read_already_;
};

Response refusal(Handler& handler, int status, std::string_view reason) {
  Response response = handler.reject(status, reason);
  response.close = true;
  return response;
}

// The one place where an exception of a handler's connect() ends.
base::Task<void> run_connect(Handler& handler, Request request, base::OneShot<Tunnel> answer) {
  bool failed = false;
  Tunnel tunnel;
  try {
    tunnel = co_await handler.connect(std::move(request));
  } catch (const std::exception& exception) {
    base::log(base::LogLevel::kError, "a handler threw", {{"what", exception.what()}});
    failed = true;
  }
  if (failed) tunnel = refusal(handler, 500, "The server failed to open this tunnel.");
  answer.set(std::move(tunnel));
}

}  // namespace

base::Task<Tunnel> Handler::connect(Request) {
  co_return refusal(*this, 405, "This server is not a proxy.");
}

// Answers whether requests follow on this connection.
base::Task<bool> Connection::open_tunnel() {
  base::OneShot<Tunnel> slot(context_.executor);
  if (!tunnel_host_.empty() || !request_.body.empty()) {
    slot.set(
        refusal(context_.handler, 400, "A tunnel can't be opened inside one, or with a body."));
  } else {
    in_handler_ = true;
    base::start(run_connect(context_.handler, std::move(request_), slot));
  }
  bool flushed = co_await flush();
  Tunnel tunnel = co_await slot;
  in_handler_ = false;
  if (!flushed) co_return false;
  if (draining_) tunnel = refusal(context_.handler, 503, "The server is stopping.");
  if (const auto* refused = std::get_if<Response>(&tunnel)) {
    queue(*refused, false);
    co_return false;
  }
  output_.append("HTTP/1.1 200 Connection Established\r\n\r\n");
  flushed = co_await flush();
  if (!flushed) co_return false;
  if (auto* here = std::get_if<TunnelHere>(&tunnel)) {
    enter(std::move(*here));
    co_return true;
  }
  co_await carry_on(std::move(std::get<TunnelOnward>(tunnel)));
  co_return false;
}

void Connection::resume_stream() {
  const std::string_view unread = input_.unread();
  if (unread.empty()) return;
  stream_ = std::make_unique<ResumedStream>(std::move(stream_), unread);
  input_.consume(unread.size());
}

void Connection::enter(TunnelHere tunnel) {
  tunnel_host_ = std::move(tunnel.host);
  first_request_ = true;
  if (!tunnel.tls) return;
  resume_stream();
  stream_ = tls_server_stream(std::move(tunnel.tls), context_.executor, std::move(stream_));
}

base::Task<void> Connection::carry_on(TunnelOnward tunnel) {
  resume_stream();
  onward_ = tunnel.far.get();
  const RelayLimits limits{tunnel.idle_timeout, context_.limits.write_timeout};
  co_await relay(*stream_, *tunnel.far, context_.executor, limits);
  onward_ = nullptr;
}

}  // namespace angarium::http
