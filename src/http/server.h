#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "base/clock.h"
#include "base/executor.h"
#include "base/task.h"
#include "http/message.h"
#include "http/stream.h"
#include "http/tunnel.h"

namespace angarium::http {

// What one connection may take. Every time-out is a total: trickling bytes buys no more of it.
struct Limits {
  // Presigned URLs carry a session token in the query; AWS cuts at 8 KiB in most services.
  size_t request_line_bytes_max = 16 * 1024;
  size_t header_bytes_max = 32 * 1024;  // request line and fields; at most kReadBufferBytes
  size_t header_count_max = 100;
  // A 1 MiB message (the most SQS takes) is three times as long when form-encoded.
  size_t body_bytes_max = 4 * 1024 * 1024;
  // All bodies that are arriving or being handled; beyond that a request is answered with 503, so
  // that many connections with large bodies can't take the machine's memory together.
  size_t body_bytes_total_max = 256 * 1024 * 1024;
  base::Milliseconds idle_timeout{75'000};    // between requests
  base::Milliseconds header_timeout{10'000};  // first byte (or accept) to the end of the header
  base::Milliseconds body_timeout{60'000};    // end of the header to the end of the body
  base::Milliseconds write_timeout{30'000};   // for the client to take an answer
};

// Answers requests. One object serves all connections, so it keeps no state per request.
class Handler {
 public:
  virtual ~Handler() = default;
  // Called on the server's executor; may finish on any. An exception is answered with 500 and
  // logged.
  virtual base::Task<Response> handle(Request request) = 0;
  // A CONNECT request, which handle() never sees. Called and awaited on the server's executor; an
  // exception is answered with 500. The default refuses: not every server is a proxy.
  virtual base::Task<Tunnel> connect(Request request);
  // The answer to what never became a request: too large, malformed, too slow. The connection
  // closes after it. Must not throw. `reason` is one line for a person.
  virtual Response reject(int status, std::string_view reason);
};

// The HTTP/1.1 server without its sockets: takes streams, reads requests, asks the handler, writes
// answers in order. Requests of one connection are handled one at a time; what a client sends ahead
// waits in a buffer of kReadBufferBytes and then in its own socket.
//
// Belongs to one executor that runs one piece of work at a time; call it only from there.
// INVARIANT: a connection holds at most one read buffer, one body and one answer; an idle
// one holds 1 KiB.
class Server {
 public:
  static constexpr size_t kReadBufferBytes = 64 * 1024;
  static constexpr size_t kRefusalsMax = 64;

  // All three outlive the server and its last connection.
  Server(Handler& handler, const Limits& limits, base::Executor& executor,
         const base::Clock& clock);
  ~Server();

  // Serves one connection to its end. Never fails: what goes wrong ends the connection.
  base::Task<void> serve(std::unique_ptr<Stream> stream);
  // Answers with handler.reject() whatever the client wants, and closes: for a full house. When
  // kRefusalsMax are being answered so already, it only closes.
  base::Task<void> refuse(std::unique_ptr<Stream> stream, int status, std::string_view reason);
  size_t connection_count() const;  // those that are served

  // Idle connections close now; others after answering the requests they have begun to receive.
  // Done when all are closed, or at `deadline`, when the rest is cut off: answers how many were. A
  // handler that still runs then keeps its connection's memory until it returns.
  base::Task<size_t> shutdown(base::Instant deadline);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace angarium::http
