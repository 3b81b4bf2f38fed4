#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/simulated_executor.h"
#include "wire/basic_authenticator.h"
#include "wire/gateway.h"

namespace angarium::wire {

// For tests: a dev-mode gateway over some services and a client that calls it, without sockets,
// driven by a simulated executor. Region eu-west-1. One thread.
//
//   SimulatedExecutor executor(seed);
//   TestClient client({Service(Sqs::table(), sqs)}, executor);
//   auto answer = client.json("AmazonSQS.CreateQueue", R"({"QueueName":"q"})");
class TestClient {
 public:
  struct Answer {
    int status = 0;
    std::string body;
    std::string query_error;   // the x-amzn-query-error header
    std::string code() const;  // of an error, without namespace; empty for a success
  };
  // The answer to a call that was begun; none while it runs.
  using Pending = std::shared_ptr<std::optional<Answer>>;

  // `authorizer` null: everybody may do everything.
  TestClient(std::vector<Service> services, base::SimulatedExecutor& executor,
             Authorizer* authorizer = nullptr);

  // Runs the executor until the answer is there; the call must not wait for anything the test does.
  Answer json(std::string_view target, std::string_view body,
              std::string_view account = base::kDevAccount);
  Answer query(std::string_view service, std::string_view form,
               std::string_view account = base::kDevAccount);
  Answer send(http::Request request);

  // Begins a call; the test drives the executor.
  Pending begin(http::Request request);

  static http::Request json_request(std::string_view target, std::string_view body,
                                    std::string_view account = base::kDevAccount);
  static http::Request query_request(std::string_view service, std::string_view form,
                                     std::string_view account = base::kDevAccount);
  // By the entrance that has this path.
  static http::Request entrance_request(std::string_view path, std::string_view body,
                                        std::string_view account = base::kDevAccount);

  base::Metrics& metrics() { return metrics_; }
  base::Clock& clock() { return clock_; }

 private:
  base::SimulatedExecutor& executor_;
  base::SimulatedClock clock_;
  base::SeededRandom random_{1};
  base::Metrics metrics_;
  AllowAll allow_all_;
  TrustingAuthenticator authenticator_;
  BasicAuthenticator basic_authenticator_;
  Gateway gateway_;
};

}  // namespace angarium::wire
