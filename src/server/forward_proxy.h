#pragma once

#include <memory>

#include "base/asio_executor.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/random.h"
#include "proxy/proxy.h"
#include "server/config.h"

namespace angarium::server {

// The proxy that `config` asks for, in front of `next`; its authority is read from or made in
// `proxy.ca_directory`, else the data directory, else in memory. The arguments outlive it. Errors:
// StartError::kData.
base::Result<std::unique_ptr<proxy::Proxy>> open_proxy(const Config& config, http::Handler& next,
                                                       base::AsioExecutor& io,
                                                       const base::Clock& clock,
                                                       base::Random& random,
                                                       base::Metrics& metrics);

}  // namespace angarium::server
