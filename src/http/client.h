#pragma once

#include <memory>
#include <string>

#include "base/asio_executor.h"
#include "base/result.h"
#include "base/task.h"
#include "http/address_rule.h"
#include "http/error.h"
#include "http/message.h"
#include "http/stream.h"

namespace angarium::http {

// What an answer may be; more than that is kAnswerTooLarge.
struct AnswerLimits {
  size_t header_bytes_max = 64 * 1024;
  size_t body_bytes_max = 16 * 1024 * 1024;
  // Otherwise the body is read and thrown away, and what is longer than that is not read: the
  // answer counts all the same, and says `close`.
  bool keeps_body = true;
};

// Sends `request` and reads its answer. Adds Content-Length; the caller sets Host. The stream can
// carry the next request unless the answer says `close`. Bytes beyond the answer are
// kAnswerInvalid.
base::Task<base::Result<Response>> send(Stream& stream, const Request& request,
                                        base::Instant deadline, AnswerLimits limits = {});

// Connects; awaits resume on `executor`. No name resolution: `address` is an IP literal.
base::Task<base::Result<std::unique_ptr<Stream>>> connect_tcp(base::AsioExecutor& executor,
                                                              std::string address, uint16_t port,
                                                              base::Instant deadline);
// Resolves a name (or takes an IP literal) and connects to the first of its addresses that `rule`
// permits and that answers. kAddressRefused when it permits none; kConnectFailed, kTimedOut.
base::Task<base::Result<std::unique_ptr<Stream>>> connect_host(base::AsioExecutor& executor,
                                                               std::string host, uint16_t port,
                                                               AddressRule rule,
                                                               base::Instant deadline);
base::Task<base::Result<std::unique_ptr<Stream>>> connect_unix(base::AsioExecutor& executor,
                                                               std::string path,
                                                               base::Instant deadline);

}  // namespace angarium::http
