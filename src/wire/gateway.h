#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/metrics.h"
#include "base/random.h"
#include "http/server.h"
#include "wire/authenticator.h"
#include "wire/authorizer.h"
#include "wire/gatekeeper.h"
#include "wire/hygiene.h"
#include "wire/patterns.h"
#include "wire/router.h"
#include "wire/service.h"

namespace angarium::wire {

// Whatever the gateway needs; all outlive it.
struct GatewayParts {
  Authenticator& authenticator;
  Authorizer& authorizer;
  base::Executor& worker;  // handlers run here: they may block, the server's thread may not
  base::Clock& clock;
  base::Random& random;
  base::Metrics& metrics;
  Hygiene hygiene = {};
  Authenticator* entrance_authenticator = nullptr;  // of services with an Entrance, if any has one
};

// The way of a request: refuse what a web page could send; find service and operation;
// authenticate; decode and validate; plan; decide; call; encode. Thread safe.
//
// INVARIANT: an operation's handler runs only after its plan's checks were decided.
class Gateway final : public http::Handler {
 public:
  // A service that speaks no protocol, two services that could not be told apart, or a row that is
  // incomplete are our own bugs and end the process.
  Gateway(std::vector<Service> services, GatewayParts parts);

  base::Task<http::Response> handle(http::Request request) override;

 private:
  struct OperationMetrics {
    base::Counter ok, client_error, server_error;
    base::Histogram seconds;
  };
  using Output = std::shared_ptr<const void>;

  base::Task<http::Response> answer(const http::Request& request, Route& route,
                                    std::string request_id);
  base::Task<Result<Output>> call(const http::Request& request, Route& route,
                                  RequestContext& context);
  base::Task<Result<Output>> run(const Route& route, const RequestContext& context,
                                 std::string_view body);
  Result<std::shared_ptr<void>> decode(const Route& route, std::string_view body) const;
  RequestContext context_of(const http::Request& request, const Route& route,
                            std::string request_id) const;
  void count(const Route& route, int status, base::Instant begin);
  void count_unimplemented(const Route& route);
  OperationMetrics metrics_for(const std::string& service, const std::string& operation);

  const std::vector<Service> services_;
  GatewayParts parts_;
  Gatekeeper gatekeeper_;
  Patterns patterns_;
  std::map<const Operation*, OperationMetrics> operation_metrics_;  // fixed after construction
  OperationMetrics other_metrics_;  // requests that name no operation of ours
};

}  // namespace angarium::wire
