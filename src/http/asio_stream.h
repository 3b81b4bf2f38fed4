#pragma once

#include <memory>
#include <string>

#include "base/asio_executor.h"
#include "http/stream.h"

namespace angarium::http {

// Streams over sockets. Where Asio meets coroutines: callbacks resume them directly, because Asio's
// own coroutines cost seconds of compile time per use.

// Takes over a connected, non-blocking-capable socket (TCP over IPv4 or IPv6, or a Unix socket).
// `executor` has one thread and outlives the stream.
std::unique_ptr<Stream> adopt_socket(base::AsioExecutor& executor, int descriptor);

}  // namespace angarium::http
