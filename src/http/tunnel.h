#pragma once

#include <memory>
#include <string>
#include <variant>

#include "base/time.h"
#include "http/message.h"
#include "http/stream.h"
#include "http/tls.h"

namespace angarium::http {

// The tunnel ends in this server: what comes through it is served as any connection is, and each
// Request says `host` in proxied_host.
struct TunnelHere {
  std::string host;
  std::shared_ptr<const TlsContext> tls;  // null: the client speaks without TLS in it
};

// The tunnel leads to another server: bytes are carried both ways, unread.
struct TunnelOnward {
  std::unique_ptr<Stream> far;
  base::Milliseconds idle_timeout;  // closed when no byte has come from either side for so long
  std::shared_ptr<void> lease;      // let go when the tunnel has ended
};

// What becomes of a CONNECT request (RFC 9110 section 9.3.6); a Response refuses it.
using Tunnel = std::variant<Response, TunnelHere, TunnelOnward>;

}  // namespace angarium::http
