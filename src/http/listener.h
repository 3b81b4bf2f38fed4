#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/asio_executor.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/task.h"
#include "http/error.h"
#include "http/server.h"
#include "http/tls.h"

namespace angarium::http {

enum class WhenFull {
  kRefuse,  // take the connection, answer 503, close
  kWait,    // leave it in the kernel's queue until another one ends
};

struct ListenerOptions {
  std::string address = "127.0.0.1";  // IPv4 or IPv6 literal, or "localhost"
  uint16_t port = 0;                  // 0: any free one
  // Listens on a Unix socket of mode 0600 instead. A socket file that nobody serves is replaced.
  std::string unix_path;
  std::optional<TlsFiles> tls;  // TLS 1.2 or later
  size_t connection_count_max = 1024;
  WhenFull when_full = WhenFull::kRefuse;
  Limits limits;
};

// Accepts connections on one address and serves them on `executor`, which must have one thread.
class Listener {
 public:
  // Listens when it returns. Errors: kAddressInUse (so that a caller can name another port),
  // kAddressRefused, kCertificateInvalid.
  static base::Result<std::unique_ptr<Listener>> open(ListenerOptions options, Handler& handler,
                                                      base::AsioExecutor& executor,
                                                      const base::Clock& clock);
  // Only after shutdown().
  ~Listener();

  uint16_t port() const;               // the bound one; 0 for a Unix socket
  const std::string& address() const;  // as bound: "127.0.0.1", "::1" or the path
  // Stops accepting, then as Server::shutdown. From any thread; resumes on the executor.
  base::Task<size_t> shutdown(base::Instant deadline);

 private:
  struct State;
  explicit Listener(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace angarium::http
