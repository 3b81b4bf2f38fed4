#pragma once

#include <memory>

#include "base/executor.h"
#include "delivery/targets/oauth_session.h"
#include "services/events/destination_records.h"

namespace angarium::services::events {

// What calls are made with, of a connection's parameters; these have passed check_parameters, now
// or when they were stored. Null when its authorization endpoint is one that calls no longer may go
// to (plain http://, by another configuration). `pool` and `executor` outlive it.
struct CallMeans {
  http::ClientPool& pool;
  base::Executor& executor;
  bool allows_plain_http = false;
};
std::shared_ptr<const delivery::targets::Connection> connection_calls(
    AuthorizationType type, const ConnectionParameters& parameters, const CallMeans& means,
    delivery::targets::OAuthSession::Report report);

}  // namespace angarium::services::events
