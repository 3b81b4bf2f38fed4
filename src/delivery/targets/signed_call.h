#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/executor.h"
#include "base/task.h"
#include "delivery/targets/aws_call.h"
#include "delivery/targets/aws_credentials.h"
#include "delivery/targets/endpoint.h"
#include "http/client_pool.h"

namespace angarium::delivery::targets {

// A server that lies elsewhere and is called with credentials of its own: real AWS, another
// Angarium. Shared by all targets behind it; the pool outlives it and its calls.
struct AwsEndpoint {
  std::string section = {};  // of the configuration: "endpoints.lambda"
  std::string url = {};      // of an AWS service: may hold {service}, {region}, {account} and {api}
  std::string region = {};   // to sign for; empty: that of the target's ARN
  std::shared_ptr<CredentialSource> credentials = {};
  http::ClientPool* pool = nullptr;
};

// What calls are made with; both outlive them.
struct CallSurroundings {
  base::Executor& executor;  // attempts run on it; sockets on the pool's
  const base::Clock& clock;
};

// A call, and where it goes.
struct SignedCall {
  AwsCall call;
  Endpoint place;
  std::string region;   // to sign for
  std::string service;  // in the signature
  base::Seconds time_max;
};

// The call with its signature: `Host` first, then its own fields.
http::Request signed_request(const SignedCall& call, const AwsCredentials& credentials,
                             base::Time now);

// Signs and sends; any answer is one. An error is http::HttpError.
base::Task<base::Result<http::Response>> send_signed(CallSurroundings surroundings,
                                                     std::shared_ptr<const AwsEndpoint> endpoint,
                                                     SignedCall call);

}  // namespace angarium::delivery::targets
