#pragma once

#include <string>

#include "load/connection.h"

namespace angarium::load {

// A Connection of a program that only measures. Ends the program when the server answers anything
// but 200: a load that fails measures nothing. One request at a time.
class Client {
 public:
  Client(base::AsioExecutor& executor, const Endpoint& endpoint)
      : connection_(executor, endpoint) {}

  base::Task<void> connect();
  // Answers the body.
  base::Task<std::string> call(std::string service, std::string target, std::string body);

 private:
  Connection connection_;
};

}  // namespace angarium::load
