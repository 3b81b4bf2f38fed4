#pragma once

#include <string>
#include <vector>

#include "http/server.h"
#include "wire/hygiene.h"

namespace angarium::server {

// Where a client's machine asks how it may come here: `angarium env` does. No queue or bus has such
// a path, and nothing in the answer is secret.
inline constexpr const char* kEnvironmentPath = "/_angarium/environment";

// What the answer says, as one JSON object.
struct EnvironmentFacts {
  bool signatures_checked = true;    // "signatures_checked": false in dev mode
  std::vector<std::string> regions;  // "regions": the first is the default
  bool proxy = false;                // "proxy"
  std::string ca_certificate = {};   // "ca_certificate": PEM, there with a proxy only
};

// Answers GET kEnvironmentPath and hands everything else on. Thread safe.
class Environment final : public http::Handler {
 public:
  // `next` outlives it.
  Environment(EnvironmentFacts facts, wire::Hygiene hygiene, http::Handler& next)
      : facts_(std::move(facts)), hygiene_(std::move(hygiene)), next_(next) {}

  base::Task<http::Response> handle(http::Request request) override;
  base::Task<http::Tunnel> connect(http::Request request) override {
    return next_.connect(std::move(request));
  }
  http::Response reject(int status, std::string_view reason) override {
    return next_.reject(status, reason);
  }

 private:
  http::Response answer(const http::Request& request) const;

  const EnvironmentFacts facts_;
  const wire::Hygiene hygiene_;
  http::Handler& next_;
};

}  // namespace angarium::server
