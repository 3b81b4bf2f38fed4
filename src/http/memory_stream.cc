#include "http/memory_stream.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "base/one_shot.h"

namespace angarium::http {

namespace {

base::Error error(HttpError code) {
  switch (code) {
    case HttpError::kTimedOut: return {code, "the deadline passed"};
    case HttpError::kClosed: return {code, "the stream was closed here"};
    default: return {code, "the connection was reset"};
  }
}

// One direction. `readable` and `writable` are set while someone waits for them.
struct Pipe {
  std::string bytes;
  bool ended = false;
  size_t bytes_to_reset = SIZE_MAX;
  std::optional<base::OneShot<bool>> readable;
  std::optional<base::OneShot<bool>> writable;
};

void wake(std::optional<base::OneShot<bool>>& waiting) {
  if (waiting) waiting->set(true);
}

// Waits until `slot` is woken; false at the deadline.
base::Task<bool> wait(base::Executor& executor, std::optional<base::OneShot<bool>>& slot,
                      base::Instant deadline) {
  if (deadline <= executor.now()) co_return false;
  base::OneShot<bool> woken(executor);
  slot = woken;
  std::optional<base::TimerId> timer;
  if (deadline != base::Instant::max()) {
    timer = executor.post_at(deadline, [woken]() mutable { woken.set(false); });
  }
  const bool in_time = co_await woken;
  if (timer) executor.cancel(*timer);
  slot.reset();
  co_return in_time;
}

}  // namespace

struct MemoryStream::Wire {
  Wire(base::Executor& executor, const MemoryStreamOptions& options)
      : executor(executor), options(options) {}

  base::Executor& executor;
  const MemoryStreamOptions options;
  std::array<Pipe, 2> pipes;  // pipes[side] carries what that side sends
  std::array<bool, 2> closed{};
  bool broken = false;

  void wake_all() {
    for (Pipe& pipe : pipes) {
      wake(pipe.readable);
      wake(pipe.writable);
    }
  }
  std::optional<base::Error> failure(int side) const {
    if (closed[static_cast<size_t>(side)]) return error(HttpError::kClosed);
    if (broken) return error(HttpError::kReset);
    return std::nullopt;
  }
};

MemoryStream::MemoryStream(std::shared_ptr<Wire> wire, int side)
    : wire_(std::move(wire)), side_(side) {}

MemoryStream::~MemoryStream() { close(); }

MemoryStream::Pair MemoryStream::connect(base::Executor& executor,
                                         const MemoryStreamOptions& options) {
  auto wire = std::make_shared<Wire>(executor, options);
  std::unique_ptr<MemoryStream> first(new MemoryStream(wire, 0));
  std::unique_ptr<MemoryStream> second(new MemoryStream(wire, 1));
  return {std::move(first), std::move(second)};
}

base::Task<base::Result<size_t>> MemoryStream::read_some(std::span<char> into,
                                                         base::Instant deadline) {
  const std::shared_ptr<Wire> wire = wire_;
  Pipe& pipe = wire->pipes[static_cast<size_t>(1 - side_)];
  for (;;) {
    if (auto failure = wire->failure(side_)) co_return *failure;
    if (!pipe.bytes.empty()) break;
    if (pipe.ended) co_return size_t{0};
    const bool in_time = co_await wait(wire->executor, pipe.readable, deadline);
    if (!in_time && pipe.bytes.empty()) co_return error(HttpError::kTimedOut);
  }
  const MemoryStreamOptions& options = wire->options;
  size_t count = std::min({into.size(), pipe.bytes.size(), options.read_bytes_max});
  if (options.random != nullptr) count = 1 + options.random->below(count);
  std::memcpy(into.data(), pipe.bytes.data(), count);
  pipe.bytes.erase(0, count);
  wake(pipe.writable);
  co_return count;
}

base::Task<base::Result<void>> MemoryStream::write_all(std::string_view bytes,
                                                       base::Instant deadline) {
  const std::shared_ptr<Wire> wire = wire_;
  Pipe& pipe = wire->pipes[static_cast<size_t>(side_)];
  while (!bytes.empty()) {
    if (auto failure = wire->failure(side_)) co_return *failure;
    // The other side is gone, or this one said that it was done.
    if (pipe.ended || wire->closed[static_cast<size_t>(1 - side_)]) {
      co_return error(HttpError::kReset);
    }
    const size_t room = wire->options.capacity_bytes - pipe.bytes.size();
    if (room == 0) {
      const bool in_time = co_await wait(wire->executor, pipe.writable, deadline);
      if (!in_time) co_return error(HttpError::kTimedOut);
      continue;
    }
    const size_t count = std::min({room, bytes.size(), pipe.bytes_to_reset});
    pipe.bytes.append(bytes.substr(0, count));
    bytes.remove_prefix(count);
    wake(pipe.readable);
    if (pipe.bytes_to_reset != SIZE_MAX) pipe.bytes_to_reset -= count;
    if (pipe.bytes_to_reset == 0) reset();
  }
  co_return {};
}

base::Task<base::Result<void>> MemoryStream::shutdown_write(base::Instant) {
  if (auto failure = wire_->failure(side_)) co_return *failure;
  Pipe& pipe = wire_->pipes[static_cast<size_t>(side_)];
  pipe.ended = true;
  wake(pipe.readable);
  co_return {};
}

// As a socket does: closing with unread bytes resets, otherwise the other side reads to the end.
void MemoryStream::close() {
  if (std::exchange(wire_->closed[static_cast<size_t>(side_)], true)) return;
  wire_->pipes[static_cast<size_t>(side_)].ended = true;
  if (!wire_->pipes[static_cast<size_t>(1 - side_)].bytes.empty()) wire_->broken = true;
  wire_->wake_all();
}

const std::string& MemoryStream::peer_address() const { return wire_->options.peer_address; }
bool MemoryStream::is_secure() const { return wire_->options.secure; }

void MemoryStream::reset() {
  wire_->broken = true;
  wire_->wake_all();
}

void MemoryStream::reset_after(size_t byte_count) {
  wire_->pipes[static_cast<size_t>(side_)].bytes_to_reset = byte_count;
  if (byte_count == 0) reset();
}

size_t MemoryStream::unread_bytes() const {
  return wire_->pipes[static_cast<size_t>(side_)].bytes.size();
}

}  // namespace angarium::http
