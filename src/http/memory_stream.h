#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "base/executor.h"
#include "base/random.h"
#include "http/error.h"
#include "http/stream.h"

namespace angarium::http {

// How a pair of memory streams behaves.
struct MemoryStreamOptions {
  size_t capacity_bytes = 64 * 1024;  // each way; a writer waits when it is full
  size_t read_bytes_max = SIZE_MAX;   // a read takes no more than this
  base::Random* random = nullptr;     // each read takes a random part, at least one byte
  std::string peer_address = "127.0.0.1";
  bool secure = false;
};

// One end of a connection inside the process, for tests and the simulation. See Stream.
class MemoryStream final : public Stream {
 public:
  using Pair = std::pair<std::unique_ptr<MemoryStream>, std::unique_ptr<MemoryStream>>;
  // The two ends share what is between them; either may go first.
  static Pair connect(base::Executor& executor, const MemoryStreamOptions& options = {});
  ~MemoryStream() override;

  base::Task<base::Result<size_t>> read_some(std::span<char> into, base::Instant deadline) override;
  base::Task<base::Result<void>> write_all(std::string_view bytes, base::Instant deadline) override;
  base::Task<base::Result<void>> shutdown_write(base::Instant deadline) override;
  void close() override;
  const std::string& peer_address() const override;
  bool is_secure() const override;

  // Breaks the connection: both ends answer kReset from now on and what was under way is lost.
  void reset();
  // Breaks it once this end has sent that many more bytes.
  void reset_after(size_t byte_count);
  // Bytes this end has sent that the other hasn't read.
  size_t unread_bytes() const;

 private:
  struct Wire;
  MemoryStream(std::shared_ptr<Wire> wire, int side);
  std::shared_ptr<Wire> wire_;
  const int side_;
};

}  // namespace angarium::http
