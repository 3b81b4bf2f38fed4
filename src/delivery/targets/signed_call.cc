#include "delivery/targets/signed_call.h"

#include "sigv4/sign.h"

namespace angarium::delivery::targets {
namespace {

// Load balancers write into it on the way, so AWS's own clients don't sign it either.
constexpr std::string_view kTraceField = "X-Amzn-Trace-Id";

// Of an answer: an AWS error is shorter, and of a success mostly its status counts.
constexpr size_t kAnswerBytesMax = 256 * 1024;

}  // namespace

http::Request signed_request(const SignedCall& call, const AwsCredentials& credentials,
                             base::Time now) {
  http::Request request;
  request.method = call.call.method;
  std::string_view path = call.place.path;
  if (path.ends_with('/')) path.remove_suffix(1);
  request.target = std::string(path) + call.call.target;
  request.body = call.call.body;
  request.headers.add("Host", call.place.authority());
  for (const auto& [name, value] : call.call.headers) request.headers.add(name, value);
  std::vector<sigv4::Header> headers;
  for (http::Header header : request.headers) {
    if (header.name != kTraceField) headers.push_back({header.name, header.value});
  }
  const sigv4::Signer signer{.access_key_id = credentials.access_key_id,
                             .secret = credentials.secret,
                             .session_token = credentials.session_token,
                             .region = call.region,
                             .service = call.service};
  const auto added =
      sigv4::sign({request.method, request.target, headers, request.body}, signer, now);
  for (const auto& [name, value] : added) request.headers.add(name, value);
  request.headers.add("User-Agent", "Angarium");
  return request;
}

base::Task<base::Result<http::Response>> send_signed(CallSurroundings surroundings,
                                                     std::shared_ptr<const AwsEndpoint> endpoint,
                                                     SignedCall call) {
  base::Executor& executor = surroundings.executor;
  const AwsCredentials credentials = endpoint->credentials->current(executor.now());
  http::Request request = signed_request(call, credentials, surroundings.clock.now());
  http::Origin origin{
      .is_secure = call.place.is_secure, .host = call.place.host, .port = call.place.port};
  http::AnswerLimits limits;
  limits.body_bytes_max = kAnswerBytesMax;
  auto answer = co_await endpoint->pool->send(std::move(origin), std::move(request),
                                              executor.now() + call.time_max, limits);
  co_await base::resume_on(executor);
  co_return answer;
}

}  // namespace angarium::delivery::targets
