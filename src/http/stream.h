#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/task.h"
#include "base/time.h"

namespace angarium::http {

// A connection that carries bytes in order, both ways: TCP, a Unix socket, TLS over either, or
// memory. Exists so that parser and connection run in tests and in the simulation without a socket.
//
// Belongs to one executor that runs one piece of work at a time (AsioExecutor with one thread, or
// SimulatedExecutor): call it only from there; awaits resume there. At most one read and one write
// are under way at once, and none when it is destroyed. Deadlines are totals: what isn't done by
// then answers kTimedOut. Instant::max() means none. Destroying closes.
class Stream {
 public:
  virtual ~Stream() = default;

  // Waits for at least one byte and takes what is there, up to `into` (not empty). 0: the other
  // side ended its direction. After kTimedOut nothing was taken and reading may go on.
  virtual base::Task<base::Result<size_t>> read_some(std::span<char> into,
                                                     base::Instant deadline) = 0;
  // Sends all of `bytes`, which must live until then. After an error an unknown part was sent.
  virtual base::Task<base::Result<void>> write_all(std::string_view bytes,
                                                   base::Instant deadline) = 0;
  // Ends this side's direction; reading goes on.
  virtual base::Task<base::Result<void>> shutdown_write(base::Instant deadline) = 0;
  // Drops the connection at once. A read or write under way answers kClosed. Idempotent.
  virtual void close() = 0;

  // The other side's IP address without its port; over a Unix socket "uid=1000 pid=4711".
  virtual const std::string& peer_address() const = 0;
  // The bytes are encrypted on their way.
  virtual bool is_secure() const = 0;
};

}  // namespace angarium::http
