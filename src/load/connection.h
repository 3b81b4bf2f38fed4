#pragma once

#include <memory>
#include <string>

#include "base/asio_executor.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/task.h"
#include "http/address_rule.h"
#include "http/client.h"
#include "http/tls.h"
#include "sigv4/sign.h"

namespace angarium::load {

enum class LoadError {
  kBadEndpoint,  // not an address of the form http://host:port
  kNobody,       // can't be reached, or left in the middle
  kRefused,      // answered with an error
};
const base::ErrorDomain& error_domain(LoadError);

// A server and who calls it. A plain value.
struct Endpoint {
  // `url`: "http://127.0.0.1:4566" or https, then the certificates in the file `trusted_path` (PEM)
  // are believed.
  static base::Result<Endpoint> parse(const std::string& url, const std::string& trusted_path);

  std::string host;
  uint16_t port = 0;
  std::shared_ptr<const http::TlsContext> tls = {};  // null: plain text
  sigv4::Signer signer = {};                         // its service is set per request
};

// One keep-alive connection that signs each request as an SDK does. One request at a time.
class Connection {
 public:
  // `executor` outlives it.
  Connection(base::AsioExecutor& executor, Endpoint endpoint)
      : executor_(executor), endpoint_(std::move(endpoint)) {}

  base::Task<base::Result<void>> connect();
  // Answers the body of a 200. `target` is "AWSEvents.PutEvents" or "AmazonSQS.ReceiveMessage"...
  // An error's message is that of the answer.
  base::Task<base::Result<std::string>> call(std::string service, std::string target,
                                             std::string body);

 private:
  base::AsioExecutor& executor_;
  Endpoint endpoint_;
  base::SystemClock clock_;
  std::unique_ptr<http::Stream> stream_;
};

}  // namespace angarium::load
