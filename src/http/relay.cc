#include "http/relay.h"

#include <algorithm>
#include <vector>

#include "base/one_shot.h"
#include "http/error.h"

namespace angarium::http {

namespace {

// What the two directions share: each keeps the other from being idle, and ends it when it breaks.
struct Relay {
  Stream& near;
  Stream& far;
  base::Executor& executor;
  const RelayLimits limits;
  base::Instant last_byte;

  void close() {
    near.close();
    far.close();
  }
};

// The next bytes; none when `from` has ended, has broken, or nothing moves either way any more.
base::Task<size_t> next_bytes(Relay& relay, Stream& from, std::vector<char>& buffer) {
  for (;;) {
    const base::Instant deadline = relay.last_byte + relay.limits.idle_timeout;
    const base::Result<size_t> got = co_await from.read_some(buffer, deadline);
    if (got.ok()) {
      relay.last_byte = relay.executor.now();
      co_return *got;
    }
    const bool other_side_moved = relay.last_byte + relay.limits.idle_timeout > deadline;
    if (got.error().is(HttpError::kTimedOut) && other_side_moved) continue;
    relay.close();
    co_return 0;
  }
}

base::Task<void> carry(Relay& relay, Stream& from, Stream& to) {
  std::vector<char> buffer(kRelayBufferBytes);
  for (;;) {
    const size_t count = co_await next_bytes(relay, from, buffer);
    const base::Instant deadline = relay.executor.now() + relay.limits.write_timeout;
    if (count == 0) {
      const auto ignored = co_await to.shutdown_write(deadline);
      static_cast<void>(ignored);
      co_return;
    }
    const auto written = co_await to.write_all({buffer.data(), count}, deadline);
    if (!written.ok()) {
      relay.close();
      co_return;
    }
  }
}

base::Task<void> carry_back(Relay& relay, base::OneShot<bool> done) {
  co_await carry(relay, relay.far, relay.near);
  done.set(true);
}

}  // namespace

base::Task<void> relay(Stream& near, Stream& far, base::Executor& executor, RelayLimits limits) {
  Relay relay{near, far, executor, limits, executor.now()};
  base::OneShot<bool> back_done(executor);
  base::start(carry_back(relay, back_done));
  co_await carry(relay, near, far);
  co_await back_done;
  relay.close();
}

}  // namespace angarium::http
