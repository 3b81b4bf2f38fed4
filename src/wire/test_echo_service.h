#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "wire/service.h"

namespace angarium::wire {

// A service for the gateway's own tests: it echoes, by entry and as a whole, in all protocols.
struct EchoRequest {
  std::string text;
  std::vector<std::string> entries = {};
  static const Shape& shape();
};

struct EchoResponse {
  std::string text;
  std::string caller;
  std::vector<std::string> entries = {};
  static const Shape& shape();
};

class Echo {
 public:
  Result<Plan<int>> plan_echo(const RequestContext& request, const EchoRequest& input) const;
  base::Task<Result<EchoResponse>> echo(Authorized<EchoRequest, int> call);
  // Its plan forgets the checks.
  Result<Plan<>> plan_nothing(const RequestContext&, const EchoRequest&) const {
    return Plan<>(std::vector<Check>{});
  }
  Result<NoOutput> nothing(Authorized<EchoRequest> call);

  static const ServiceTable& table();  // "sqs": json 1.0 and query, with query-compatible errors

  int calls = 0;
};

}  // namespace angarium::wire
