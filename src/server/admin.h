#pragma once

#include <string>

#include "base/result.h"
#include "http/server.h"
#include "identity/accounts.h"
#include "server/config.h"

namespace angarium::server {

// What operators may do besides AWS's APIs: make and list accounts. Answers on a Unix socket in the
// data directory that only the server's own user can open. Thread safe.
//
//   POST /accounts {"name": "..."} {"account","name","created","access_key_id","secret_access_key"}
//   GET /accounts                    {"accounts": [the same without secrets]}
// Errors: 400 or 404 with {"error": "..."}.
class Admin final : public http::Handler {
 public:
  explicit Admin(identity::Accounts& accounts) : accounts_(accounts) {}
  base::Task<http::Response> handle(http::Request request) override;

 private:
  base::Task<http::Response> create(std::string body);
  http::Response list() const;

  identity::Accounts& accounts_;
};

inline constexpr const char* kAdminSocket = "admin.socket";  // in the data directory

// One such request to the server that uses the configured data directory or, when none runs, on the
// data itself, through the same code. Answers the body of a 200. Errors: StartError, and kData with
// what the server said.
base::Result<std::string> ask_admin(const Config& config, std::string method, std::string body);

}  // namespace angarium::server
