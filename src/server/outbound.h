#pragma once

#include <memory>

#include "base/asio_executor.h"
#include "base/result.h"
#include "http/client_pool.h"
#include "server/config.h"

namespace angarium::server {

// The way out: calls to API destinations, by the configuration's rules. On a thread of its own, so
// that what strangers answer, and their TLS, doesn't hold up the sockets of the API.
class Outbound {
 public:
  // StartError::kData when the configured certificates can't be used.
  static base::Result<std::unique_ptr<Outbound>> open(const Config& config);
  ~Outbound() { stop(); }

  http::ClientPool& pool() { return *pool_; }
  // Ends the thread; nothing may use the pool from here on.
  void stop() { executor_.stop(); }

 private:
  Outbound() : executor_("out", 1) {}

  base::AsioExecutor executor_;
  std::unique_ptr<http::Connector> connector_;
  std::unique_ptr<http::ClientPool> pool_;
};

}  // namespace angarium::server
