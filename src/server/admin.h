#pragma once

#include <string>

#include "base/result.h"
#include "http/server.h"
#include "identity/accounts.h"
#include "identity/key_rotation.h"
#include "server/admin_socket.h"
#include "server/config.h"
#include "server/explainer.h"
#include "server/injector.h"
#include "server/linter.h"
#include "server/sights.h"

namespace angarium::server {

// What operators may do besides AWS's APIs: make and list accounts, exchange sealing keys, ask
// why somebody may do something or not. Answers on a Unix socket in the data directory that only
// the server's own user can open. Thread safe.
//
//   POST /accounts {"name": "..."} {"account","name","created","access_key_id","secret_access_key"}
//   GET /accounts                    {"accounts": [the same without secrets]}
//   GET /keys                        {"keys": [{"id","made","seals","records","sessions_until"}]}
//   POST /keys                       {"id": the new one's}
//   DELETE /keys/ID, /keys/ID?force  {}; the second also while sessions need it, which then end
//   POST /explain {...}              explainer.h
//   GET /lint                        linter.h
//   POST /inject {...}               injector.h
//   POST /events {...}, /trace {...} sights.h
// Errors: 400 or 404 with {"error": "..."}.
class Admin final : public http::Handler {
 public:
  // What it asks; each may be null, and all outlive it. Without accounts everybody is trusted;
  // without keys nothing is kept; without the rest no server runs.
  struct Parts {
    identity::Accounts* accounts = nullptr;
    identity::KeyRotation* rotation = nullptr;
    const Explainer* explainer = nullptr;
    const Linter* linter = nullptr;
    Injector* injector = nullptr;
    Sights* sights = nullptr;
  };
  explicit Admin(const Parts& parts) : parts_(parts) {}
  base::Task<http::Response> handle(http::Request request) override;

 private:
  base::Task<http::Response> handle_accounts(http::Request request);
  base::Task<http::Response> create(std::string body);
  http::Response list() const;
  base::Task<http::Response> handle_keys(http::Request request);
  base::Task<http::Response> list_keys();
  base::Task<http::Response> drop_key(std::string id);
  http::Response explain(const http::Request& request) const;
  base::Task<http::Response> lint(std::string method) const;
  // What only a running server knows, by the name of what is asked.
  base::Task<http::Response> ask_server(http::Request request);

  const Parts parts_;
};

// One such request to the server that uses the configured data directory or, when none runs, on the
// data itself, through the same code. Answers the body of a 200. Errors: StartError, and kData with
// what the server said.
base::Result<std::string> ask_admin(const Config& config, std::string method, std::string path,
                                    std::string body);

}  // namespace angarium::server
