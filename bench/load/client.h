#pragma once

#include <memory>
#include <string>

#include "base/asio_executor.h"
#include "base/clock.h"
#include "base/task.h"
#include "http/client.h"
#include "sigv4/sign.h"

namespace angarium::load {

struct Endpoint {
  std::string address;
  uint16_t port = 0;
  sigv4::Signer signer;  // its service is set per request
};

// One keep-alive connection that signs each request as an SDK does. Ends the program when the
// server answers anything but 200: a load that fails measures nothing. One request at a time.
class Client {
 public:
  Client(base::AsioExecutor& executor, const Endpoint& endpoint)
      : executor_(executor), endpoint_(endpoint) {}

  base::Task<void> connect();
  // Answers the body. `target` is "AWSEvents.PutEvents" or "AmazonSQS.ReceiveMessage"...
  base::Task<std::string> call(std::string service, std::string target, std::string body);

 private:
  base::AsioExecutor& executor_;
  Endpoint endpoint_;
  base::SystemClock clock_;
  std::unique_ptr<http::Stream> stream_;
};

}  // namespace angarium::load
