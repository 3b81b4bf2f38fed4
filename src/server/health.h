#pragma once

#include "base/metrics.h"
#include "http/server.h"

namespace angarium::server {

// The listener for operators: `/health` says that the server answers, `/metrics` gives every number
// in Prometheus's text format. No authentication, so it listens on an address of its own. Thread
// safe.
class Health final : public http::Handler {
 public:
  explicit Health(const base::Metrics& metrics) : metrics_(metrics) {}
  base::Task<http::Response> handle(http::Request request) override;

 private:
  const base::Metrics& metrics_;
};

}  // namespace angarium::server
