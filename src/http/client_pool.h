#pragma once

#include <compare>
#include <memory>
#include <string>

#include "http/client.h"
#include "http/tls.h"

namespace angarium::http {

// Who a request is sent to.
struct Origin {
  bool is_secure = true;
  std::string host = {};  // a name or an IP literal; the server's certificate must be for it
  uint16_t port = 443;
  friend auto operator<=>(const Origin&, const Origin&) = default;
};

// Opens connections for a pool: over TCP and TLS in production, through memory in tests.
class Connector {
 public:
  virtual ~Connector() = default;
  // Goes on on the pool's executor.
  virtual base::Task<base::Result<std::unique_ptr<Stream>>> connect(Origin origin,
                                                                    base::Instant deadline) = 0;
};

// Resolves names and connects to the addresses that `rule` permits, whatever the name stands for at
// that moment; TLS by `trust`. `io` outlives it.
std::unique_ptr<Connector> make_connector(base::AsioExecutor& io, AddressRule rule,
                                          std::shared_ptr<const TlsContext> trust);

struct PoolLimits {
  size_t connections_max = 4096;    // open at once, idle ones among them; half of usual fd limits
  size_t idle_per_origin_max = 64;  // twice what one target has under way at a time
  base::Seconds idle_time_max{30};  // servers close after 5 s (Node) to 75 s (nginx)
};

// A client that keeps connections open for the next request to the same origin. Of an origin's idle
// connections the one used last is used first; when all places are taken the one idle longest ends.
//
// A server may end an idle connection just as a request is sent on it: a request that met such an
// end, before any answer, is sent once more on a new connection. It may have been received twice
// then, so this is for callers that deliver at least once. Thread safe; runs on `io`, which runs
// one piece of work at a time and, with `connector`, outlives it and its requests.
class ClientPool {
 public:
  ClientPool(base::Executor& io, Connector& connector, const PoolLimits& limits = {});
  ~ClientPool();  // ends idle connections; requests under way go on

  // As http::send. Goes on on `io`: who needs another executor resumes there. Errors of connecting
  // are kConnectFailed, kAddressRefused, kTlsFailed, kTimedOut; kConnectFailed also while
  // connections_max requests are under way.
  base::Task<base::Result<Response>> send(Origin origin, Request request, base::Instant deadline,
                                          AnswerLimits limits);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace angarium::http
