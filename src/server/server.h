#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "server/config.h"

namespace angarium::server {

enum class StartError {
  kAddressInUse,   // another program has the port
  kListen,         // the address can't be listened on, or the TLS files can't be used
  kDirectoryBusy,  // another Angarium has the data directory
  kData,           // the data can't be read, or the directory can't be written
  kNobody,         // no server runs where one was to be asked
};
const base::ErrorDomain& error_domain(StartError);

// An account's root key, as development shows it.
struct RootKey {
  base::AccountId account;
  std::string access_key_id;
  std::string secret_access_key;
};

// The whole server, put together: storage, engine, services, listeners. The only place that knows
// every room. Runs on threads of its own from start() until stop().
class Server {
 public:
  // Answers when requests are being accepted. Errors: StartError.
  static base::Result<std::unique_ptr<Server>> start(const Config& config);
  ~Server();

  // Stops accepting, finishes what was accepted within the configured time, and stops every thread.
  // Answers how many connections were cut off. Once; the destructor calls it when nobody has.
  size_t stop();

  std::string url() const;         // "http://127.0.0.1:4566"
  std::string health_url() const;  // "http://127.0.0.1:4567"
  // Of the accounts that the configuration names, in its order.
  std::vector<RootKey> root_keys() const;

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace angarium::server
