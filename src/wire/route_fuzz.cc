// Bytes as a request: first the method and the target, a line each, then header lines
// "name:value", then the body. Hygiene, routing and the name of the host take any; a route is an
// operation or an error, and only names that AWS has are counted as unimplemented.
#include <algorithm>

#include "base/assert.h"
#include "wire/authenticator.h"
#include "wire/aws_operations.h"
#include "wire/endpoint_name.h"
#include "wire/hygiene.h"
#include "wire/router.h"

namespace angarium::wire {

namespace {

http::Request read_request(std::string_view rest) {
  auto line = [&rest] {
    size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view text = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return text;
  };
  http::Request request;
  request.method = line();
  request.target = line();
  for (std::string_view text = line(); !text.empty(); text = line()) {
    size_t colon = std::min(text.find(':'), text.size());
    request.headers.add(text.substr(0, colon), text.substr(std::min(colon + 1, text.size())));
  }
  request.body = rest;
  return request;
}

struct Nothing {};  // a service without operations of its own: all of AWS's are unimplemented

const std::vector<Service>& services() {
  static constexpr ServiceTable kEvents{.name = "events",
                                        .signing_name = "events",
                                        .target_prefix = "AWSEvents",
                                        .query_namespace = ""};
  static constexpr ServiceTable kSqs{.name = "sqs",
                                     .signing_name = "sqs",
                                     .target_prefix = "AmazonSQS",
                                     .json_protocol = Protocol::kJson10,
                                     .api_version = "2012-11-05",
                                     .query_namespace = "urn:sqs"};
  static Nothing nothing;
  static const std::vector<Service> all = {Service(kEvents, nothing), Service(kSqs, nothing)};
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  http::Request request = read_request({reinterpret_cast<const char*>(data), size});
  static_cast<void>(Hygiene{.hosts = {"*.example.org"}, .origins = {}}.objection(request));
  static_cast<void>(signed_service(request));

  std::string host = host_name(request.headers.find("host").value_or(""));
  AG_ASSERT(host.size() <= size);
  EndpointName endpoint = read_endpoint_name(host);
  AG_ASSERT(endpoint.region.size() <= host.size());

  Route route = find_route(request, services());
  AG_ASSERT(route.operation == nullptr && route.error.has_value());
  AG_ASSERT(!route.error->code.empty() && route.error->status >= 400);
  if (route.is_unimplemented) {
    auto names = aws_operations(route.service->table().name);
    AG_ASSERT(std::find(names.begin(), names.end(), route.operation_name) != names.end());
  }
  return 0;
}

}  // namespace angarium::wire
