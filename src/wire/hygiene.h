#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace angarium::wire {

// Under which names this server may be called, so that no web page can drive it through a visitor's
// browser: neither by a form or script of a foreign origin, nor by a name of its own that it lets
// resolve to a loopback address. Holds in dev mode, too, and inside a proxy's tunnel, where the
// host must be the tunnel's: AWS's own names are nobody else's way in.
struct Hygiene {
  // Besides localhost, *.localhost, 127.0.0.0/8 and ::1, without ports. "*.name" stands for every
  // name below that one, so that "sqs.eu-west-1.name" can say service and region.
  std::vector<std::string> hosts;
  // Values of the Origin header whose scripts may call us; none by default.
  std::vector<std::string> origins;

  // Why the request must be refused (403), or none.
  std::optional<std::string> objection(const http::Request& request) const;
  bool answers_to(std::string_view host, std::string_view proxied_host) const;
};

}  // namespace angarium::wire
